"""What is explained: the score before a softmax or a sigmoid, both answers of one output, and never rounding unsaid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks import answer_names, ending, load, says_yes_or_no, scores, shares
from explorer.networks.attribution import METHODS, Request, attribute, options_of
from explorer.networks.attribution.request import prepared
from explorer.networks.network import _numbers
from explorer.networks.torch_graph.assembly import build

BODY = "stack/3x16x20/conv.o6.p1~relu~conv.o8.p1~relu~adaptive.o4x5~flatten"
FEW = {"steps": 6, "samples": 5, "segments": 9, "window": 8, "stride": 8}
IMAGE = sample("chelsea").pixels
pytestmark = pytest.mark.filterwarnings("ignore:Setting backward hooks")  # Captum says so each time


def network(end, sure=1.0):
    """Return a network of its own that ends with ``end``, the weights of its scores ``sure`` times as large."""
    known = load(f"{BODY}~{end}")
    module = build(known.graph, known.input_shape)
    with torch.no_grad():
        for weights in module.get_submodule("fc1").parameters():
            weights.mul_(sure)
    return replace(known, module=module, number=next(_numbers))


def ask(net, method="saliency", target=0, **more):
    options = {option.name: FEW.get(option.name, option.default) for option in options_of(net, METHODS[method])}
    return attribute(net, IMAGE, Request(method=method, target=target, options=options, **more))


def gradient(net, last, target=0):
    """Return the gradient of an output of layer ``last`` by torch, (C, H, W), in float64."""
    photo = torch.tensor(prepared(net, IMAGE), dtype=torch.float64)[None].requires_grad_()
    values, names = photo, list(net.graph.places)
    for name in names[:names.index(last) + 1]:
        values = net.module.get_submodule(name).double()(values)
    found, = torch.autograd.grad(values[0, target], photo)
    net.module.float()
    return found[0].numpy()


def likeliest(net):
    return int(scores(net, prepared(net, IMAGE)).argmax())


@pytest.mark.parametrize("end", ["linear.o4~softmax", "linear.o4~softmax~dropout", "linear.o4~sigmoid", "linear.o4"])
@pytest.mark.parametrize("share", [False, True])
def test_the_score_is_explained_unless_the_share_is_asked_for(end, share):
    net = network(end)
    last = "fc1" if not share or end == "linear.o4" else net.graph.nodes[7].name
    expected = np.abs(gradient(net, last, 2)).max(axis=0)
    np.testing.assert_allclose(ask(net, target=2, share=share).values, expected, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("method", [method.id for method in METHODS.values() if method.family != "covering"])
def test_of_a_saturated_softmax_every_map_of_the_share_is_called_rounding_and_none_of_the_score(method):
    net = network("linear.o4~softmax", sure=3000.0)
    target = likeliest(net)
    assert scores(net, prepared(net, IMAGE))[target] == 1.0
    assert np.abs(gradient(net, "softmax1", target)).max() < 1e-20, "by exact arithmetic, too"
    of_share, of_score = (ask(net, method, target, share=share) for share in (True, False))
    assert of_score.rounding is None
    assert of_score.values.any() == (of_score.note is None)
    if of_share.values.any():
        assert "Rounding noise" in str(of_share.rounding)
        assert of_share.effect < of_share.floor == 2**-22
        assert of_share.least > 1e6 * np.abs(of_share.values).max()
    else:
        assert "blank" in str(of_share.note)


@pytest.mark.parametrize("method", METHODS)
def test_of_a_network_that_is_not_sure_no_map_is_called_rounding(method):
    net = network("linear.o4~softmax")
    for share in (True, False):
        assert ask(net, method, likeliest(net), share=share).rounding is None


def test_a_slope_that_moves_a_large_score_by_less_than_its_last_digit_is_rounding():
    net = network("linear.o4")
    with torch.no_grad():
        net.module.get_submodule("fc1").bias.fill_(2.0**30)   # whose next number in float32 is 128 away
    found = ask(net)
    assert found.values.max() > 1e-4
    assert "Rounding noise" in str(found.rounding)
    assert found.floor == pytest.approx(2.0**30 * 2**-22, rel=1e-3)


@pytest.mark.parametrize("method", METHODS)
def test_one_output_with_a_sigmoid_has_two_answers_and_the_other_is_the_negative_score(method):
    net = network("linear.o1~sigmoid")
    yes, no = (ask(net, method, target) for target in (0, 1))
    if (METHODS[method].family == "gradient" and METHODS[method].signed) or METHODS[method].family == "covering":
        np.testing.assert_allclose(no.values, -yes.values, rtol=1e-4, atol=1e-6)
    if method == "saliency":
        np.testing.assert_allclose(no.values, yes.values, rtol=1e-5)
        np.testing.assert_allclose(yes.values, np.abs(gradient(net, "fc1")).max(axis=0), rtol=1e-4, atol=1e-9)
    if method == "grad_cam":
        assert not np.array_equal(yes.values, no.values)
        assert not (yes.cells * no.cells).any(), "what speaks for one answer speaks against the other"


def test_the_answers_of_one_sigmoid_are_its_share_and_the_rest():
    net = network("linear.o1~sigmoid")
    row = scores(net, prepared(net, IMAGE))
    assert says_yes_or_no(net)
    np.testing.assert_allclose(shares(net, row), [row[0], 1 - row[0]], rtol=1e-6)
    assert answer_names(net) == ("yes", "no")
    assert answer_names(replace(net, categories=("ham", "spam"))) == ("spam", "ham")
    assert sum(guess.share for guess in net.predict(IMAGE)) == pytest.approx(1)
    with pytest.raises(NetworkError, match="classes 0 to 1"):
        ask(net, target=2)


@pytest.mark.parametrize(("end", "kind"), [("linear.o4", "scores"), ("linear.o4~softmax", "softmax"),
                                           ("linear.o4~sigmoid", "sigmoid"), ("linear.o1", "scores")])
def test_shares_are_not_taken_of_shares(end, kind):
    net = network(end)
    row = scores(net, prepared(net, IMAGE))
    expected = torch.tensor(row, dtype=torch.float64).softmax(0).numpy() if kind == "scores" else row
    assert ending(net) == kind
    np.testing.assert_allclose(shares(net, row), expected, rtol=1e-6)
