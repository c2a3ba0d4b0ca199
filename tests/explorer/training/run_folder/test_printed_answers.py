"""What exported source prints is what the app answers, for each task."""

from __future__ import annotations

import re

import pytest
import torch

from explorer.scenes import KINDS
from explorer.training.run_folder.printed_answers import PRINTED
from explorer.training.tasks.known_tasks import task_of
from explorer.training.tasks.task_names import TASKS

SIDE = 64


def printed(task, outputs, capsys):
    exec("if True:\n" + PRINTED[task], {"torch": torch, "CATEGORIES": KINDS, "outputs": outputs})
    return capsys.readouterr().out.splitlines()


def box(line):
    """Return x1, y1, x2, y2 of a printed line, shares of the side."""
    x1, x2, y1, y2 = (float(one) for pair in re.findall(r"[xy] (-?[0-9.]+) to (-?[0-9.]+)", line) for one in pair)
    return [x1, y1, x2, y2]


def test_every_task_has_lines_of_its_own():
    assert set(PRINTED) == set(TASKS) and len(set(PRINTED.values())) == len(TASKS)


def test_classes_are_printed_the_likeliest_first(capsys):
    lines = printed("classify", torch.tensor([0.0, 2, 1, -1, 0, 0]), capsys)
    assert [line.split()[1] for line in lines[:2]] == ["square", "triangle"] and len(lines) == 5


def test_a_class_and_a_box_are_those_of_the_app(capsys):
    outputs = torch.tensor([0.0, 1, 4, 0, 0, 0, 0.5, 0.4, 0.3, 0.2])
    kind, where = printed("locate", outputs, capsys)
    answer = task_of("locate").answers(outputs[None], SIDE)[0, 0]
    assert kind == f"{answer[4]:.4f} triangle"
    assert [SIDE * one for one in box(where)] == pytest.approx(answer[:4].tolist(), abs=0.1)


def test_boxes_of_a_grid_are_those_of_the_app(capsys):
    outputs = torch.randn(task_of("detect").output_shape(6, SIDE), generator=torch.Generator().manual_seed(0))
    outputs[[0, 11]] -= 6
    for slot, row, column, kind in ((0, 1, 1, 2), (1, 4, 5, 5), (0, 6, 2, 0)):
        cell = outputs[11 * slot:11 * slot + 11, row, column]
        cell[0], cell[5 + kind] = 6, 9
    lines = printed("detect", outputs, capsys)
    answers = task_of("detect").answers(outputs[None], SIDE)[0]
    sure = answers[answers[:, 4] >= 0.5]
    assert len(lines) == len(sure) == 3
    for row in sure:
        line = next(one for one in lines if f" {KINDS[int(row[5])]}," in one)
        assert line.startswith(f"{row[4]:.4f}")
        found = [min(SIDE, max(0.0, SIDE * one)) for one in box(line)]
        assert found == pytest.approx(row[:4].tolist(), abs=0.1)


def test_shares_of_pixels_are_those_of_the_app(capsys):
    outputs = torch.randn(7, 8, 8, generator=torch.Generator().manual_seed(0))
    lines = printed("segment", outputs, capsys)
    counts = torch.bincount(task_of("segment").answers(outputs[None], 8).flatten(), minlength=7)
    assert [line.split()[1] for line in lines] == ["-", *KINDS]
    assert [float(line.split()[0]) for line in lines] == pytest.approx((counts / 64).tolist(), abs=1e-4)
