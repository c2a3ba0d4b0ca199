"""The photo picker, under AppTest; popovers are opened by their state."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.images import SAMPLES
from pages.ui import reader
from pages.ui.pickers import own_photos, photo
from tests.pages.page import link

MAIN = """
import streamlit as st
from pages.ui.state import address
page = st.navigation([st.Page("first.py", default=True), st.Page("second.py")])
address.arrive(page.url_path)
page.run()
"""
PAGE = """
import streamlit as st
from pages.ui.pickers.photo import photo
from pages.ui.state import address
st.session_state.got = photo("{name}_photo", default="{default}")
address.mirror({{}})
"""


def file(colour: tuple[int, int, int] = (9, 99, 199)) -> tuple[str, bytes, str]:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(buffer, "PNG")
    return "mine.png", buffer.getvalue(), "image/png"


@pytest.fixture
def fresh(tmp_path) -> AppTest:
    (tmp_path / "main.py").write_text(MAIN)
    (tmp_path / "first.py").write_text(PAGE.format(name="first", default="chelsea"))
    (tmp_path / "second.py").write_text(PAGE.format(name="second", default="camera"))
    return AppTest.from_file(tmp_path / "main.py")


@pytest.fixture
def app(fresh) -> AppTest:
    fresh.run()
    assert not fresh.exception
    return fresh


def upload(at: AppTest, content: tuple[str, bytes, str], key: str = "first_photo") -> AppTest:
    at.session_state[f"{key}_upload"] = True
    at.run()
    at.file_uploader[0].upload(*content).run()
    assert not at.exception
    return at


def shown(at: AppTest):
    return at.session_state["got"]


def test_it_starts_with_its_default(app):
    assert shown(app).name == "Chelsea the cat"
    assert link(app) == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_can_be_chosen(app, name):
    app.selectbox(key="first_photo").set_value(name).run()
    assert shown(app).name == SAMPLES[name].title
    assert link(app) == ({} if name == "chelsea" else {"first_photo": SAMPLES[name].title})


def test_a_link_opens_its_photo(fresh):
    fresh.query_params["first_photo"] = "Cup of coffee"
    assert shown(fresh.run()).name == "Cup of coffee"


@pytest.mark.parametrize("value", ["", "no such photo", "Your photo 1", "../../etc/passwd", "x" * 5000])
def test_rubbish_in_a_link_shows_the_default(fresh, value):
    fresh.query_params["first_photo"] = value
    assert shown(fresh.run()).name == "Chelsea the cat"
    assert not fresh.exception


def test_an_upload_is_shown_and_closes_its_popover(app):
    upload(app, file())
    assert shown(app).pixels[0, 0].tolist() == [9, 99, 199]
    assert app.selectbox(key="first_photo").value == "own1"
    assert not app.session_state["first_photo_upload"]


def test_a_wrong_file_says_why_and_keeps_the_photo(app):
    app.selectbox(key="first_photo").set_value("moon").run()
    upload(app, ("poem_*.png", b"not a picture", "image/png"))
    assert app.error[0].value.startswith(r"poem\_\*\.png is a text file")
    assert shown(app).name == SAMPLES["moon"].title


def test_the_message_goes_when_a_sound_file_follows(app):
    upload(app, ("poem.png", b"not a picture", "image/png"))
    app.file_uploader[0].upload(*file()).run()
    assert shown(app).name == "mine.png"
    assert not app.error
    upload(app, file((1, 2, 3)))
    assert not app.error


def test_an_upload_is_there_on_another_page_and_on_the_way_back(app):
    upload(app, file())
    assert shown(app.switch_page("second.py").run()).name == "mine.png"
    assert shown(app.switch_page("first.py").run()).name == "mine.png"


def test_another_visitor_does_not_see_it(app, tmp_path):
    upload(app, file())
    other = AppTest.from_file(tmp_path / "main.py").run()
    assert [option for option in other.selectbox(key="first_photo").options if "Your" in option] == []


def test_the_same_photo_twice_is_kept_once_and_the_fourth_replaces_the_oldest(app):
    for shade in (10, 10, 20, 30, 40):
        upload(app, file((shade, 0, 0)))
    options = [option for option in app.selectbox(key="first_photo").options if option.startswith("Your")]
    assert options == ["Your photo 2", "Your photo 3", "Your photo 4"]
    assert np.all(shown(app).pixels[..., 0] == 40)


def test_the_camera_is_asked_for_only_when_its_popover_is_open(app):
    assert not app.get("camera_input")
    app.session_state["first_photo_camera"] = True
    assert len(app.run().get("camera_input")) == 1


@pytest.fixture
def by_cookie(monkeypatch):
    """Let the browser have a cookie, so that a reload is the same reader."""
    monkeypatch.setattr(reader, "_browser", lambda: "ada")


def again(at, tmp_path):
    """Open the app anew with the address that it has, as a reload does."""
    fresh = AppTest.from_file(tmp_path / "main.py")
    fresh.query_params.update(link(at))
    fresh.run()
    assert not fresh.exception
    return fresh


def test_a_reload_keeps_the_photo_and_other_pages_open_with_it(app, by_cookie, tmp_path):
    upload(app, file())
    reloaded = again(app, tmp_path)
    assert shown(reloaded).name == "mine.png"
    assert link(reloaded) == {"first_photo": "Your photo 1"}
    reloaded.query_params.clear()
    assert shown(reloaded.switch_page("second.py").run()).name == "mine.png"


def test_a_photo_that_is_gone_is_said_to_be_until_another_is_chosen(app, by_cookie, tmp_path):
    upload(app, file())
    own_photos.shelf().forget("ada")
    for at in (again(app, tmp_path), app.run()):
        assert shown(at).name == "Chelsea the cat"
        assert "Photo gone" in at.markdown[0].value
        at.selectbox(key="first_photo").set_value("moon").run()
        assert not at.markdown


def test_a_reader_lets_go_of_their_photos(app):
    upload(app, file())
    app.session_state["first_photo_upload"] = True
    app.run()
    app.button(key="first_photo_forget").click().run()
    assert "Your photo 1" not in app.selectbox(key="first_photo").options
    assert [button.key for button in app.button] == []
    upload(app, file())
    assert app.selectbox(key="first_photo").value == "own2"


def test_a_sample_is_opened_from_its_own_file(app):
    assert photo.file_of(shown(app)) == SAMPLES["chelsea"].file.read_bytes()


WITH_DATA = """
import numpy as np
import streamlit as st
from explorer.images import picture_of
from pages.ui.pickers.photo import photo
from pages.ui.state import address
address.arrive("data")
def grey(shade):
    return picture_of(np.full((8, 8, 3), shade, np.uint8), f"digit {shade}")
