"""What the learning part of a network reads."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, nn

from explorer.training import Inputs
from explorer.training.loop import batches
from explorer.training.loop.batches import (
    FreshFeatures,
    StoredFeatures,
    batch_sizes,
    fits,
    row_batches,
    stored_features,
)
from explorer.training.loop.precision import StepPrecision

GREY = Inputs(mean=(0.5,) * 3, std=(0.25,) * 3)


@pytest.fixture
def source(stripes):
    def make(stem=None, change=None, **precision):
        return FreshFeatures(stripes.train, stripes.train.labels, GREY, stem, StepPrecision(batch_size=8, **precision),
                     torch.device("cpu"), change, Generator().manual_seed(0))

    return make


def test_pictures_come_as_numbers_of_mean_and_deviation_that_were_asked_for(source, stripes):
    rows = torch.tensor([5, 0, 90])
    expected = (stripes.train.images[rows].double() / 255 - 0.5) / 0.25
    assert torch.allclose(source().batch(rows).double(), expected, atol=1e-6)


def test_a_change_is_made_before_the_numbers_are_normalised(source):
    black = source(change=lambda pictures, _: torch.zeros_like(pictures))
    assert black.batch(torch.arange(4)).unique().tolist() == [-2]


def test_a_change_draws_from_the_sources_own_generator(source):
    noisy = source(change=lambda pictures, generator: torch.rand(pictures.shape, generator=generator))
    first, second = noisy.batch(torch.arange(2)), noisy.batch(torch.arange(2))
    again = Generator().manual_seed(0)
    drawn = [torch.rand(2, 3, 16, 16, generator=again) for _ in range(2)]
    assert torch.allclose(first, (drawn[0] - 0.5) / 0.25)
    assert torch.allclose(second, (drawn[1] - 0.5) / 0.25)


@pytest.mark.parametrize("last", [True, False])
def test_values_lie_in_the_memory_order_that_was_chosen(last, source):
    found = source(channels_last=last).batch(torch.arange(3))
    assert found.is_contiguous(memory_format=torch.channels_last) == last


def test_the_frozen_part_computes_without_gradients(source):
    stem = nn.Conv2d(3, 4, 3)
    found = source(stem=stem).batch(torch.arange(2))
    assert not found.requires_grad
    assert torch.allclose(found, stem(source().batch(torch.arange(2))), atol=1e-6)


def test_features_in_bfloat16_are_handed_on_as_float32(source):
    found = source(stem=nn.Conv2d(3, 4, 3), bfloat16=True).batch(torch.arange(2))
    assert found.dtype == torch.float32
    assert torch.equal(found, found.bfloat16().float())


def test_all_features_are_computed_once_in_chunks_and_the_caller_may_stop_between(source, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 40)
    pauses = []
    found = stored_features(source(), lambda: pauses.append(1))
    assert len(pauses) == 3  # 96 pictures, 40 at a time
    assert found.features.shape == (96, 3, 16, 16)
    assert torch.equal(found.batch(torch.tensor([95, 2])), source().batch(torch.tensor([95, 2])))


def test_who_stops_between_chunks_stops_the_computing(source):
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stored_features(source(), stop)


def test_stored_features_keep_the_labels_of_their_pictures(source, stripes):
    assert torch.equal(stored_features(source(), lambda: None).labels, stripes.train.labels)
    assert StoredFeatures(torch.zeros(2, 1), torch.tensor([1, 0])).labels.tolist() == [1, 0]


@pytest.mark.parametrize(("shape", "count", "expected"), [
    ((64, 56, 56), 1337, True), ((64, 56, 56), 1338, False),   # 1 GiB / (4 bytes * 200,704 values) = 1337.5
    ((512,), 524_288, True), ((512,), 524_289, False),         # 2^30 / 2048
])
def test_features_are_kept_up_to_one_gibibyte(shape, count, expected):
    assert fits(shape, count) is expected


@pytest.mark.parametrize(("count", "batch_size", "expected"), [
    (63, 32, [32, 31]), (65, 32, [22, 22, 21]), (64, 32, [32, 32]), (33, 32, [17, 16]), (5, 32, [5]),
    (7, 2, [3, 2, 2]), (3, 2, [3]), (4, 3, [2, 2]), (1, 32, [1]),
])
def test_the_rest_is_spread_over_the_batches(count, batch_size, expected):
    assert batch_sizes(count, batch_size) == expected


def test_no_batch_has_one_picture_or_more_than_were_asked_for():
    for count in range(2, 200):
        for size in (2, 3, 7, 8, 32, 128):
            sizes = batch_sizes(count, size)
            assert sum(sizes) == count
            assert min(sizes) >= 2
            assert max(sizes) <= max(size, 3)
            assert max(sizes) - min(sizes) <= 1


def test_every_picture_is_learned_once_an_epoch_in_an_order_that_the_generator_draws():
    first, second = (row_batches(63, 32, Generator().manual_seed(seed)) for seed in (1, 2))
    assert torch.cat(first).sort().values.tolist() == list(range(63))
    assert torch.cat(first).tolist() == torch.randperm(63, generator=Generator().manual_seed(1)).tolist()
    assert torch.cat(first).tolist() != torch.cat(second).tolist()
