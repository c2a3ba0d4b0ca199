"""*Cells* of *Pixels*: links of old, and what its widgets and its picture change."""

from __future__ import annotations

from tests.pages.page import checked, headers, link, opened_page, pick, text_of, widget


def test_the_bar_of_a_link_is_shown_and_widgets_and_picture_change_it():
    at = opened_page("pixels", view="cells", turn="0", off="2", likes="15", dark="1")
    assert {"turn": 0, "off": 2, "likes": 15, "dark": True}.items() <= headers(at)[0].items()
    checked(widget(at, "toggle", "px_dark").set_value(False).run())
    checked(widget(at, "slider", "px_off").set_value(0).run())
    pick(at, "px_cells", "turn=93&off=-4&likes=30")
    assert link(at) == {"view": "cells", "turn": "93", "off": "-4", "likes": "15"}
    assert "Hubel" in text_of(at)
