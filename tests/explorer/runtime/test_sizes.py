"""Sizes as readers see them: against SI and IEC 80000-13, and the published sizes of files."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.errors import message
from explorer.runtime.arrays import bytes_of
from explorer.runtime.cache import Cache
from explorer.runtime.sizes import CLOSE, mebibytes, size_text

FACTOR = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,  # SI
          "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}  # IEC 80000-13


@pytest.mark.parametrize(("size", "decimal", "binary"), [
    (0, "0 B", "0 B"), (40, "40 B", "40 B"), (999, "999 B", "999 B"), (18_816, "18.8 kB", "18.4 KiB"),
    (12_845_056, "12.8 MB", "12.2 MiB"), (143 * 2**20, "150 MB", "143 MiB"), (5 * 2**30, "5.37 GB", "5 GiB"),
    (46_830_571, "46.8 MB", "44.7 MiB"),  # resnet18-f37072fd.pth, as download.pytorch.org tells its length
    (1_440 * 1024, "1.47 MB", "1.41 MiB"),  # a 3.5 inch diskette, sold as 1.44 MB
])
def test_three_digits_and_the_unit_that_suits_them(size, decimal, binary):
    assert size_text(size) == decimal
    assert size_text(size, "MiB") == binary


@given(st.integers(0, 10**15), st.sampled_from(["MB", "MiB"]), st.sampled_from([2, 3, CLOSE]))
def test_what_is_shown_is_the_size_but_for_the_digits_left_out(size, unit, digits):
    number, name = size_text(size, unit, digits=digits).replace(",", "").split(" ")
    assert name in FACTOR
    assert float(number) * FACTOR[name] == pytest.approx(size, rel=0.5 * 10.0**(1 - digits))


def test_a_size_just_above_its_limit_is_told_apart_from_it():
    limit = 200 * 2**20
    assert size_text(limit + 10**5, digits=CLOSE) != size_text(limit, digits=CLOSE)


@pytest.mark.parametrize(("count", "whole"), [(1, 1), (2**20, 1), (20 * 2**20, 20), (10**8, 95)])
def test_streamlits_limit_is_in_mebibytes_and_never_nothing(count, whole):
    assert mebibytes(count) == whole


def test_bytes_are_those_of_the_arrays_inside():
    assert bytes_of((np.zeros(10), [np.zeros(5, np.uint8)])) == 85
    assert bytes_of(message("{a}", a=1)) < 1000
    assert bytes_of(Cache) < 1000
