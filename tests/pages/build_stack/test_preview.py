"""Numbers while a slider moves: the same as after it, in the reader's language, and nothing for strangers."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.applications import Starlette

from explorer.graph import PRESETS, Convention, analyse, from_text
from pages.build_stack.preview import NAME, numbers, preview, question
from pages.build_stack.state import Build
from pages.ui import previews
from pages.ui.components.stack_strip import picture_alone
from pages.ui.text import spoken_in
from tests.pages.build_stack.test_messages import HOSTILE

LENET = PRESETS["lenet5"]
KERNEL = {"do": "set", "layer": "conv2", "argument": "kernel_size", "value": 3}
PLAIN, OTHER = Convention(), Convention(operation="FLOP", bias=True, memory="MB", letters="slide")
ADDRESS = f"/preview/{NAME}"


def asked(*messages, language="en", convention=PLAIN):
    with spoken_in(language):
        found = question(Build(LENET.graph, LENET.input_shape, "conv2"), convention, picked="macs", code=True)
    return found | {"all": list(messages)}


def posted(body, address=ADDRESS, method="POST"):
    """Return status, headers and body of what the app answers."""
    said = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": method, "path": address, "raw_path": address.encode(), "query_string": b"",
             "headers": [], "root_path": "", "scheme": "http", "server": ("localhost", 80)}
    asyncio.run(Starlette(routes=previews.routes())(scope, receive, send))
    return said[0]["status"], dict(said[0]["headers"]), b"".join(part.get("body", b"") for part in said[1:])


@pytest.mark.parametrize("convention", [PLAIN, OTHER])
def test_what_is_shown_while_a_slider_moves_is_what_is_there_after_it(convention):
    after = analyse(from_text("conv.o6.k5~tanh~avgpool~conv.o16~tanh~avgpool~flatten~linear.o120~tanh~linear.o84~tanh~"
                              "linear.o10"), (1, 32, 32))
    with spoken_in("en"):
        wanted = numbers(after, convention, selected="conv2", picked="macs", code=True)
        wanted["picture"] = picture_alone(after, "conv2", wanted=None, opened=())[0]
    assert preview(asked(KERNEL, convention=convention)) == wanted


def test_changes_are_made_one_after_the_other():
    side = {"do": "side", "place": 1, "value": 40}
    rows = preview(asked(KERNEL, side, KERNEL | {"value": 4}))["table"]["rows"]
    shapes = [row["cells"][1] for row in rows[:5]]
    assert shapes == ["1 × 40 × 32", "6 × 36 × 28", "6 × 36 × 28", "6 × 18 × 14", "16 × 15 × 11"]


def test_a_window_that_does_not_fit_says_so_while_it_is_set():
    assert "a window of 20 px does not fit" in preview(asked(KERNEL | {"value": 20}))["error"]


def test_it_speaks_the_language_of_the_reader():
    english, korean = (preview(asked(KERNEL, language=code))["table"]["columns"][0]["title"] for code in ("en", "ko"))
    assert (english, korean) == ("Layer", "층")
    assert preview(asked(KERNEL) | {"language": "../../etc"})["table"]["columns"][0]["title"] == "Layer"


@pytest.mark.parametrize("place", ["stack", "input", "layer", "all", "picked", "flops", "language", "code", "folds",
                                   "opened"])
def test_no_question_of_a_stranger_breaks_it(place):
    for odd in HOSTILE:
        found = preview(asked(KERNEL) | {place: odd})
        assert found is None or found["table"]["rows"]


@pytest.mark.parametrize("message", [None, 7, {"do": "delete", "layer": "conv2"}, {"do": "set"}, {"do": ["set"]},
                                     KERNEL | {"value": 10**9}, KERNEL | {"layer": "nobody"}, KERNEL | {"value": "9"},
                                     {"do": "side", "place": 1, "value": 999_999},
                                     {"do": "side", "place": 9, "value": 1}])
def test_only_what_a_slider_does_is_previewed(message):
    assert preview(asked(message)) is None


def test_a_browser_asks_over_http():
    status, headers, body = posted(json.dumps(asked(KERNEL)).encode())
    assert (status, headers[b"cache-control"]) == (200, b"no-store")
    assert json.loads(body) == json.loads(json.dumps(preview(asked(KERNEL))))


@pytest.mark.parametrize(("body", "status"), [
    (json.dumps({"all": []}).encode(), 422), (b"{", 400), (b"\xff", 400), (b"[" * 50_000, 400),
    (b" " * (previews.LONGEST + 1), 413)])
def test_strangers_get_no_further(body, status):
    assert posted(body)[0] == status


def test_only_what_is_offered_is_asked_for():
    assert posted(b"{}", "/preview/nobody")[0] == 404
    assert posted(b"{}", method="GET")[0] == 405


@pytest.mark.parametrize(("beside", "told"), [
    ("vgg16", "−138.30 M (1/2,242)"), ("stack/1x32x32/flatten~linear.o10", "+51,456 (6.02 ×)"), ("", None),
    ("nobody", None), (7, None), (None, None), (["vgg16"], None), ("stack/" + "9" * 50_000, None)])
def test_totals_are_held_against_what_the_stack_is_compared_with(beside, told):
    """61,706 of LeNet-5 against 138,357,544 and nn.Linear(1024, 10)'s 10,250."""
    assert preview(asked() | {"with": beside})["table"]["totals"][0].get("than") == told
