from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage

from explorer.convolution.stepwise.convolution import Convolution
from explorer.errors import ShapeError, SpecError

# Lecture notes, 5 x 5 example; rows 3 and 5 of "same" as torch gives them (the notes slip there).
NOTES = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
NOTES_KERNEL = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
NOTES_VALID = [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
NOTES_SAME = [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1], [1, 2, 4, 3, 3], [1, 2, 3, 4, 1], [0, 2, 2, 1, 1]]
# Dumoulin & Visin (2016), arXiv:1603.07285, figures 1.1 and 1.2
GUIDE = [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
GUIDE_KERNEL = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
GUIDE_VALID = [[12, 12, 17], [10, 17, 19], [9, 6, 14]]
GUIDE_STRIDED = [[6, 17, 3], [8, 17, 13], [6, 4, 4]]

CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
TRANSPOSED = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
SIDES = {1: (9,), 2: (7, 6), 3: (4, 5, 4)}


def plain(grid, weight, **options):
    return Convolution(input=np.array([grid]), weight=np.array([[weight]]), **options)


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def by_torch(conv, mode="zeros"):
    x, w = torch.tensor(conv.input)[None], torch.tensor(conv.weight)
    b = None if conv.bias is None else torch.tensor(conv.bias)
    if conv.transposed:
        return TRANSPOSED[conv.dims](x, w, b, conv.strides, conv.paddings, conv.output_paddings, conv.groups,
                                     conv.dilations)[0].numpy()
    if mode != "zeros":
        around = [p for p in reversed(conv.paddings) for _ in (0, 1)]
        x = F.pad(x, around, mode=mode)
    paddings = conv.paddings if mode == "zeros" else 0
    return CONV[conv.dims](x, w, b, conv.strides, paddings, conv.dilations, conv.groups)[0].numpy()


@pytest.mark.parametrize(("dims", "k", "s", "p", "d", "groups"),
                         list(product((1, 2, 3), (1, 2, 3), (1, 2, 4), (0, 1, 3), (1, 2), (1, 2))))
def test_output_agrees_with_torch(dims, k, s, p, d, groups):
    options = {"bias": numbers(4), "stride": s, "padding": p, "dilation": d, "groups": groups}
    arrays = {"input": numbers(2, *SIDES[dims]), "weight": numbers(4, 2 // groups, *(k,) * dims, seed=1)}
    if any(d * (k - 1) + 1 > side + 2 * p for side in SIDES[dims]):
        with pytest.raises(ShapeError):
            Convolution(**arrays, **options)
        return
    conv = Convolution(**arrays, **options)
    np.testing.assert_allclose(conv.output, by_torch(conv), atol=1e-12)


@pytest.mark.parametrize(("dims", "mode", "k", "p", "s"),
                         list(product((1, 2, 3), ("reflect", "replicate", "circular"), (2, 3), (1, 2), (1, 2))))
def test_padding_modes_agree_with_torch(dims, mode, k, p, s):
    conv = Convolution(input=numbers(1, *SIDES[dims]), weight=numbers(2, 1, *(k,) * dims), padding=p, stride=s,
                       padding_mode=mode)
    np.testing.assert_allclose(conv.output, by_torch(conv, mode), atol=1e-12)


@pytest.mark.parametrize(("dims", "k", "s", "p", "d", "extra", "groups"),
                         list(product((1, 2, 3), (1, 2, 3), (1, 2, 3), (0, 1, 2), (1, 2), (0, 1, 2), (1, 2))))
def test_transposed_output_agrees_with_torch_and_refuses_what_torch_refuses(dims, k, s, p, d, extra, groups):
    options = {"bias": numbers(2), "stride": s, "padding": p, "dilation": d, "groups": groups, "output_padding": extra}
    arrays = {"input": numbers(2, *(2, 3, 2)[:dims]), "weight": numbers(2, 2 // groups, *(k,) * dims, seed=1)}
    x, w, b = (torch.tensor(a) for a in (arrays["input"][None], arrays["weight"], options["bias"]))
    try:
        expected = TRANSPOSED[dims](x, w, b, s, p, extra, groups, d)[0].numpy()
    except RuntimeError:
        with pytest.raises(SpecError):
            Convolution(**arrays, **options, transposed=True)
        return
    conv = Convolution(**arrays, **options, transposed=True)
    np.testing.assert_allclose(conv.output, expected, atol=1e-12)


def test_axes_may_differ_in_every_argument():
    conv = Convolution(input=numbers(2, 8, 9), weight=numbers(3, 2, 3, 2), stride=(1, 2), padding=(2, 0),
                       dilation=(2, 3))
    np.testing.assert_allclose(conv.output, by_torch(conv), atol=1e-12)


@pytest.mark.parametrize(("mode", "scipy_mode"), [
    ("zeros", "constant"), ("reflect", "mirror"), ("replicate", "nearest"), ("circular", "wrap"),
])
def test_output_is_cross_correlation_as_scipy_computes_it(mode, scipy_mode):
    image, kernel = numbers(8, 9), numbers(3, 5, seed=2)
    conv = plain(image, kernel, padding=(1, 2), padding_mode=mode)
    np.testing.assert_allclose(conv.output[0], ndimage.correlate(image, kernel, mode=scipy_mode), atol=1e-12)


@pytest.mark.parametrize(("grid", "kernel", "options", "expected"), [
    (NOTES, NOTES_KERNEL, {}, NOTES_VALID),
    (NOTES, NOTES_KERNEL, {"padding": 1}, NOTES_SAME),
    (GUIDE, GUIDE_KERNEL, {}, GUIDE_VALID),
    (GUIDE, GUIDE_KERNEL, {"stride": 2, "padding": 1}, GUIDE_STRIDED),
])
def test_published_grids_come_out(grid, kernel, options, expected):
    assert plain(grid, kernel, **options).output[0].tolist() == expected


CASES = [
    {"input": numbers(2, 5, 4), "weight": numbers(4, 1, 3, 2), "groups": 2, "padding": 1, "stride": 2,
     "bias": numbers(4)},
    {"input": numbers(1, 5, 5), "weight": numbers(2, 1, 3, 3), "padding": 2, "padding_mode": "reflect"},
    {"input": numbers(1, 7), "weight": numbers(1, 1, 3), "dilation": 2, "padding": 3, "padding_mode": "circular"},
    {"input": numbers(2, 2, 3, 2), "weight": numbers(1, 2, 2, 2, 2)},
    {"input": numbers(2, 3, 3), "weight": numbers(2, 2, 3, 3), "stride": 2, "padding": 1, "output_padding": 1,
     "transposed": True},
    {"input": numbers(2, 4), "weight": numbers(2, 1, 2), "stride": 3, "groups": 2, "dilation": 2, "transposed": True},
]


@pytest.mark.parametrize("case", CASES)
def test_the_terms_of_every_cell_add_up_to_its_value(case):
    conv = Convolution(**case)
    for cell in np.ndindex(conv.output_shape):
        assert conv.terms(cell).sum == pytest.approx(conv.output[cell], abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_the_stamps_of_all_input_cells_add_up_to_the_output(case):
    conv = Convolution(**case)
    total = np.zeros(conv.output_shape)
    for cell in np.ndindex(conv.input.shape):
        for stamp in conv.stamps(cell):
            total[stamp.cell] += stamp.product
    if conv.bias is not None:
        total += conv.bias.reshape(-1, *(1,) * conv.dims)
    np.testing.assert_allclose(total, conv.output, atol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_reach_is_where_torch_sends_the_gradient_from(case):
    conv = Convolution(**(case | {"weight": np.ones_like(case["weight"])}))
    for cell in list(np.ndindex(conv.input.shape))[::3]:
        bumped = conv.input.copy()
        bumped[cell] += 1000.0
        changed = np.argwhere(Convolution(**(case | {"weight": conv.weight, "input": bumped})).output - conv.output > 1)
        assert conv.reach(cell) == tuple(map(tuple, changed.tolist()))


def test_terms_name_cells_kernel_and_padding():
    conv = plain(NOTES, NOTES_KERNEL, padding=1)
    terms = conv.terms((0, 0, 0)).terms
    assert [term.source for term in terms] == [None, None, None, None, (0, 0, 0), (0, 0, 1), None, (0, 1, 0), (0, 1, 1)]
    assert terms[4].tap == (0, 0, 1, 1) and terms[4].place == (0, 1, 1) and terms[4].product == 1


def test_a_transposed_window_tells_inserted_zeros_from_padding():
    conv = plain(np.ones((2, 2)), np.ones((3, 3)), stride=2, transposed=True)
    kinds = [(term.source, term.inserted) for term in conv.terms((0, 2, 2)).terms]
    assert kinds[0] == ((0, 0, 0), False) and kinds[1] == (None, True) and kinds[8] == ((0, 1, 1), False)


def test_a_transposed_window_reads_the_kernel_turned():
    conv = plain([1.0, 2.0, 3.0], [10.0, 20.0, 30.0], transposed=True)
    assert [term.tap[-1] for term in conv.terms((0, 1)).terms] == [2, 1, 0]


def test_the_checkerboard_of_kernel_3_and_stride_2_shows_in_the_overlaps():
    # Odena, Dumoulin & Olah (2016), Distill: a kernel that its stride does not divide overlaps unevenly.
    conv = plain(np.ones((3, 3)), np.ones((3, 3)), stride=2, transposed=True)
    row = [1, 1, 2, 1, 2, 1, 1]
    assert conv.overlaps.tolist() == np.outer(row, row).tolist() == conv.output[0].tolist()


def test_unread_columns_are_told_per_axis():
    assert plain(np.ones((6, 5)), np.ones((3, 3)), stride=2).unread == ((5,), ())


@pytest.mark.parametrize(("options", "said"), [
    ({"stride": 0}, "stride is 0"), ({"padding": -1}, "padding is -1"), ({"dilation": 1.5}, "dilation is 1.5"),
    ({"groups": 2}, r"groups=2 does not divide both input channels \(3\)"),
    ({"stride": (1, 2, 3)}, "stride: 3 numbers instead of 2"),
    ({"output_padding": 1}, "Output padding of 1"), ({"padding_mode": "mirror"}, "Padding mode 'mirror'"),
    ({"bias": np.ones(3)}, "bias has the shape 3"), ({"weight": np.ones((2, 2, 3, 3))}, "groups=1 the kernel reads 2"),
    ({"weight": np.ones((2, 3, 3))}, "weight of 4 axes"), ({"input": np.ones(3)}, "shape 3"),
    ({"transposed": True, "weight": np.ones((3, 2, 3, 3)), "padding_mode": "reflect"}, "zeros only"),
    ({"transposed": True, "weight": np.ones((3, 2, 3, 3)), "output_padding": 1}, "Use at most 0"),
])
def test_what_torch_refuses_is_refused_in_words(options, said):
    with pytest.raises(SpecError, match=said):
        Convolution(**({"input": np.ones((3, 5, 5)), "weight": np.ones((2, 3, 3, 3))} | options))


def test_a_cell_outside_the_output_is_refused():
    with pytest.raises(ShapeError, match="no cell"):
        plain(NOTES, NOTES_KERNEL).terms((0, 3, 0))


def test_arrays_are_copied_and_cannot_be_written():
    source = np.array([NOTES], dtype=float)
    conv = Convolution(input=source, weight=np.ones((1, 1, 3, 3)))
    source[0, 0, 0] = 99
    assert conv.input[0, 0, 0] == 1 and not conv.input.flags.writeable
