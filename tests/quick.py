"""Check in two minutes what a change can break: ``python -m tests.quick [paths]``; without paths, what git says.

The tests that reach a changed file by their imports are run, those nearest to it first, then the contracts, until the
time is up. What was not reached is said, not passed over. Tests in a browser and benchmarks are left to the full run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.contracts.repository import ROOT, path_of
from tests.reach import reach, readers_of

SECONDS = 100.0
"""Until no further test is begun."""
LEFT_OUT = ("tests/browser/", "tests/benchmarks/")
CONTRACTS, FOR_SCRIPTS = "tests/contracts/", "tests/web/"
STYLE_STEPS, CONTRACT_STEPS, LAST_STEPS = 0.5, 2.5, 99.0
"""Linter and types come right after the tests of the changed file itself, contracts before what is far from it."""
LAST = ("test_app.py", "test_package.py", "test_quick.py", "test_recipes.py")
"""Contracts that start other processes, or follow the README in a copy."""
CUT_SHORT = "ignore::pytest.PytestUnraisableExceptionWarning"
"""What processes complain of that are stopped amid a test."""


def changed() -> list[Path]:
    """Return what differs from the last commit, new files included."""
    commands = (["diff", "--name-only", "HEAD"], ["ls-files", "--others", "--exclude-standard"])
    said = [subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for command in commands]
    return [ROOT / line for text in said for line in text.splitlines()]


def chosen(paths: Iterable[Path]) -> list[Path]:
    """Return the test files that a change of ``paths`` can break, nearest first."""
    paths = {path.resolve() for path in paths}
    scripts = any(path_of(path).startswith("pages/web/") for path in paths)
    paths |= {reader for path in paths if path.suffix not in {".py", ".pyi"} for reader in readers_of(path)}
    found: dict[Path, float] = {}
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        where = path_of(test)
        if where.startswith(LEFT_OUT) and test not in paths:
            continue
        reached = reach(test)
        near = [steps_between(test, path, reached[path]) for path in paths if path in reached]
        if where.startswith(CONTRACTS):
            near = [0 if test in paths else contract_steps(test)]
        elif scripts and where.startswith(FOR_SCRIPTS):
            near.append(0)
        if near:
            found[test] = min(near)
    return sorted(found, key=lambda test: (found[test], path_of(test)))


def contract_steps(test: Path) -> float:
    """Return when a contract is looked at, whatever has changed."""
    if test.name in LAST:
        return LAST_STEPS
    return STYLE_STEPS if test.name == "test_style.py" else CONTRACT_STEPS


def steps_between(test: Path, path: Path, steps: int) -> float:
    """Return how far a file is from a test that reaches it; a test that lies where the file lies is near."""
    beside = test.parent.relative_to(ROOT / "tests") == path.parent.relative_to(ROOT)
    near = {f"test_{path.parent.name}": 0.25, f"test_{path.stem}": 0.0}
    return near.get(test.stem, 1.0) if beside else steps


class Clock:
    """Stops the run when the time is up, and knows which files were done by then and whether any test failed."""

    def __init__(self, seconds: float) -> None:
        """Start; ``seconds`` are what is left, s."""
        self.deadline = time.monotonic() + seconds
        self.done: set[str] = set()
        self.failed = False
        self.last: dict[object, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what has run, in which process."""
        file = report.nodeid.split("::")[0]
        self.last[getattr(report, "node", None)] = file
        self.done.add(file)
        self.failed = self.failed or report.failed

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self) -> None:
        """Begin no further test once the time is up. The file that a process was busy with is not done."""
        if time.monotonic() > self.deadline:
            self.done -= set(self.last.values())
            pytest.exit("the time is up", returncode=0)


def main() -> int:
    """Run the tests that were chosen; return pytest's exit code."""
    began = time.monotonic()
    parser = argparse.ArgumentParser(prog="python -m tests.quick", description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, help="changed files; without any, those that git names")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="begin no test later than this, s")
    parser.add_argument("--list", action="store_true", help="only say which test files would run, nearest first")
    asked = parser.parse_args()
    paths = asked.paths or changed()
    if not paths:
        print("Nothing differs from the last commit. Name files to check them anyway.")
        return 0
    tests = [path_of(test) for test in chosen(paths)]
    if asked.list:
        print("\n".join(tests))
        return 0
    clock = Clock(began + asked.seconds - time.monotonic())
    processes = min(os.cpu_count() or 1, 4)
    code = pytest.main(["-q", "-n", str(processes), "-W", CUT_SHORT, *tests], plugins=[clock])
    if left := [test for test in tests if test not in clock.done]:
        print(f"Of {len(tests)} files that the change can reach, {len(left)} were not done in {asked.seconds:.0f} s, "
              f"the farthest from it. Run them with: python -m pytest -n {processes} {' '.join(left)}")
    return 1 if clock.failed else int(code)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
