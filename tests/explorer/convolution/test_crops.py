import numpy as np
from PIL import Image

from explorer.convolution.pasted_grid import Crop, cells_of

PIXELS = np.random.default_rng(0).integers(0, 256, (40, 50, 3)).astype(np.uint8)


def test_each_cell_is_the_mean_of_its_pixels():
    cells = cells_of(PIXELS, Crop(left=10, top=4, side=24, cells=6), colour=True)
    means = PIXELS[4:28, 10:34].reshape(6, 4, 6, 4, 3).mean(axis=(1, 3)).transpose(2, 0, 1)
    assert cells.shape == (3, 6, 6) and np.abs(cells - means).max() <= 1


def test_grey_is_the_grey_of_pillow():
    grey = np.asarray(Image.fromarray(PIXELS[:8, :8]).convert("L"), dtype=float)
    cells = cells_of(PIXELS, Crop(left=0, top=0, side=8, cells=8), colour=False)
    assert cells.shape == (1, 8, 8) and np.abs(cells[0] - grey).max() <= 1


def test_a_crop_beyond_the_photo_is_moved_inside():
    assert cells_of(PIXELS, Crop(left=49, top=39, side=90, cells=4), colour=False).shape == (1, 4, 4)
