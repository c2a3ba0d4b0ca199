"""What readers take away: each file and each copied text is said, on every page."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

PAGES = Path(__file__).parents[4] / "pages"


def test_every_file_is_offered_by_the_button_that_says_so():
    calls = {file.name for file in PAGES.rglob("*.py") if "st.download_button(" in file.read_text(encoding="utf-8")}
    assert calls == {"taking.py"}


def shown():
    from pages.ui.components.taking import copy_button, download

    download("Save", b"1,2", "num_bers.csv", "text/csv", key="save")
    copy_button("text", key="copy")


def test_a_file_that_is_saved_is_named():
    at = AppTest.from_function(shown).run()
    at.download_button(key="save").click().run()
    assert "num_bers.csv" in at.toast[0].value.replace("\\", "")
