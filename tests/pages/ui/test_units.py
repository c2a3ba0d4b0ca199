import pytest

from pages.ui.units import count_text, share_text


@pytest.mark.parametrize(("count", "shown"), [
    (0, "0"), (416_520, "416,520"), (999_999, "999,999"), (3_330_048, "3.33 M"), (61_100_840, "61.10 M"),
    (4_089_184_256, "4.089 G")])
def test_counts_keep_their_digits_while_they_fit(count, shown):
    assert count_text(count) == shown


@pytest.mark.parametrize(("share", "shown"), [(0, "0.0 %"), (48_120 / 61_706, "78.0 %"), (1, "100.0 %")])
def test_a_share_is_written_in_one_way(share, shown):
    assert share_text(share) == shown
