"""What *Receptive fields* says about a network, against the arithmetic."""

from __future__ import annotations

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest

from explorer.graph import PRESETS, analyse, from_text, receptive_field, stages
from pages.receptive_fields.growth import MOST_TICKS, _passing, _row, _share_line, _ticks
from pages.ui.components.layer_table import sees_text


def report_of(name):
    preset = PRESETS[name]
    return analyse(preset.graph, preset.input_shape)


def percent(line):
    """Return what the fraction of a line of LaTeX gives in per cent, and what stands behind it."""
    over, under, stated = re.fullmatch(r"\\frac\{(.*)\}\{(.*)\} = ([\d.e+-]+)\\,\\%", line).groups()
    numerator = denominator = 1
    for field, side in re.findall(r"\\min\((\d+), (\d+)\)", over):
        numerator *= min(int(field), int(side))
    for side in under.split(r" \cdot "):
        denominator *= int(side)
    return 100 * numerator / denominator, float(stated)


@pytest.mark.parametrize("name", ["lenet5", "vgg16", "resnet18", "googlenet"])
def test_the_share_is_what_its_own_working_gives(name):
    report = report_of(name)
    for row in report:
        if row.fields:
            worked, stated = percent(_share_line(row, report.input_shape))
            assert stated == pytest.approx(worked, rel=5e-3)
            assert worked == pytest.approx(100 * receptive_field.share(row, report.input_shape))


def test_a_row_of_the_table_has_the_papers_numbers():
    # Araujo et al. (2019), Distill: VGG-16's pool5 sees 212 px, 32 px apart
    row = _row(report_of("vgg16")["pool5"], (3, 224, 224))
    assert row["cells"] == ["pool5", "212", "32", "15.5", "89.6 %"]
    assert row["shares"]["share"] == pytest.approx(212**2 / 224**2)


def test_a_centre_before_the_first_pixel_has_a_real_minus():
    row = analyse(from_text("conv.o2.k3.p2"), (3, 9, 9)).rows[0]
    assert _row(row, (3, 9, 9))["cells"][3] == "−1"


@pytest.mark.parametrize("name", ["resnet18", "resnet34", "googlenet"])
def test_the_first_field_larger_than_the_photo_is_named(name):
    report = report_of(name)
    first = next(row for row in report if row.fields and row.field.size > 224)
    said = _passing(report).replace("\\", "")
    assert f"From **{first.name}** on, a field ({first.field.size} px)" in said


def test_a_network_that_never_sees_the_whole_photo_says_so():
    assert _passing(analyse(from_text("conv.o2.k3"), (3, 20, 30))) == (
        "No field of this network is larger than the photo (20 × 30 px).")


GATED = "conv.o4.p1~adaptive.o1~conv.o4.k1~mul.f1x3~conv.o4.s2.p1"


def test_behind_a_branch_it_says_the_whole_photo_and_the_convolutions_beside():
    report = analyse(from_text(GATED), (3, 24, 24))
    said = _passing(report).replace("\\", "")
    assert "From **pool1** on, each unit sees the whole photo (24 × 24 px)" in said
    assert said.endswith("at **conv3** it is 5 px.")
    row = _row(report["conv3"], (3, 24, 24))
    assert row["cells"] == ["conv3", "whole · 5", "2", "0", "100 %"]
    assert row["told"]["field"] == sees_text(report["conv3"]) == "the whole picture (its convolutions alone: 5 px)"


@pytest.mark.parametrize("name", ["lenet5", "resnet18", "resnet50", "googlenet", "vgg16", "efficientnet_lite0"])
def test_names_at_the_axis_are_main_steps_far_enough_apart_to_be_read(name):
    report = report_of(name)
    names = [row.name for row in report if row.fields]
    found = _ticks(SimpleNamespace(stages=stages(report)), names)
    places = list(found)
    assert places == sorted(places)
    assert 1 <= len(places) <= MOST_TICKS + 1
    assert all(later - earlier > len(names) / MOST_TICKS for earlier, later in pairwise(places))
    # 275 px on a phone, 6 px a letter: no name reaches the next.
    edges = [(place * 275 / len(names), 3 * len(label)) for place, label in found.items()]
    assert all(right - left > half + other for (left, half), (right, other) in pairwise(edges))
    labels = {stage.label: stage.layers for stage in stages(report)}
    assert all(names[place] in labels[label] for place, label in found.items())
