"""*Build a stack* in a real browser: what only a browser shows."""

import io
import re

import numpy as np
import pytest
from PIL import Image

SMALL = "conv.o8.p1~relu~maxpool~flatten~linear.o10"


@pytest.fixture
def bench(app_url, new_page, settle):
    """Return a function that opens the page with a stack."""
    def opened(stack=SMALL, shape="3x32x32", layer="conv1", **kind):
        page = new_page(**kind)
        page.goto(f"{app_url}/build_stack?stack={stack}&input={shape}&layer={layer}")
        page.locator("tr.selected").wait_for()
        settle(page)
        return page
    return opened


def row(page, name):
    return page.locator("tbody tr", has=page.get_by_role("rowheader", name=name, exact=True))


def test_a_slider_moves_the_numbers_the_picture_and_the_link(bench):
    page = bench()
    page.get_by_role("slider", name="Kernel").press("ArrowRight")
    page.wait_for_url(re.compile(r"stack=conv\.o8\.k4\.p1"))
    row(page, "conv1").get_by_text("8 × 31 × 31").wait_for()
    page.locator(".node[data-id=conv1]").get_by_text("8 × 31 × 31", exact=True).wait_for()


def test_a_reload_and_the_way_out_and_back_bring_the_stack_back(bench, settle):
    page = bench()
    page.get_by_role("slider", name="Stride").press("ArrowRight")
    page.wait_for_url(re.compile(r"\.s2"))
    page.get_by_role("link", name="Pooling").click()
    page.wait_for_url(re.compile("/pooling"))
    page.go_back()
    row(page, "conv1").get_by_text("8 × 16 × 16").wait_for()
    page.reload()
    row(page, "conv1").get_by_text("8 × 16 × 16").wait_for()


def test_undo_gives_the_slider_its_value_back(bench, settle):
    page = bench()
    slider = page.get_by_role("slider", name="Kernel")
    slider.press("ArrowRight")
    page.wait_for_url(re.compile(r"k4"))
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile(r"stack=conv\.o8\.p1"))
    row(page, "conv1").get_by_text("8 × 32 × 32").wait_for()
    settle(page)
    assert slider.input_value() == "3"


def test_a_hint_is_followed_with_a_button_compared_with_before_and_taken_back(bench):
    page = bench(layer="fc1")
    deed = page.get_by_role("button", name="Put a global average pool before flatten")
    assert "20,490 → 90" in deed.locator("..").inner_text()  # nn.Linear(2048, 10) and nn.Linear(8, 10)
    deed.press("Enter")
    page.wait_for_url(re.compile("adaptive"))
    row(page, "fc1").get_by_text("90", exact=True).wait_for()
    deed.wait_for(state="detached")
    assert page.evaluate("() => document.activeElement.tagName") == "DIV"  # the notes, inside the desk
    page.get_by_role("button", name="Compare with").click()
    page.wait_for_url(re.compile("with=stack"))
    page.get_by_role("row", name="Parameters 314 20,714 −20,400 1/66").wait_for()
    page.get_by_text("only here").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda url: "adaptive" not in url.partition("&with")[0])


def test_a_click_on_a_volume_opens_its_controls(bench):
    page = bench()
    page.locator(".node[data-id=pool1]").click()
    page.wait_for_url(re.compile(r"layer=pool1"))
    page.locator("tr.selected", has=page.get_by_role("rowheader", name="pool1", exact=True)).wait_for()


def test_a_number_shows_its_working_typeset(bench):
    page = bench()
    row(page, "conv1").get_by_role("gridcell", name="221,184").click()
    page.get_by_text("conv1: 221,184 MACs").wait_for()
    assert page.locator("math").first.is_visible()


def test_the_table_is_walked_with_the_keyboard(bench):
    page = bench()
    row(page, "conv1").get_by_role("gridcell", name="224").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.get_by_text("conv1: 221,184 MACs").wait_for()


def test_fifteen_rows_are_seen_at_once_and_a_faded_edge_tells_of_more(bench):
    frame = bench("~".join(["relu"] * 14)).locator(".frame")
    scroller = frame.locator(".scroller")
    assert scroller.evaluate("box => box.scrollHeight - box.clientHeight") == 0
    assert frame.get_attribute("class") == "frame"
    frame = bench("~".join(["relu"] * 15)).locator(".frame")
    assert frame.get_attribute("class") == "frame below"
    frame.locator(".scroller").evaluate("box => box.scrollTo(0, 999)")
    frame.and_(frame.page.locator(":not(.below)")).wait_for()


def test_no_empty_cell_is_outlined(bench):
    page = bench(layer="input")
    assert page.locator(".picked").count() == 0
    page.get_by_role("rowheader", name="input", exact=True).focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("th:focus").inner_text() == "conv1"


def test_large_counts_are_short_and_tell_all_digits_when_pointed_at(bench):
    cell = row(bench("conv.o64.p1", "3x224x224"), "conv1").get_by_role("gridcell", name="86.70 M")
    assert cell.get_attribute("title") == "86,704,128"


