"""The picture of *Build a stack* under a hand and under a keyboard, in one visit."""

import re

STACK = "conv.o8.p1~relu~maxpool~conv.o16.p1~relu~flatten~linear.o10"


def middle(page, name):
    box = page.locator(f".node[data-id='{name}'] .hit").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 9, start[1] + 9)
    page.mouse.move(*end, steps=4)
    page.locator(".drop.shown").wait_for()
    page.mouse.up()


def between(page, one, other):
    (left, top), (right, _) = middle(page, one), middle(page, other)
    return (left + right) / 2, top


def test_layers_are_dragged_selected_deleted_and_brought_back(app_url, new_page, settle):
    page = new_page()
    page.goto(f"{app_url}/build_stack?stack={STACK}&input=3x32x32&layer=conv1")
    page.locator("tr.selected").wait_for()
    settle(page)
    drag(page, middle(page, "pool1"), between(page, "conv2", "flatten"))
    page.wait_for_url(re.compile(r"relu~conv\.o16\.p1~relu~maxpool~flatten"))
    page.wait_for_function("""() => {
      const host = [...document.querySelectorAll('*')].find((one) => one.shadowRoot?.querySelector('.node'));
      const places = ['conv2', 'pool1'].map((id) => host.shadowRoot.querySelector(`.node[data-id=${id}] .hit`)
        .getBoundingClientRect().x);
      return places[0] < places[1];
    }""")
    drag(page, page.get_by_role("button", name="batch norm").evaluate(
        "chip => [chip.getBoundingClientRect().x + 9, chip.getBoundingClientRect().y + 9]"),
         between(page, "conv1", "conv2"))
    page.wait_for_url(re.compile(r"relu~bn~conv\.o16"))
    page.keyboard.press("Control+z")
    page.wait_for_url(re.compile(r"relu~conv\.o16\.p1~relu~maxpool"))
    page.locator(".node[data-id=conv2]").click()
    page.locator(".node[data-id=pool1]").click(modifiers=["Shift"])
    page.get_by_text("3 selected").wait_for()
    page.keyboard.press("Control+c")
    page.keyboard.press("Delete")
    page.wait_for_url(re.compile(r"stack=conv\.o8\.p1~relu~flatten~linear\.o10"))
    page.keyboard.press("Control+v")
    page.wait_for_url(re.compile(r"relu~conv\.o16\.p1~relu~maxpool~flatten"))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.wait_for_url(re.compile(r"relu~conv\.o16\.p1~relu~maxpool~flatten"))
    page.locator(".node[data-id=conv2]").click()
    page.get_by_role("button", name="Add from here").click()
    page.get_by_text("Click the layer to which conv2 is added").wait_for()
    page.locator("svg[role=listbox]").press("ArrowRight")
    page.locator("svg[role=listbox]").press("Enter")
    page.wait_for_url(re.compile(r"add\.f"))
