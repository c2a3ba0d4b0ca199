"""How many windows a picture has and what they cost, against torch's unfold and the lecture's numbers."""

import pytest
import torch

from explorer.detection import MOST_PASSES, Slide, network_stride, scaled_sides, slide_cost
from explorer.errors import LimitError, SpecError
from explorer.graph import PRESETS, from_text

VGG = PRESETS["vgg16"]
SMALL = from_text("conv.o4.k5~relu~maxpool~conv.o6~relu~maxpool~flatten~linear.o7")


@pytest.mark.parametrize("height", [32, 33, 50, 97])
@pytest.mark.parametrize(("window", "stride"), [(32, 1), (32, 4), (20, 7), (8, 32)])
def test_places_are_those_of_torchs_unfold(height, window, stride):
    slide = Slide(height, 64, window, stride)
    cut = torch.zeros(height, 64).unfold(0, window, stride).unfold(1, window, stride)
    assert (slide.rows, slide.columns) == tuple(cut.shape[:2])
    assert slide.passes == slide.rows * slide.columns


def test_the_window_at_a_place_begins_where_torch_cuts_it_out():
    slide = Slide(40, 64, 16, 6)
    picture = torch.arange(40 * 64).reshape(40, 64)
    cut = picture.unfold(0, 16, 6).unfold(1, 16, 6)
    for row, column in [(0, 0), (2, 3), (slide.rows - 1, slide.columns - 1)]:
        x, y = slide.corner(row, column)
        assert cut[row, column, 0, 0] == picture[y, x]


@pytest.mark.parametrize(("point", "place"), [((16, 16), (0, 0)), ((0, 0), (0, 0)), ((19, 24), (2, 1)),
                                             ((-50, 900), (8, 0)), ((900, -3), (0, 24))])
def test_the_nearest_window_has_its_middle_there(point, place):
    assert Slide(64, 128, 32, 4).nearest(*point) == place


@pytest.mark.parametrize(("window", "stride", "overlap"), [(32, 32, 0), (32, 4, 0.875), (32, 40, 0), (32, 16, 0.5)])
def test_neighbours_share_what_the_stride_leaves(window, stride, overlap):
    assert Slide(64, 64, window, stride).overlap == overlap


def test_the_working_of_the_lectures_448_px():
    lines = Slide(448, 448, 224, 32).working
    assert lines[0].endswith(r"\left\lfloor \frac{448 - 224}{32} \right\rfloor + 1 = 8")
    assert lines[2] == r"8 \cdot 8 = 64"


@pytest.mark.parametrize("sides", [(20, 64, 32, 4), (64, 20, 32, 4), (64, 64, 32, 0), (64, 64, 0, 4), (0, 64, 1, 1)])
def test_a_window_that_does_not_fit_is_refused(sides):
    with pytest.raises(SpecError):
        Slide(*sides)


def test_more_windows_than_the_server_looks_at_are_refused_with_their_number():
    Slide(95, 95, 32, 1).check_limit()
    with pytest.raises(LimitError, match=r"4,225 windows are more than .* 4,096"):
        Slide(96, 96, 32, 1).check_limit()
    assert Slide(95, 95, 32, 1).passes == MOST_PASSES


def test_the_lectures_vgg_takes_64_windows_or_one_pass():
    cost = slide_cost(VGG.graph, VGG.input_shape, Slide(448, 448, 224, 32))
    assert cost.passes == 64
    assert cost.each == 15_470_264_320  # as torchvision says of VGG-16: 15.47 GMAC
    maps = 15_346_630_656  # its convolutions, at 224 px
    assert cost.once == 4 * maps + 64 * (cost.each - maps)
    assert cost.times == pytest.approx(64 * cost.each / cost.once)


def test_one_window_costs_the_same_both_ways():
    cost = slide_cost(SMALL, (3, 32, 32), Slide(32, 32, 32, 4))
    assert (cost.passes, cost.windows, cost.times) == (1, cost.once, 1.0)


@pytest.mark.parametrize(("graph", "shape", "stride"), [(VGG.graph, VGG.input_shape, 32), (SMALL, (3, 32, 32), 4)])
def test_the_stride_of_the_one_pass_is_that_of_its_poolings(graph, shape, stride):
    assert network_stride(graph, shape) == stride


@pytest.mark.parametrize(("size", "longest", "sides"), [((1024, 512), 256, (256, 128)), ((8000, 1), 128, (128, 32)),
                                                       ((1, 1), 64, (64, 64)), ((30, 40), 96, (72, 96))])
def test_pictures_of_any_shape_are_scaled_so_that_the_window_fits(size, longest, sides):
    assert scaled_sides(*size, longest, 32) == sides
