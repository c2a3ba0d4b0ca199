"""A slider of *Build a stack* while a training runs on all processors, against the same slider on an idle machine."""

from statistics import median

import pytest

from tests.benchmarks.test_build_stack_speed import NUMBERS, one_move, prepared

ROUNDS = 20
TARGET = 2
PATIENCE_MS = 120_000


def moves(page, slider):
    times = [one_move(page, slider, ("ArrowRight", "ArrowLeft")[turn % 2]) for turn in range(ROUNDS + 2)]
    return median(times[2:])


@pytest.mark.benchmark
def test_a_training_leaves_the_slider_its_pace(app_url, new_page, settle, capsys):
    from explorer.graph import PRESETS, to_text

    stack = to_text(PRESETS["vgg16"].graph)
    page, other = new_page(alone=True), new_page(alone=True)
    slider = prepared(page, f"{app_url}/build_stack?stack={stack}&input=3x224x224", NUMBERS, settle)
    idle = moves(page, slider)
    other.goto(f"{app_url}/fine_tune?how=all&epochs=200")
    other.get_by_role("button", name="Start").click(timeout=PATIENCE_MS)
    other.get_by_text("Epoch 2 of 200").wait_for(timeout=PATIENCE_MS)
    job = other.url
    other.goto("about:blank")  # a closed tab: nothing polls
    page.bring_to_front()
    busy = moves(page, slider)
    other.goto(job)
    other.get_by_role("button", name="Stop").click(timeout=PATIENCE_MS)
    other.get_by_role("button", name="Resume").wait_for(timeout=PATIENCE_MS)
    with capsys.disabled():
        print(f"\nslider to number: idle {idle:.0f} ms, beside a training {busy:.0f} ms, ratio {busy / idle:.2f} "
              f"(target {TARGET})")
    assert busy > 0