def test_buttons_of_one_sign_have_names_that_can_be_read(bench):
    page = bench()
    for name in ("Undo", "Redo", "Move towards the input", "Move towards the output", "Copy this layer",
                 "Delete this layer"):
        assert page.get_by_role("button", name=name, exact=True).count() == 1, name


def places(page):
    """Where the table, the picture and a slider stand, px; the slider's width follows its own number."""
    boxes = {"table": page.locator("table[role=grid]").bounding_box(),
             "picture": page.locator("svg[role=listbox]").bounding_box(),
             "kernel": page.get_by_role("slider", name="Kernel").bounding_box() | {"width": 0}}
    return {name: (round(box["y"]), round(box["width"])) for name, box in boxes.items()}


def test_nothing_moves_when_a_number_changes(bench, settle):
    page = bench("conv.o8.p1~relu~conv.o8.p1~flatten~linear.o10")
    before = places(page)
    page.get_by_role("slider", name="Channels out").press("ArrowRight")
    page.wait_for_url(re.compile(r"o10\.p1"))
    settle(page)
    assert places(page) == before


def test_the_stack_runs_on_an_uploaded_photo(bench, settle):
    page = bench()
    page.get_by_text("Run it on a photo").click()
    page.get_by_text("8 × 32 × 32 with random weights").wait_for(timeout=60_000)
    page.get_by_role("button", name="Upload").click()
    pixels = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.png", "mimeType": "image/png", "buffer": file.getvalue()})
    page.wait_for_url(re.compile("bs_photo=Your.photo.1"))
    settle(page)
    assert page.get_by_role("slider", name="Feature maps").is_visible()


def test_the_next_map_is_enlarged_with_a_key(bench, settle):
    page = bench()
    page.get_by_text("Run it on a photo").click()
    page.get_by_text("8 × 32 × 32 with random weights").wait_for(timeout=60_000)
    settle(page)
    sheet = page.get_by_role("slider", name="Feature maps")
    sheet.press("ArrowRight")
    page.get_by_text("Map 2", exact=True).first.wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_two_hundred_layers_and_a_broken_link_stay_inside_the_page(bench, size, theme):
    page = bench("~".join(["conv.o8.p1", "relu"] * 100) + "~nonsense", layer="conv50", size=size, theme=theme)
    page.get_by_text("This link does not describe a whole stack").wait_for()
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def test_a_word_of_the_table_is_explained_when_pointed_at_focused_or_tapped(bench):
    page = bench(size="phone")
    word, meaning = page.locator("th .word", has_text="MACs"), page.locator(".meaning:popover-open")
    assert word.evaluate("word => word.clientHeight") >= 24
    for opened, closed in ((word.hover, lambda: page.mouse.move(0, 0)), (word.focus, lambda: word.press("Escape")),
                           (word.click, lambda: word.evaluate("word => word.blur()"))):
        opened()
        assert "one multiplication" in meaning.inner_text()
        box = meaning.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390
        closed()
        meaning.wait_for(state="detached")
        page.mouse.move(0, 0)
        word.evaluate("word => word.blur()")


def dragged(slider, *values):
    """Move a slider as a finger does, one value after the other, without letting go."""
    slider.dispatch_event("pointerdown")
    for value in values:
        slider.evaluate("(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }",
                        str(value))


def test_numbers_follow_a_finger_on_a_phone_and_a_drag_is_one_step(bench, settle):
    page = bench(size="phone")
    before = page.url
    page.evaluate("""() => { window.asked = []; const ask = window.fetch;
        window.fetch = (...given) => { asked.push([String(given[0]), location.href]); return ask(...given); }; }""")
    kernel = page.get_by_role("slider", name="Kernel")
    kernel.evaluate("slider => slider.scrollIntoView({ block: 'end' })")
    dragged(kernel, 4, 5, 7)
    number = page.locator(".numbers dd", has_text="8 × 28 × 28")
    number.wait_for()
    numbers, slider = (one.bounding_box() for one in (number, kernel))
    assert 0 < numbers["y"] < slider["y"] < 844
    row(page, "conv1").get_by_text("8 × 28 × 28").wait_for()
    assert any(address.endswith("/preview/build_stack") and link == before for address, link in page.evaluate("asked"))
    page.wait_for_url(re.compile(r"k7"))
    settle(page)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile(rf"stack={SMALL}"))
    settle(page)
    assert kernel.input_value() == "3"


def test_any_number_is_typed_and_nonsense_falls_back(bench):
    page = bench("conv.o8.p1~flatten~linear.o10", layer="fc1")
    field = page.get_by_role("textbox", name="Outputs")
    field.fill("102")
    row(page, "fc1").get_by_text("102", exact=True).wait_for()
    field.fill("many")
    assert field.get_attribute("aria-invalid") is not None
    field.press("Tab")
    assert field.input_value() == "102"
    page.wait_for_url(re.compile(r"linear\.o102"))
