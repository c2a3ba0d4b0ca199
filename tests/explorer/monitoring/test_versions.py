"""Versions are those that are installed, and the commit is that of the checkout."""

from __future__ import annotations

import subprocess
import sys

import torch

from explorer.monitoring.versions import ROOT, commit, own_version, versions


def test_the_commit_is_what_git_says():
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert commit() == told.stdout.strip()[:8]


def test_a_commit_is_found_on_a_branch_packed_or_alone(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".git" / "packed-refs").write_text(f"# pack-refs\n{'a' * 40} refs/heads/main\n")
    assert commit(tmp_path) == "a" * 8
    (tmp_path / ".git" / "HEAD").write_text("b" * 40)
    assert commit(tmp_path) == "b" * 8


def test_without_a_checkout_the_version_stands_alone(tmp_path):
    assert commit(tmp_path) == ""
    assert own_version().startswith("0.")


def test_versions_are_those_of_the_packages_that_run():
    found = versions()
    assert found["torch"] == torch.__version__.partition("+")[0]
    assert found["Python"] == sys.version.split()[0]
    assert found["CNN Explorer"] == own_version()
