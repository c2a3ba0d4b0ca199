"""Numbers and hashes of files that arrive."""

from __future__ import annotations

import hashlib

import pytest

from explorer.runtime.downloads import BLOCK, digest, in_bytes


def heard(done, total, **given):
    told = []
    in_bytes(lambda share, note: told.append((share, str(note))), **given)(done, total)
    return told[0]


@pytest.mark.parametrize("algorithm", ["sha256", "md5", "sha1"])
@pytest.mark.parametrize("size", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK - 1])
def test_a_hash_is_that_of_hashlib_whatever_the_size(algorithm, size, tmp_path):
    data = bytes(range(256)) * (size // 256 + 1)
    (tmp_path / "file").write_bytes(data[:size])
    assert digest(tmp_path / "file", algorithm) == hashlib.new(algorithm, data[:size]).hexdigest()


@pytest.mark.parametrize(("done", "total", "expected", "share"), [(0, 100, 999, 0.0), (25, 100, 999, 0.25),
                                                                 (100, 100, 999, 1.0), (50, 0, 200, 0.25)])
def test_a_single_file_is_measured_by_what_its_server_says_or_was_expected(done, total, expected, share):
    assert heard(done, total, expected=expected, what="a.pth")[0] == pytest.approx(share)


def test_a_single_file_is_named_with_what_has_arrived():
    assert heard(1_500_000, 46_800_000, expected=0, what="a.pth")[1] == "a.pth: 1.5 MB of 46.8 MB"


def test_files_one_after_the_other_count_towards_all_of_them():
    share, note = heard(10_000_000, 20_000_000, expected=100_000_000, what="Flowers", before=40_000_000)
    assert share == pytest.approx(0.5)
    assert note == "Flowers: 50 MB of 100 MB"


def test_a_size_that_nobody_knows_is_no_trouble():
    share, note = heard(5, 0, expected=0, what="a.pth")
    assert share == 5
    assert "5 B" in note