data = {f"data{shade}": grey(shade) for shade in st.session_state.get("offered", ())}
st.session_state.got = photo("first_photo", data=data, told={"data2": "숫자 2"})
"""


@pytest.fixture
def with_data(tmp_path):
    (tmp_path / "data.py").write_text(WITH_DATA)
    return AppTest.from_file(tmp_path / "data.py")


def offer(at, *shades):
    at.session_state["offered"] = shades
    at.run()
    assert not at.exception
    return shown(at).name


def test_pictures_of_a_networks_own_data_come_first_when_it_opens_and_go_with_it(with_data):
    assert offer(with_data) == "Chelsea the cat"
    assert offer(with_data, 1, 2) == "digit 1"
    with_data.selectbox(key="first_photo").set_value("data2").run()
    assert offer(with_data, 1, 2) == "digit 2"
    assert offer(with_data, 5) == "digit 5"
    with_data.selectbox(key="first_photo").set_value("coffee").run()
    assert offer(with_data, 5) == "Cup of coffee"
    assert offer(with_data) == "Cup of coffee"
    assert offer(with_data, 7) == "digit 7"
    assert offer(with_data) == "Cup of coffee"
    with_data.selectbox(key="first_photo").set_value("chelsea").run()
    assert offer(with_data, 7) == "digit 7"
    assert offer(with_data) == "Chelsea the cat"


def test_a_link_to_a_photo_is_kept_where_data_are_offered(with_data):
    with_data.query_params["first_photo"] = "Cup of coffee"
    assert offer(with_data, 1, 2) == "Cup of coffee"


@pytest.mark.parametrize(("name", "shown", "link"), [
    ("coffee", "커피", "Cup of coffee"), ("data2", "숫자 2", "digit 2")])
def test_a_link_calls_a_photo_alike_in_all_languages(with_data, name, shown, link):
    with_data.session_state["language"] = "ko"
    offer(with_data, 1, 2)
    with_data.selectbox(key="first_photo").set_value(name).run()
    assert any(shown in title for title in with_data.selectbox(key="first_photo").options)
    assert with_data.session_state["address_beside"] == {"first_photo": link}


def sixteen_bits(highest: int) -> tuple[str, bytes, str]:
    buffer = io.BytesIO()
    Image.fromarray(np.linspace(0, highest, 256).astype(np.uint16).reshape(1, 256)).save(buffer, "PNG")
    return "scan.png", buffer.getvalue(), "image/png"


def test_a_photo_of_twelve_bits_is_said_to_be_dark_and_can_be_stretched_and_back(app):
    upload(app, sixteen_bits(4095))
    assert shown(app).pixels.max() == 16
    assert [text.value for text in app.markdown] == [r"Its values go up to 4,095 of 65,535, so it is almost black\."]
    app.toggle[0].set_value(True).run()
    assert shown(app).pixels.max() == 255
    assert 127 <= shown(app).pixels.mean() <= 128
    assert "Stretched" in app.markdown[0].value
    assert app.selectbox(key="first_photo").value == "own1"
    app.switch_page("second.py").run()
    assert shown(app).pixels.max() == 255
    app.switch_page("first.py").run()
    app.session_state["first_photo_notes"] = True
    app.run().toggle[0].set_value(False).run()
    assert not app.exception
    assert shown(app).pixels.max() == 16


def test_a_photo_of_all_sixteen_bits_has_nothing_to_be_said(app):
    upload(app, sixteen_bits(65535))
    assert shown(app).pixels.max() == 255
    assert "first_photo_notes" not in app.session_state
    assert not app.toggle


def test_a_page_that_is_brought_shows_its_own_photo_again(app):
    app.selectbox(key="first_photo").set_value("coffee").run()
    app.session_state["address_brought"] = "", {}
    assert shown(app.run()).name == "Chelsea the cat"
    app.session_state["address_brought"] = "", {"first_photo": "Cup of coffee"}
    assert shown(app.run()).name == "Cup of coffee"
