"""What the scenes say of themselves, checked against their numbers: what a text claims is computed here anew."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from explorer.convolution.stepwise.examples import EXAMPLES, accelerometer

SETUPS = {name: scene.setup for name, scene in EXAMPLES.items()}
CONVS = {name: setup.convolution() for name, setup in SETUPS.items()}
READING = accelerometer()


def sides(name):
    return CONVS[name].input.shape[1:], CONVS[name].output_shape[1:]


def larger(name):
    return all(after > before for before, after in zip(*sides(name), strict=True))


def smaller(name):
    return all(after < before for before, after in zip(*sides(name), strict=True))


def same_size(name):
    return sides(name)[0] == sides(name)[1]


def roughness(values):
    """How much neighbours differ where nothing knocks: the first 11 samples."""
    return float(np.abs(np.diff(values[:11], 2)).mean())


def smoothed():
    padded = np.pad(READING, 2, mode="edge")
    return np.array([padded[at:at + 5].mean() for at in range(len(READING))])


def changes():
    padded = np.pad(READING, 1, mode="edge")
    return (padded[2:] - padded[:-2]) / 2


def reads(name, cell):
    return {term.source for term in CONVS[name].terms(cell).terms}


def reaches_all(name):
    """Whether every single cell of overlap makes an output: kernel - 1 cells are put around."""
    return all(padding == kernel - 1 for padding, kernel in
               zip(SETUPS[name].numbers("padding"), SETUPS[name].kernel_size, strict=True))


# Name of a scene -> what its text claims, each as a sentence of its own.
CLAIMS = {
    "notes_same": [lambda: len(CONVS["notes_same"].terms((0, 2, 2)).terms) == 9,
                   lambda: CONVS["notes_same"].output[0, [2, 4]].tolist() == [[1, 2, 4, 3, 3], [0, 2, 2, 1, 1]]],
    "notes_valid": [lambda: smaller("notes_valid"), lambda: SETUPS["notes_valid"].numbers("padding") == (0, 0)],
    "book_correlation": [lambda: len(CONVS["book_correlation"].terms((0, 0, 0)).terms) == 4,
                         lambda: CONVS["book_correlation"].output[0, 0, 0] == 19],
    "book_padding": [lambda: larger("book_padding"), lambda: SETUPS["book_padding"].numbers("padding") == (1, 1)],
    "book_stride": [lambda: SETUPS["book_stride"].numbers("stride") == (3, 2),
                    lambda: max(places("book_stride")[1]) == 3 + 2 - 2],
    "book_channels": [lambda: CONVS["book_correlation"].output[0, 0, 0] == 19 and
                      CONVS["book_channels"].output[0, 0, 0] == 56],
    "cross": [lambda: set(CONVS["cross"].input.ravel()) == {-1, 1},
              lambda: set(agreeing("cross", 0.78)) == {8} and set(agreeing("cross", 1)) == {9}],
    "groups": [lambda: all({cell[0] for cell in reads("groups", (group, 1, 1))} == {2 * group, 2 * group + 1}
                           for group in range(2)),
               lambda: 2 * CONVS["groups"].weight.size == 2 * 4 * 3 * 3],
    "padded": [lambda: sides("padded") == ((4, 4), (4, 4)) and CONVS["padded"].output.size == 16],
    "numbers": [lambda: CONVS["numbers"].input[0, 0, :3].tolist() == [165, 187, 209],
                lambda: CONVS["numbers"].weight.shape[1:] == (3, 3, 3) and len(CONVS["numbers"].output) == 1],
    "ends1": [lambda: CONVS["ends1"].output_shape == (1, 5) and CONVS["ends1"].kernel_size == (3,)],
    "ends2": [lambda: CONVS["ends2"].output_shape == (1, 3)],
    "ends3": [lambda: (5 - 3 + 2) % 3 != 0, lambda: max(places("ends3")[0]) == 7 - 2],
    "phone": [lambda: CONVS["phone"].weight.shape[1] == len(CONVS["phone"].input) == 3,
              lambda: np.ptp(CONVS["phone"].input[0, :12]) == 0 and np.ptp(CONVS["phone"].input[0, 12:]) == 8],
    "sentence": [lambda: CONVS["sentence"].input.shape == (4, 7) and CONVS["sentence"].kernel_size == (3,),
                 lambda: [7 - width + 1 for width in (2, 3, 4)] == [6, CONVS["sentence"].output_shape[1], 4]],
    "rgb": [lambda: len(CONVS["rgb"].input) == 3 and CONVS["rgb"].out_channels == 1,
            lambda: {cell[0] for cell in reads("rgb", (0, 1, 1))} == {0, 1, 2}],
    "rgb_two": [lambda: CONVS["rgb_two"].out_channels == 2 and CONVS["rgb_two"].weight.shape[1] == 3,
                lambda: not CONVS["rgb_two"].weight[0, 1].any() and CONVS["rgb_two"].weight[1].any(axis=(1, 2)).all(),
                lambda: len(set(CONVS["rgb_two"].bias.tolist())) == 2],
    "depthwise": [lambda: all({cell[0] for cell in reads("depthwise", (channel, 1, 1))} == {channel}
                              for channel in range(3)), lambda: CONVS["depthwise"].groups == 3],
    "pointwise": [lambda: same_size("pointwise") and CONVS["pointwise"].out_channels != len(CONVS["pointwise"].input),
                  lambda: {cell[1:] for cell in reads("pointwise", (0, 2, 3))} == {(2, 3)}],
    "checkerboard": [lambda: np.array_equal(CONVS["checkerboard"].output[0], CONVS["checkerboard"].overlaps),
                     lambda: (CONVS["checkerboard"].overlaps[0] > 1).nonzero()[0].tolist() == [2, 4],
                     lambda: len(set(CONVS["checkerboard"].input.ravel())) == 1],
    "guide1": [lambda: all(before - after == kernel - 1 for before, after, kernel in
                           zip(*sides("guide1"), CONVS["guide1"].kernel_size, strict=True))],
    "guide2": [lambda: larger("guide2"), lambda: SETUPS["guide2"].numbers("padding") == (2, 2)],
    "guide3": [lambda: same_size("guide3")],
    "guide4": [lambda: larger("guide4"), lambda: reaches_all("guide4")],
    "guide5": [lambda: sides("guide5") == ((5, 5), (2, 2)), lambda: SETUPS["guide5"].numbers("stride") == (2, 2)],
    "guide6": [],
    "guide6_odd": [lambda: sides("guide6_odd")[1] == sides("guide6")[1] == (3, 3),
                   lambda: max(max(axis) for axis in places("guide6_odd")) == 6],
    "skipped": [lambda: [max(axis) for axis in places("skipped")] == [4, 4],
                lambda: SETUPS["skipped"].numbers("padding") == (0, 0)],
    "guide7": [lambda: np.allclose(CONVS["guide7"].output[0, 1, 1], CONVS["guide7"].input[0, 1:4, 1:4].mean())],
    "guide8": [], "guide9": [], "guide11": [],
    "guide10": [lambda: same_size("guide10") and same_size("guide3")],
    "guide12": [lambda: len(CONVS["guide12"].axes[0].lane) > 2 + 2 * 2],
    "guide13": [lambda: SETUPS["guide13"].numbers("padding") == (1, 1)],
    "guide14": [lambda: sides("guide14")[1][0] == sides("guide13")[1][0] + 1],
    "guide15": [lambda: len({cell[1] for cell in reads("guide15", (0, 0, 0))}) == 3,
                lambda: max(cell[1] for cell in reads("guide15", (0, 0, 0))) == 4],
    "signal": [lambda: roughness(smoothed()) < roughness(READING) / 2,
               lambda: int(np.argmax(READING[11:18])) + 12 == 16 and READING[15] == 1.3,
               lambda: round(float(smoothed()[15]), 2) == 0.34,
               lambda: np.allclose(CONVS["signal"].output[0], smoothed())],
    "signal_change": [lambda: int(np.argmax(np.abs(changes()))) + 1 == 18,
                      lambda: round(float(changes()[17]), 2) == -1.05,
                      lambda: np.allclose(CONVS["signal_change"].output[0], changes())],
    "volume": [lambda: CONVS["volume"].input.shape[1:] == (4, 4, 4) and CONVS["volume"].kernel_size[0] == 2],
    "clip": [lambda: len(CONVS["clip"].input[0]) == 4,
             lambda: np.array_equal(CONVS["clip"].output[0],
                                    [after - before for before, after in pairwise(CONVS["clip"].input[0])])],
}


def agreeing(name, answer):
    """How many of nine cells agree with the first kernel where it answers ``answer``."""
    kernel, cells = CONVS[name].weight[0, 0] > 0, CONVS[name].input[0] > 0
    found = zip(*np.nonzero(CONVS[name].output[0].round(2) == answer), strict=True)
    return [int((cells[row:row + 3, column:column + 3] == kernel).sum()) for row, column in found]


def places(name):
    """The places of the padded input that are read, along each axis."""
    return [np.unique(axis.places) for axis in CONVS[name].axes]


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_scene_claims_is_so(name):
    assert all(claim() for claim in CLAIMS[name])


@pytest.mark.parametrize("name", EXAMPLES)
def test_sizes_in_a_text_are_sizes_of_the_scene(name):
    conv, setup = CONVS[name], SETUPS[name]
    reach = [(kernel - 1) * gap + 1 for kernel, gap in zip(conv.kernel_size, setup.numbers("dilation"), strict=True)]
    known = [conv.input.shape[1:], conv.output_shape[1:], conv.kernel_size, tuple(reach)]
    known.append([side + 2 * pad for side, pad in zip(conv.input.shape[1:], setup.numbers("padding"), strict=True)])
    known += [CONVS["guide6"].input.shape[1:]] if name == "guide6_odd" else []
    for size in re.findall(r"\d+(?: × \d+)+", EXAMPLES[name].about):
        assert tuple(map(int, size.split(" × "))) in [tuple(map(int, one)) for one in known], size
