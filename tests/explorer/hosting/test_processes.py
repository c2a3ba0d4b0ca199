"""What is kept running, in which order, and how it is told to end."""

from __future__ import annotations

import shlex
from configparser import RawConfigParser

import pytest

from explorer.errors import ExplorerError
from explorer.hosting.layout import Site
from explorer.hosting.processes import Program, control, programs, supervisor_conf


def kept(tmp_path, user=None, **more) -> RawConfigParser:
    found = programs(Site(port=9000, **more), tmp_path, "/usr/sbin/nginx", ["postgres", "-D", "a b"], user)
    parsed = RawConfigParser()
    parsed.read_string(supervisor_conf(found, tmp_path))
    return parsed


def test_three_processes_two_workers_a_database_and_nginx_are_kept_running(tmp_path):
    names = {name.partition(":")[2] for name in kept(tmp_path).sections() if name.startswith("program:")}
    assert names == {"postgres", "worker1", "worker2", "app1", "app2", "app3", "nginx"}


def test_the_database_begins_first_and_ends_last_and_nginx_the_other_way_round(tmp_path):
    parsed = kept(tmp_path)
    order = [parsed.getint(f"program:{name}", "priority") for name in ("postgres", "worker1", "app1", "nginx")]
    assert order == sorted(order)


def test_processes_of_the_app_differ_by_their_port_and_share_the_path(tmp_path):
    commands = [shlex.split(kept(tmp_path, base="cnn")[f"program:app{number}"]["command"]) for number in (1, 2)]
    assert [command[-1] for command in commands] == ["9001", "9002"]
    assert all(command[command.index("--server.baseUrlPath") + 1] == "cnn" for command in commands)


def test_only_the_database_is_run_by_its_own_user(tmp_path):
    parsed = kept(tmp_path, user="postgres")
    assert [name for name in parsed.sections() if "user" in parsed[name]] == ["program:postgres"]


def test_blanks_and_percents_of_a_command_stay_what_they_are(tmp_path):
    told = supervisor_conf([Program(name="x", command=["run", "a b", "50%"], order=1)], tmp_path)
    assert "command = run 'a b' 50%%\n" in told


def test_an_instance_that_does_not_run_is_told_of(tmp_path):
    (tmp_path / "supervisord.conf").write_text(supervisor_conf([], tmp_path), encoding="utf-8")
    with pytest.raises(ExplorerError, match="No instance in"):
        control(tmp_path, "status")
