"""*Fine-tune* under AppTest: what the names in a ZIP leave open is asked before anything is learned, and kept."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from PIL import Image

from explorer import training
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, opened_page, widget


@pytest.fixture
def upload(tmp_path, monkeypatch):
    """Return ``upload(*folders)``: the page with the report on a ZIP of five pictures in each folder."""
    monkeypatch.chdir(tmp_path)
    seat(Desk(tmp_path), monkeypatch)
    price(monkeypatch)

    def give(*folders, change=lambda data: data, ending="png", between="/"):
        content = io.BytesIO()
        with ZipFile(content, "w") as archive:
            for place, folder in enumerate(folders):
                for number in range(5):
                    file = io.BytesIO()
                    Image.new("RGB", (20, 20), (40 * number, 40 * place, 0)).save(file, "PNG")
                    archive.writestr(f"{folder}{between}{number}.{ending}", file.getvalue())
        at = checked(opened_page("fine_tune").pills(key="ft_data").set_value("own").run())
        at = checked(at.file_uploader(key="ft_zip").set_value(("mine.zip", change(content.getvalue()), "")).run())
        assert at.session_state["ft_given"].task.wait(20)
        return checked(at.run())
    return give


def chosen(at):
    """Return the data set after *Use these pictures*."""
    checked(at.button(key="ft_use").click().run())
    return training.open_set(at.session_state["ft_state"].now.data, 16, seed=0)


def told(at):
    return "\n".join(text.value for kind in ("markdown", "info", "caption") for text in getattr(at, kind))


def test_letters_are_chosen_by_how_the_names_read(upload):
    at = upload("Kaefer", "Voegel", change=lambda data: data.replace(b"Kae", b"Kx\x84").replace(b"Voe", b"Vx\x94"))
    letters = widget(at, "radio", "ft_letters")
    assert letters.value == "cp850"
    assert any("Kxäfer · Vxögel" in option and "cp850" in option for option in letters.options)
    at = checked(letters.set_value("cp1252").run())
    assert widget(at, "text_input", "ft_class_0").value == "Kx„fer"
    at = checked(widget(at, "radio", "ft_letters").set_value("cp850").run())
    at = checked(widget(at, "text_input", "ft_class_0").set_value("Käfer").run())
    assert chosen(at).categories == ("Käfer", "Vxögel")


def test_what_could_mean_two_things_must_be_answered(upload):
    at = upload("site a/cat", "site a/dog", "site b/cat", "site b/dog")
    assert at.button(key="ft_use").disabled
    assert "Only you know" in told(at)
    assert widget(at, "radio", "ft_layout").options == [
        "the outer folders: site a, site b", "the folders within them: cat, dog"]
    at = checked(widget(at, "radio", "ft_layout").set_value("parts").run())
    assert not at.button(key="ft_use").disabled
    at = checked(widget(at, "selectbox", "ft_role_1").set_value("test").run())
    data = chosen(at)
    assert (data.categories, len(data.test)) == (("cat", "dog"), 10)


def test_classes_are_renamed_merged_and_left_out(upload):
    at = upload("Cat", "cat", "cats", "dog", "rest")
    assert "are one class, *Cat*" in told(at)
    at = checked(widget(at, "text_input", "ft_class_2").set_value("cat").run())
    at = checked(widget(at, "text_input", "ft_class_4").set_value("").run())
    assert "20 pictures in 2 classes" in told(at)
    data = chosen(at)
    assert data.categories == ("cat", "dog")
    assert len(data.train) + len(data.val) + len(data.test) == 20


def test_what_is_not_used_is_named_with_what_to_do(upload):
    at = upload("cat", "dog", ending="mp4")
    assert "ft_use" not in {button.key for button in at.button}
    assert "Files that are not used: 10" in {one.label for one in at.expander}
    for folder in ("cat", "dog"):
        assert (f"- **{folder}** · 5 such as 0\\.mp4: videos\\: save single pictures of them as JPEG"
                in told(at).splitlines())


def test_classes_from_the_names_of_files_are_said_to_be(upload):
    at = upload("cat", "dog", between=".")
    assert "taken from the names of the files, up to the last number: cat, dog." in told(at)
    assert chosen(at).categories == ("cat", "dog")


def test_many_classes_are_found_by_a_search(upload):
    at = upload(*(str(number) for number in range(30)))
    assert len([one for one in at.text_input if (one.key or "").startswith("ft_class_")]) == 25
    at = checked(at.text_input(key="ft_class_sought").set_value("29").run())
    assert widget(at, "text_input", "ft_class_0").value == "29"
