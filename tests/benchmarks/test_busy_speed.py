"""The app on a machine whose processors are all busy, against the same on an idle machine."""

import os
import subprocess
import sys
from statistics import median

import pytest

from explorer.jobs.paths import ROOT
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


PASSES = """
import time, torch
from explorer.networks import load
network = load("bundled/resnet20")
photo = torch.zeros(1, 3, 128, 128)
times = []
with torch.inference_mode():
    for _ in range(25):
        start = time.perf_counter()
        network.module(photo)
        times.append(time.perf_counter() - start)
print(sorted(times[5:])[10])
"""


def pass_s(policy):
    """The median time of a forward pass in a process of its own, s."""
    told = subprocess.run([sys.executable, "-c", PASSES], cwd=ROOT, env=os.environ | {"OMP_WAIT_POLICY": policy},
                          capture_output=True, text=True, check=True)
    return float(told.stdout)


@pytest.mark.benchmark
def test_threads_that_wait_asleep_cost_nothing_idle_and_save_much_when_all_processors_are_busy(capsys):
    idle = {policy: pass_s(policy) for policy in ("PASSIVE", "ACTIVE")}
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        busy = {policy: pass_s(policy) for policy in ("PASSIVE", "ACTIVE")}
    finally:
        for other in others:
            other.kill()
            other.wait()
    with capsys.disabled():
        for name, found in (("idle", idle), ("busy", busy)):
            print(f"\nResNet-20 at 128 px, {name}: {1e3 * found['PASSIVE']:.1f} ms with threads that wait asleep, "
                  f"{1e3 * found['ACTIVE']:.1f} ms with such that spin, {found['ACTIVE'] / found['PASSIVE']:.1f} times")
    assert busy["PASSIVE"] > 0
