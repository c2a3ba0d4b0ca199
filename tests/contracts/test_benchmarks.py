"""Benchmarks run with every test run, so that none rots, and only a real run holds them to a time."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.repository import ROOT, functions, nodes_of, path_of

FILES = sorted((ROOT / "tests" / "benchmarks").glob("test_*.py"))
BENCHMARKS = [(file, function) for file in FILES for function in functions(file) if function.name.startswith("test_")]


def mark(node: ast.AST) -> bool:
    """Say whether this is ``pytest.mark.full``."""
    return isinstance(node, ast.Attribute) and node.attr == "full"


@pytest.mark.parametrize(("file", "benchmark"), BENCHMARKS, ids=lambda part: getattr(part, "name", ""))
def test_a_benchmark_knows_a_short_run_and_leaves_none_of_itself_out_of_it(file, benchmark):
    assert "bench" in {argument.arg for argument in benchmark.args.args}, path_of(file)
    whole = [decorator for decorator in benchmark.decorator_list if mark(decorator)]
    assert whole == [], "only single cases are too large for a short run, never all of a benchmark"


@pytest.mark.parametrize("file", FILES, ids=path_of)
def test_results_are_told_by_the_one_way_that_tells_short_runs_from_real_ones(file):
    called = {node.func.id for node in nodes_of(file)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "print" not in called
