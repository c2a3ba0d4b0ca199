import pytest

from explorer.graph import Convention
from pages.ui.units import count_text, memory_text, share_text


@pytest.mark.parametrize(("size", "binary", "decimal"), [
    (40, "40 B", "40 B"), (18_816, "18.4 KiB", "18.8 kB"), (12_845_056, "12.2 MiB", "12.8 MB"),
    (143 * 2**20, "143 MiB", "150 MB"), (5 * 2**30, "5 GiB", "5.37 GB")])
def test_memory_is_shown_in_the_unit_the_reader_chose(size, binary, decimal):
    assert memory_text(size, Convention(memory="MiB")) == binary
    assert memory_text(size, Convention(memory="MB")) == decimal


@pytest.mark.parametrize(("count", "shown"), [
    (0, "0"), (416_520, "416,520"), (999_999, "999,999"), (3_330_048, "3.33 M"), (61_100_840, "61.10 M"),
    (4_089_184_256, "4.089 G")])
def test_counts_keep_their_digits_while_they_fit(count, shown):
    assert count_text(count) == shown


@pytest.mark.parametrize(("share", "shown"), [(0, "0.0 %"), (48_120 / 61_706, "78.0 %"), (1, "100.0 %")])
def test_a_share_is_written_in_one_way(share, shown):
    assert share_text(share) == shown
