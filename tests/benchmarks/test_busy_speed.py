"""The app on a machine whose processors are all busy, against the same on an idle machine."""

import os
import subprocess
import sys
from statistics import median

from explorer.jobs.paths import ROOT
from tests.benchmarks.test_build_stack_speed import NUMBERS, one_move, prepared

ROUNDS, WARM = 20, 2
TARGET = 2
PATIENCE_MS = 120_000


def moves(page, slider, bench):
    count = bench.size(ROUNDS + WARM, 1)
    times = [one_move(page, slider, ("ArrowRight", "ArrowLeft")[turn % 2]) for turn in range(count)]
    return median(times[bench.size(WARM, 0):])


def test_a_training_leaves_the_slider_its_pace(app_url, new_page, settle, bench):
    from explorer.graph import PRESETS, to_text

    stack = to_text(PRESETS[bench.size("vgg16", "lenet5")].graph)
    page, other = new_page(alone=True), new_page(alone=True)
    shape = bench.size("3x224x224", "1x32x32")
    slider = prepared(page, f"{app_url}/build_stack?stack={stack}&input={shape}", NUMBERS, settle)
    idle = moves(page, slider, bench)
    other.goto(f"{app_url}/fine_tune?how=all&epochs=200")
    other.get_by_role("button", name="Start").click(timeout=PATIENCE_MS)
    other.get_by_text(f"Epoch {bench.size(2, 1)} of 200").wait_for(timeout=PATIENCE_MS)
    job = other.url
    other.goto("about:blank")  # a closed tab: nothing polls
    page.bring_to_front()
    busy = moves(page, slider, bench)
    other.goto(job)
    other.get_by_role("button", name="Stop").click(timeout=PATIENCE_MS)
    other.get_by_role("button", name="Resume").wait_for(timeout=PATIENCE_MS)
    bench.tells(f"slider to number: idle {idle:.0f} ms, beside a training {busy:.0f} ms, ratio {busy / idle:.2f} "
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


def test_threads_that_wait_asleep_cost_nothing_idle_and_save_much_when_all_processors_are_busy(bench):
    others = []
    for told, count in (("idle", 0), ("busy", bench.size(2 * (os.cpu_count() or 1), 0))):
        try:
            others += [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
            asleep = pass_s("PASSIVE")
            spinning = pass_s("ACTIVE") if bench.real else asleep
        finally:
            for other in others:
                other.kill()
                other.wait()
        bench.tells(f"ResNet-20 at 128 px, {told}: {1e3 * asleep:.1f} ms with threads that wait asleep, "
                    f"{1e3 * spinning:.1f} ms with such that spin, {spinning / asleep:.1f} times")
        if not bench.real:
            break
