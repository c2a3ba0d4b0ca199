"""What the process of live runs answers."""

from __future__ import annotations

import json

import pytest

from explorer.experiments.child import answers, serve

HERE = "tests.explorer.experiments.samples"


def request(function, **settings):
    return json.dumps({"name": f"{HERE}.{function}", "settings": settings})


def test_points_are_told_and_then_that_it_is_over():
    found = list(answers(request("count", steps=2)))
    assert [(answer["step"], answer["values"]["square"]) for answer in found[:-1]] == [(1, 1), (2, 4)]
    assert found[-1] == {"over": True}


def test_a_refusal_keeps_its_template_and_values_apart():
    assert list(answers(request("refuse")))[-1] == {"error": {"template": "{count} are too many.",
                                                              "values": {"count": 7}}}


def test_what_nobody_foresaw_ends_the_process():
    with pytest.raises(ZeroDivisionError):
        list(answers(request("crash")))


def test_each_answer_is_a_line_and_each_request_is_served():
    told = []
    serve([request("count", steps=1), request("refuse")], told.append)
    assert [sorted(json.loads(line)) for line in told] == [["step", "values"], ["over"], ["step", "values"], ["error"]]
    assert all(line.endswith("\n") for line in told)
