import io

import numpy as np
import pytest
from PIL import Image

from explorer.convolution.stepwise.examples import EXAMPLES
from explorer.convolution.stepwise.gif import GAP, HEAD, MOST_FRAMES, WIDTH, film, film_titles
from explorer.convolution.stepwise.setup import with_input_size

STRONG = (0x24, 0x57, 0xC5)


def frames(conv, **options):
    moving = Image.open(io.BytesIO(film(conv, **options)))
    for at in range(moving.n_frames):
        moving.seek(at)
        yield np.asarray(moving.convert("RGB"))


def test_there_is_a_frame_for_each_output_cell():
    assert len(list(frames(EXAMPLES["notes_valid"].setup.convolution()))) == 9


def test_a_scattered_run_has_a_frame_for_each_input_cell():
    assert len(list(frames(EXAMPLES["checkerboard"].setup.convolution(), scatter=True))) == 9


def test_the_current_cell_moves_from_frame_to_frame():
    found = [np.argwhere((frame == STRONG).all(axis=2)).mean(axis=0) for frame in
             frames(EXAMPLES["notes_valid"].setup.convolution())]
    assert found[1][1] - found[0][1] > 10 and found[3][0] - found[0][0] > 10


@pytest.mark.parametrize("name", ["rgb_two", "signal", "volume", "guide14"])
def test_every_kind_of_scene_fits_a_sheet(name):
    sheet = next(frames(EXAMPLES[name].setup.convolution()))
    assert sheet.shape[1] <= WIDTH + 200 and sheet.shape[0] < 900


def test_a_long_run_leaves_frames_out():
    conv = with_input_size(EXAMPLES["notes_same"].setup, (16, 16)).convolution()
    content = film(conv)
    assert Image.open(io.BytesIO(content)).n_frames == MOST_FRAMES and len(content) < 3_000_000


def test_titles_are_written_as_the_reader_reads_them():
    conv = EXAMPLES["volume"].setup.convolution()
    assert [str(title) for title in film_titles(conv)] == ["Input 4 × 4 × 4", "Kernel 2 × 2 × 2", "Output 3 × 3 × 3"]
    english, korean = (next(frames(conv, titles=titles)) for titles in ((), ["입력 4", "커널 2", "출력 3"]))
    differs = (english != korean).any(axis=(1, 2))
    assert differs.any() and not differs[HEAD + GAP:].any()
