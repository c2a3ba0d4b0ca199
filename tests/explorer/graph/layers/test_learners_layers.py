"""What layers that learners meet refuse, how they stand in links, and what they do to the stages of a network."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from explorer import graph as g
from explorer.errors import SpecError
from explorer.graph import analyse, from_text, reads, stages, to_text
from explorer.graph.advice import advice
from tests.explorer.graph.oracles import module_of

# text of a link, the layer that it means
LINKS = [
    ("upsample", g.Upsample()), ("upsample.s3x2", g.Upsample(scale_factor=(3, 2))),
    ("upsample.w7", g.Upsample(size=7)), ("upsample.mbilinear.c1", g.Upsample(mode="bilinear", align_corners=True)),
    ("pixelshuffle.s3", g.PixelShuffle(upscale_factor=3)), ("groupnorm.g4", g.GroupNorm(num_groups=4)),
    ("groupnorm.a0", g.GroupNorm(affine=False)), ("instancenorm", g.InstanceNorm2d()),
    ("instancenorm1d.a1", g.InstanceNorm1d(affine=True)), ("norm", g.LayerNorm()), ("norm.x2", g.LayerNorm(axes=2)),
    ("lppool.l3.k4", g.LPPool2d(norm_type=3, kernel_size=4)), ("pad.p2", g.ZeroPad2d(padding=2)),
    ("padreflect.p1_2x0_1", g.ReflectionPad2d(padding=((1, 2), (0, 1)))), ("padreplicate.p0x3", g.ReplicationPad2d(
        padding=(0, 3))), ("unflatten.o8x7x7", g.Unflatten(unflattened_size=(8, 7, 7))),
    ("take.s58.o58", g.TakeChannels(start=58, count=58)),
]


@pytest.mark.parametrize(("text", "layer"), LINKS)
def test_a_layer_stands_in_a_link_as_short_as_can_be(text, layer):
    assert from_text(text).nodes[0].layer == layer
    assert to_text(from_text(text)) == text


@pytest.mark.parametrize(("make", "said"), [
    (lambda: g.Upsample(scale_factor=0), "smallest that makes sense is 1"),
    (lambda: g.Upsample(scale_factor=1.5), "Give a whole number"),
    (lambda: g.Upsample(size=(2, 3, 4)), "3 values for 2 axes"),
    (lambda: g.PixelShuffle(upscale_factor=0), "smallest that makes sense is 1"),
    (lambda: g.GroupNorm(num_groups=0), "smallest that makes sense is 1"),
    (lambda: g.InstanceNorm2d(affine=1), "Give True or False"), (lambda: g.LayerNorm(axes=-1), "sense is 0"),
    (lambda: g.LPPool2d(norm_type=0), "smallest that makes sense is 1"),
    (lambda: g.LPPool2d(norm_type=1.5), "Give a whole number"), (lambda: g.ZeroPad2d(padding=(1, 2, 3)), "3 values"),
    (lambda: g.Unflatten(unflattened_size=(1, 0)), "from 1 to"), (lambda: g.TakeChannels(count=0), "sense is 1"),
])
def test_what_makes_no_sense_is_refused_with_a_sentence(make, said):
    with pytest.raises(SpecError, match=said):
        make()


def test_whole_numbers_that_torch_keeps_as_floats_are_taken():
    assert g.Upsample(scale_factor=2.0) == g.Upsample(scale_factor=(2.0, 2)) == g.Upsample()
    assert g.LPPool2d(norm_type=2.0) == g.LPPool2d()


def test_a_size_takes_the_place_of_a_scale_and_nearest_has_no_corners():
    assert g.Upsample(size=5, scale_factor=3).scale_factor is None
    assert g.Upsample(align_corners=True) == g.Upsample()


# Wu & He (2018), figure 2: one group is layer norm, as many groups as channels instance norm
def test_group_norm_lies_between_layer_norm_and_instance_norm():
    torch.manual_seed(0)
    maps = torch.randn(2, 6, 4, 5)
    one, six = (module_of(from_text(f"groupnorm.g{groups}"), (6, 4, 5))(maps) for groups in (1, 6))
    torch.testing.assert_close(one, module_of(from_text("norm"), (6, 4, 5))(maps))
    torch.testing.assert_close(six, module_of(from_text("instancenorm"), (6, 4, 5))(maps))


def test_power_pooling_is_the_norm_that_its_formula_says():
    maps = torch.rand(1, 2, 4, 4)
    windows = nn.functional.unfold(maps, 2, stride=2).view(2, 4, 4).numpy()
    for power in (1, 2, 3):
        found = module_of(from_text(f"lppool.l{power}"), (2, 4, 4))(maps).view(2, 4).numpy()
        np.testing.assert_allclose(found, (windows**power).sum(axis=1) ** (1 / power), rtol=1e-5)


@pytest.mark.parametrize("text", ["upsample", "upsample.mbilinear", "upsample.mbicubic", "pixelshuffle"])
def test_a_flat_map_stays_flat_however_it_is_made_larger(text):
    found = module_of(from_text(text), (4, 5, 6))(torch.full((1, 4, 5, 6), 0.7))
    torch.testing.assert_close(found, torch.full_like(found, 0.7))


def test_some_of_the_channels_see_what_all_of_them_saw():
    report = analyse(from_text("conv.o6.p1~take.s2.o3"), (2, 8, 8))
    assert report["take1"].fields == report["conv1"].fields
    assert report["take1"].working["shape"].lines == ("C = 3",)
    assert str(report["take1"].working["shape"].says) == "Channels 3 to 5; the others are left out."
    assert reads(report, "take1", (3, 3)) == {"take1": ((3, 3), (3, 3)), "conv1": ((3, 3), (3, 3)),
                                              "input": ((2, 4), (2, 4))}


def test_a_norm_of_the_map_is_said_once_and_a_branch_behind_it_no_more():
    text = "conv.o4.p1~groupnorm.g2~relu~conv.o4.p1~groupnorm.g2~add.f1x3~relu"
    said = [piece.node for piece in advice(analyse(from_text(text), (3, 8, 8))) if "every unit" in str(piece.message)]
    assert said == ["gn1"]


def test_every_layer_of_a_network_with_norms_and_up_sampling_belongs_to_a_stage():
    report = analyse(from_text("conv.o4.p1~groupnorm.g2~relu~maxpool~conv.o8.p1~instancenorm~relu~upsample~pad"
                               "~conv.o4~norm~relu~gap~flatten~linear.o3"), (3, 16, 16))
    found = [name for stage in stages(report) for name in stage.layers]
    assert found == list(report.graph.places)
