import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import plotly.colors
import pytest
from skimage.color import rgb2lab

from explorer.figures.colours import (
    DARK,
    DIVERGING,
    KINDS,
    LIGHT,
    LOOKS,
    MISSING,
    SEQUENTIAL,
    MapStyle,
    follow,
    lookup,
    rgb,
    title_of,
    tones,
)
from explorer.figures.contact_sheet import packed_sheet, sheet

ROOT = Path(__file__).parents[3]
THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour):
    """WCAG 2.2, definition of relative luminance."""
    channels = np.array(rgb(colour)) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one, other):
    """WCAG 2.2, definition of contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21_to_1():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@THEMES
@pytest.mark.parametrize("kind", KINDS)
def test_the_name_of_a_kind_is_readable_on_both_backgrounds_and_on_its_colour(palette, kind):
    tone = palette.kinds[kind]
    assert contrast(tone.ink, palette.background) >= 4.5
    assert contrast(tone.ink, palette.surface) >= 4.5
    assert contrast(tone.on_fill, tone.fill) >= 4.5


@THEMES
@pytest.mark.parametrize("role", ["text", "quiet", "selection", "wrong"])
def test_text_and_marks_are_readable_on_both_backgrounds(palette, role):
    assert contrast(getattr(palette, role), palette.background) >= 4.5
    assert contrast(getattr(palette, role), palette.surface) >= 4.5


@pytest.mark.parametrize("kind", KINDS)
def test_areas_stand_out_from_the_dark_background(kind):
    assert contrast(DARK.kinds[kind].fill, DARK.background) >= 3


@pytest.mark.parametrize(("kind", "fill"), [("convolution", "#2457c5"), ("pooling", "#d9822b"), ("linear", "#3d8f6a"),
                                            ("activation", "#b9c1cc"), ("reshape", "#b9c1cc"), ("input", "#9aa4b2")])
def test_kinds_have_the_agreed_colours(kind, fill):
    assert LIGHT.kinds[kind].fill == fill


@pytest.mark.parametrize(("palette", "theme"), [(LIGHT, "light"), (DARK, "dark")])
def test_palettes_have_the_backgrounds_of_the_theme(palette, theme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    assert (palette.background, palette.surface, palette.text) == (
        config["backgroundColor"], config["secondaryBackgroundColor"], config["textColor"])


@pytest.fixture
def seen_in(monkeypatch):
    """Return ``seen_in(look)``, which chooses the colours for this test."""
    monkeypatch.setattr("explorer.figures.colours._CHOICE", {})
    return lambda look: follow(lambda: MapStyle(look))


@pytest.mark.parametrize(("look", "scale", "name"), [
    ("viridis", SEQUENTIAL, "viridis"), ("cividis", SEQUENTIAL, "cividis"), ("viridis", DIVERGING, "RdBu_r"),
    ("cividis", DIVERGING, "RdBu_r")])
def test_tables_agree_with_plotlys_scales_of_the_same_name(seen_in, look, scale, name):
    seen_in(look)
    anchors = plotly.colors.get_colorscale(name)
    wanted = plotly.colors.sample_colorscale(anchors, list(np.linspace(0, 1, 256)), colortype="tuple")
    assert lookup(scale).shape == (256, 3)
    assert lookup(scale).dtype == np.uint8
    np.testing.assert_allclose(lookup(scale), np.array(wanted) * 255, atol=1)


@pytest.mark.parametrize("look", LOOKS)
def test_maps_are_monotone_in_lightness(seen_in, look):
    seen_in(look)
    rising = np.diff(lightness(lookup(SEQUENTIAL, 64)))
    assert rising.min() > 0
    sides = np.diff(lightness(lookup(DIVERGING, 65)))
    assert sides[:32].min() > 0
    assert max(sides[32:]) < 0 or (look == "grey" and min(sides[32:]) > 0)


def test_without_colour_the_sign_is_read_in_greys_alone(seen_in):
    seen_in("grey")
    light = lightness(lookup(DIVERGING, 255))
    assert light[:127].max() < light[127] < light[128:].min()
    assert np.ptp(lookup(DIVERGING), axis=1).max() == 0
    seen_in("viridis")  # there, one lightness means two values
    light = lightness(lookup(DIVERGING, 255))
    assert abs(light[20] - light[234]) < 6


def lightness(colours):
    """Return CIE L* of colours (N, 3), 0 to 100."""
    return rgb2lab(colours / 255)[:, 0]


def test_the_middle_of_the_diverging_scale_is_neutral_and_lightest():
    table = lookup(DIVERGING, levels=255).astype(int)
    assert np.ptp(table[127]) == 0
    assert table.sum(axis=1).argmax() == 127


def test_the_sequential_scale_grows_steadily_lighter():
    luminances = [luminance(f"#{bytes(colour).hex()}") for colour in lookup(SEQUENTIAL)]
    assert min(np.diff(luminances)) > -0.001  # rounding to whole steps


@pytest.mark.parametrize("name", [SEQUENTIAL, DIVERGING])
def test_the_colour_of_missing_cells_is_far_from_every_colour_of_a_scale(name):
    assert np.abs(lookup(name).astype(int) - rgb(MISSING)).max(axis=1).min() >= 40


def test_tables_cannot_be_changed_by_who_shares_them():
    with pytest.raises(ValueError, match="read-only"):
        lookup(SEQUENTIAL)[0] = 0


@pytest.mark.parametrize("module", ["colours", "graph_layout", "network_strip", "contact_sheet", "wire"])
def test_colours_and_layouts_come_without_plotly_and_torch(module):
    code = (f"import sys, explorer.figures.{module}\n"
            "print([name for name in ('plotly', 'torch', 'streamlit') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_readers_see_a_scale_by_one_name_which_stands_in_one_place():
    texts = {path.name: path.read_text() for path in (ROOT / "pages").rglob("*") if path.suffix in {".py", ".js"}}
    titles = [*LOOKS.values(), title_of(DIVERGING)]
    assert [name for name, text in texts.items() if any(title in text for title in titles)] == []
    header = packed_sheet(sheet(-np.ones((1, 2, 2), np.float32)), {})
    assert f'"scale": "{title_of(DIVERGING)}"'.encode() in header


@pytest.mark.parametrize("scale", [SEQUENTIAL, DIVERGING])
@pytest.mark.parametrize("levels", [2, 33, 65])
def test_tones_are_those_of_the_scale_from_end_to_end(scale, levels):
    found = tones(scale, levels)
    assert len(found) == levels
    assert [rgb(tone) for tone in found] == [tuple(entry) for entry in lookup(scale, levels).tolist()]
