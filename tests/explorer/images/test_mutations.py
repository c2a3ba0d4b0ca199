"""A few of the damaged pictures; ``python -m tests.explorer.images.mutations 20000`` tries as many as you like."""

from __future__ import annotations

import pytest

from tests.explorer.images.mutations import sound_files, tried


@pytest.mark.filterwarnings("ignore")
def test_what_is_damaged_opens_or_is_refused_with_a_sentence_and_costs_little():
    outcome = tried(600, seed=12)
    assert [(name, error) for name, error, _ in outcome.escaped] == []
    assert outcome.opened > 100
    assert outcome.refused > 100
    assert outcome.slowest[0] < 3
    assert outcome.grown < 700_000_000


def test_all_kinds_are_among_them():
    kinds = {name.split()[1] for name in sound_files()}
    assert kinds >= {"PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF", "MPO"}
