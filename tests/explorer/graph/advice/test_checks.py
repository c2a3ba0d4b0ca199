"""When a teacher speaks, and when not: small networks, a line each, with what is said of which layer."""

from __future__ import annotations

import pytest

from explorer.graph import advice, analyse, from_text

MAPS = (3, 16, 16)

# How each kind of advice is told apart from the others: some words of it.
WORDS = {
    "skips": "is never read. Use a smaller stride", "edge": "because the stride does not come out even",
    "padding only": "others only padding", "larger": "is larger than the image", "branch": "a branch that pools",
    "norm": "taken over the whole map", "gaps": "nothing is written between them", "checkerboard": "a checkerboard",
    "half": "shift by half a pixel", "shrinks": "To keep the size", "dead": "nothing reads what it puts out",
    "linear": "together they are one linear map", "on maps": "that are not flattened", "nothing left": "p is 1",
    "most": "of all parameters", "drift": "drift apart", "shift": "look at different places", "twice": "applied twice",
    "cuts": "sets every negative score to 0", "bias": "its bias does nothing", "apart": "depthwise: each filter sees",
    "again": "it changes nothing",
}

# network, input, what is said of which layer
SAID = [
    # A stride beyond the window leaves pixels out; a window as large as the stride does not.
    ("conv.o8.k1.s2", MAPS, [("conv1", "skips")]),
    ("conv.o8.k2.s3", (3, 17, 17), [("conv1", "skips")]),
    ("conv.o8.k1.s3x1", MAPS, [("conv1", "skips")]),
    ("maxpool.k2.s4", MAPS, [("pool1", "skips")]),
    ("conv.o8.k2.s2", MAPS, []),
    ("maxpool", MAPS, []),
    ("conv1d.o4.k1.s2", (2, 8), [("conv1", "skips")]),
    ("conv.o8.k1.s2~conv.o8.k1.s2.f2~add.f1x2", MAPS, []),
    # The last window does not reach the edge.
    ("conv.o8.s2", MAPS, [("conv1", "edge")]),
    ("maxpool", (3, 15, 16), [("pool1", "edge")]),
    ("maxpool", (3, 15, 15), [("pool1", "edge")]),
    ("maxpool.c1", (3, 15, 15), []),
    ("conv.o8.s2.p1", (3, 15, 15), []),
    ("avgpool.k3.s2", (3, 17, 17), []),
    ("maxpool1d", (3, 9), [("pool1", "edge")]),
    # Maps of one pixel under a wider kernel.
    ("gap~conv.o8.p1", MAPS, [("conv1", "padding only"), ("conv1", "larger")]),
    ("gap~conv.o8.k1", MAPS, []),
    ("gap~conv.o8.p1.mreplicate", MAPS, [("conv1", "larger")]),
    # A field larger than the image is said once.
    ("conv.o8.k9.p4~relu~conv.o8.k9.p4", MAPS, [("conv2", "larger")]),
    ("conv.o8.k9.p4~relu~conv.o8.k9.p4~relu~conv.o8.k9.p4", MAPS, [("conv2", "larger")]),
    ("conv.o8.k7.p3~relu~conv.o8.k7.p3", MAPS, []),
    # Global branches and norms.
    ("relu~gap~conv.o3.k1~sigmoid~mul.f4x1", MAPS, [("mul1", "branch")]),
    ("conv.o8.p1~instancenorm", MAPS, [("in1", "norm")]),
    ("conv.o8.p1~groupnorm.g2~relu", MAPS, [("gn1", "norm")]),
    ("conv.o8.p1~groupnorm.g2~relu~conv.o8.p1~groupnorm.g2", MAPS, [("gn1", "norm")]),
    ("conv.o8.p1.b0~bn", MAPS, []),
    ("conv.o8.p1~layernorm", MAPS, []),
    # Transposed convolutions: Odena et al. (2016), Distill: kernel divisible by stride.
    ("convt.o8.k3.s2", MAPS, [("convt1", "checkerboard")]),
    ("convt.o8.k5.s2.p2", MAPS, [("convt1", "checkerboard")]),
    ("convt.o8.k1.s2", MAPS, [("convt1", "gaps")]),
    ("convt.o8.k2.s3", MAPS, [("convt1", "gaps")]),
    ("convt.o8.k4.p1", MAPS, []),
    ("convt.o8", MAPS, []),
    ("convt.o8.k3.s1", MAPS, []),
    ("convt.o8.k3.s2", (3, 1, 1), []),
    # Even windows that keep the size.
    ("conv.o8.k4.psame", MAPS, [("conv1", "half")]),
    ("conv.o8.k2x3.psame", MAPS, [("conv1", "half")]),
    ("conv.o8.k5.psame", MAPS, []),
    ("conv.o8.k3.psame.d2", MAPS, []),
    # Odd windows that make maps smaller.
    ("conv.o8", MAPS, [("conv1", "shrinks")]),
    ("conv.o8.k5.p1", MAPS, [("conv1", "shrinks")]),
    ("conv.o8.p1.d2", MAPS, [("conv1", "shrinks")]),
    ("conv.o8.p1", MAPS, []),
    ("conv.o8.k1", MAPS, []),
    ("conv.o8.k4", MAPS, []),
    ("conv.o8", (3, 3, 3), []),
    # What nothing reads.
    ("conv.o8.p1~relu.f2", MAPS, [("conv1", "dead")]),
    ("conv.o8.p1~relu", MAPS, []),
    # Two layers of weights with nothing that bends between them.
    ("conv.o8.p1~conv.o8.p1", MAPS, [("conv2", "linear")]),
    ("conv.o8.p1.b0~bn~conv.o8.p1", MAPS, [("conv2", "linear")]),
    ("conv.o8.p1~avgpool~conv.o8.p1", MAPS, [("conv2", "linear")]),
    ("linear.o50~linear.o10", (64,), [("fc2", "linear")]),
    ("linear.o50~dropout~linear.o10", (64,), [("fc2", "linear")]),
    ("conv.o8.p1~maxpool~conv.o8.p1", MAPS, []),
    ("conv.o8.p1~relu~conv.o8.p1", MAPS, []),
    ("linear.o5~linear.o10", (64,), []),
    ("conv.o8.k1x3.p0x1~conv.o8.k3x1.p1x0", MAPS, []),
    ("conv.o3.p1.g3~conv.o8.k1", MAPS, []),
    # Linear layers on maps.
    ("linear.o10", MAPS, [("fc1", "on maps")]),
    ("linear.o10", (16,), []),
    ("flatten~linear.o10", MAPS, []),
    # Dropout.
    ("dropout.p1_0", (16,), [("drop1", "nothing left")]),
    ("dropout.p0_9", (16,), []),
    # Most parameters behind a flatten.
    ("conv.o8.p1~relu~flatten~linear.o10", MAPS, [("fc1", "most")]),
    ("conv.o8.p1~relu~gap~flatten~linear.o10", MAPS, []),
    ("conv.o8.p1~relu~dropout~flatten~dropout~linear.o10", MAPS, [("fc1", "most")]),
    ("flatten~linear.o10", MAPS, []),
    # Branches that look at different places.
    ("conv.o3.p1~conv.o3.k5.p2.f2~cat.f1x2", MAPS, []),
    ("maxpool~conv.o3.k3.s2.p1.f2~add.f1x2", MAPS, [("add1", "shift")]),
    # Ends of classifiers.
    ("linear.o10~softmax", (16,), [("softmax1", "twice")]),
    ("linear.o10~softmax~linear.o4", (16,), []),
    ("linear.o10~relu", (16,), [("relu1", "cuts")]),
    ("linear.o10~relu6", (16,), [("relu1", "cuts")]),
    ("linear.o10~sigmoid", (16,), []),
    ("linear.o10~leakyrelu", (16,), []),
    ("conv.o8.p1~relu", MAPS, []),
    # A bias before batch norm.
    ("conv.o8.p1~bn", MAPS, [("conv1", "bias")]),
    ("linear.o8~bn1d", (16,), [("fc1", "bias")]),
    ("convt.o8~bn", MAPS, [("convt1", "bias")]),
    ("conv.o8.p1~relu~bn", MAPS, []),
    ("conv.o8.p1~bn~add.f1x2", MAPS, []),
    # Depthwise convolutions whose channels nothing mixes.
    ("conv.o3.p1.g3", MAPS, [("conv1", "apart")]),
    ("conv.o3.p1.g3~relu~conv.o3.p1.g3", MAPS, [("conv1", "apart"), ("conv2", "apart")]),
    ("conv.o3.p1.g3~relu~conv.o8.k1", MAPS, []),
    ("conv.o3.p1.g3~flatten", MAPS, []),
    ("conv.o8.p1", (1, 16, 16), []),
    # Activations that change nothing.
    ("relu~relu", MAPS, [("relu2", "again")]),
    ("relu~maxpool~relu", MAPS, [("relu2", "again")]),
    ("sigmoid~relu", MAPS, [("relu1", "again")]),
    ("relu6~dropout~relu", MAPS, [("relu2", "again")]),
    ("relu~tanh~relu", MAPS, []),
    ("leakyrelu~relu", MAPS, []),
    ("relu~avgpool~tanh", MAPS, []),
]


def told(text, shape):
    """Return the layer and the kind of each piece of advice."""
    found = []
    for piece in advice(analyse(from_text(text), shape)):
        kinds = [kind for kind, words in WORDS.items() if words in str(piece.message)]
        assert len(kinds) == 1, str(piece.message)
        found.append((piece.node, kinds[0]))
    return found


@pytest.mark.parametrize(("text", "shape", "expected"), SAID)
def test_what_is_said_of_a_small_network(text, shape, expected):
    assert told(text, shape) == expected


def test_every_kind_of_advice_is_heard_and_most_have_a_case_of_silence():
    heard = {kind for *_, expected in SAID for _, kind in expected}
    assert heard | {"drift"} == set(WORDS)
    assert sum(not expected for *_, expected in SAID) > 40


def test_what_is_wrong_comes_first():
    pieces = advice(analyse(from_text("conv.o8~conv.o8.k1.s2~flatten~linear.o10~relu"), MAPS))
    weights = [piece.weight for piece in pieces]
    assert weights == sorted(weights, key=("wrong", "note").index)
    assert {"wrong", "note"} == set(weights)
