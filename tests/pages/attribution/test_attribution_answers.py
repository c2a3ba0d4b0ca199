"""*Why this class?*: what is explained, and what the network read of the photo."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from explorer.errors import message
from explorer.figures.attribution import reach
from explorer.networks import attribution
from pages.attribution.cards import shown
from tests.pages.attribution.why_page import asking, at_page, direct, maps, rows
from tests.pages.page import checked, param, pick, text_of

BODY = "stack/3x24x24/conv.o6.p1~relu~maxpool~conv.o8.p1~relu~flatten"
READ = "The photo; the network reads what is framed."


def wide():
    """Return a PNG of 480 x 120 px with an object at its right, outside of the middle square."""
    photo = np.full((120, 480, 3), 130, dtype=np.uint8)
    photo[30:90, 380:460] = (230, 40, 30)
    file = io.BytesIO()
    Image.fromarray(photo).save(file, "PNG")
    return file.getvalue()


def test_one_sigmoid_has_two_answers_and_each_can_be_asked_for():
    at = at_page(f"{BODY}~linear.o1~sigmoid")
    shares = {row["name"]: row["share"] for row in rows(at)["rows"]}
    assert shares.keys() == {"Yes (1)", "No (0)"}
    assert sum(shares.values()) == pytest.approx(1)
    at = pick(at, "why_classes", list(shares).index("No (0)"))
    assert param(at, "class") == "1"
    found = direct("input_x_gradient", 0, f"{BODY}~linear.o1~sigmoid")
    assert maps(at)["Input × gradient"]["high"] == pytest.approx(reach(found.values), rel=1e-4)


def test_the_share_is_explained_only_when_it_is_asked_for_and_the_link_says_so():
    name = f"{BODY}~linear.o4~softmax"
    at = at_page(name, **{"class": 2})
    assert sum(row["share"] for row in rows(at)["rows"]) == pytest.approx(1, abs=1e-5)
    for share in (False, True):
        assert (asking(at).share, param(at, "of")) == (share, "share" if share else None)
        high = reach(direct("saliency", 2, name, share=share).values)
        assert maps(at)["Saliency"]["high"] == pytest.approx(high, rel=1e-4)
        at = checked(at.segmented_control(key="why_of").set_value(True).run())


def test_what_is_read_is_framed_and_an_object_outside_is_said_to_be_outside():
    at = at_page(f"{BODY}~linear.o4")
    at.session_state["why_photo_upload"] = True
    at.run().file_uploader[0].upload("photo.png", wide(), "image/png")
    at = checked(at.run())
    assert maps(at)[READ]["frame"] == pytest.approx([0, 180 / 480, 1, 300 / 480])
    assert "25 % of the photo" in text_of(at)
    assert "stands out in this photo lies right of the frame" in text_of(at)


def test_rounding_is_said_on_the_map_which_stays_faint(monkeypatch):
    sent = []
    monkeypatch.setattr("pages.attribution.cards.map_view", lambda *_photo_and_map, **more: sent.append(more))
    values = np.full((24, 24), 1e-9, dtype=np.float32)
    noise = attribution.Attribution(values=values, effect=4e-9, floor=4e-6, rounding=message("Noise."))
    scene = type("Scene", (), {"given": type("Given", (), {"pixels": None})})
    shown(scene, noise, title="", signed=False, key="")
    assert sent[0]["least"] == pytest.approx(1e-6)
    assert sent[0]["banner"] == "Noise."
