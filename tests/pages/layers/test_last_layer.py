"""*Layers*, tab *The last layer*: questions, scores, and what follows from them."""

from __future__ import annotations

from tests.pages.page import checked, link, opened_page, text_of, widget


def test_the_lectures_example_is_there_and_follows_a_score():
    at = opened_page("layers", view="last")
    said = text_of(at)
    assert "Cross entropy: 0.41703" in said and "= 0.6590" in said
    assert "exclude one another" in said
    widget(at, "slider", "la_score1").set_value(0.1).run()
    widget(at, "slider", "la_smoothing").set_value(0.1).run()
    said = text_of(checked(at))
    assert link(at) == {"view": "last", "score1": "0.1", "smoothing": "0.1"}
    assert "leads the others by 3.33" in said  # ln((0.9 + 0.1 / 3) / (0.1 / 3)) = ln 28


def test_every_question_has_its_loss():
    at = opened_page("layers", view="last", ask="several", there="cat_dog")
    assert "Mean binary cross entropy: 0.39486" in text_of(at)  # torch: 0.394862
    for ask, loss in (("binary", "Binary cross entropy: 0.12693"), ("value", "Squared error: 1.00000")):
        widget(at, "button_group", "la_ask").set_value(ask).run()
        assert loss in text_of(checked(at))
    assert link(at)["ask"] == "value"


def test_a_link_from_anywhere_is_kept_within_bounds():
    at = opened_page("layers", view="last", score1="99", warmth="0", smoothing="0.9")
    said = text_of(at)
    assert "score1 is 99.0, but goes from -5.0 to 5.0" in said
    assert "warmth is 0.0" in said and "smoothing is 0.9" in said
