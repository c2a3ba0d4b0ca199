"""Dockerfile and compose.yaml say what the layout says, and let nothing be written or taken that need not be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from explorer.hosting import layout
from explorer.hosting.layout import ROOT, Site, container
from explorer.settings import from_environment

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SITE = Site(contained=True, address="")
APPS = [f"{layout.APP}{number}" for number in SITE.numbers]
WORKERS = [f"{layout.WORKER}{number}" for number in range(1, SITE.workers + 1)]


def volumes(name: str) -> set[tuple[str, str]]:
    """Return name and place of the volumes that a service has."""
    return {(one.split(":")[0], one.split(":")[1]) for one in SERVICES[name]["volumes"] if one[0] not in "./$"}


def address(name: str) -> str:
    return SERVICES[name]["networks"]["inside"]["ipv4_address"]


def test_the_linter_has_nothing_to_say_of_the_dockerfile():
    answer = subprocess.run([Path(sys.executable).with_name("hadolint"), ROOT / "Dockerfile"], capture_output=True,
                            text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, "")


def test_the_services_are_those_of_the_layout():
    others = {name for name, service in SERVICES.items() if "profiles" not in service}
    assert others == {layout.FRONT, layout.DATABASE, *APPS, *WORKERS}
    assert SERVICES["worker_gpu"]["profiles"] == ["gpu"]


def test_nginx_finds_each_process_at_the_address_that_compose_gives_it():
    assert [address(name) for name in APPS] == [container(number) for number in SITE.numbers]
    assert [SITE.process(number) for number in SITE.numbers] == [f"{address(name)}:8501" for name in APPS]
    assert COMPOSE["networks"]["inside"]["ipam"]["config"] == [{"subnet": layout.NETWORK}]


def test_ports_are_those_of_the_layout():
    assert SERVICES["nginx"]["ports"] == [f"${{CNN_PORT:-80}}:{layout.PORT}"]
    assert f"EXPOSE {layout.APP_PORT}\n" in DOCKERFILE
    assert f'"--server.port", "{layout.APP_PORT}"' in DOCKERFILE
    assert f"http://127.0.0.1:{layout.APP_PORT}/healthz" in DOCKERFILE


def test_what_outlives_a_container_lies_in_volumes_of_the_layout():
    found = set().union(*map(volumes, SERVICES))
    assert found == set(layout.VOLUMES.items())
    assert set(COMPOSE["volumes"]) == set(layout.VOLUMES)
    assert f"EXPLORER_DATA={layout.VOLUMES['data']} " in DOCKERFILE
    assert f"TORCH_HOME={layout.VOLUMES['weights']}\n" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_may_write_elsewhere_or_take_rights(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "cap_add" not in service


def test_nobody_is_root():
    assert re.search(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)[1] == "10001"
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("CMD [\"streamlit\"")
    assert SERVICES["postgres"]["user"] == "postgres"
    assert "unprivileged" in SERVICES["nginx"]["image"]


def test_each_waits_for_those_it_needs_to_be_well():
    for name in [*APPS, *WORKERS]:
        assert SERVICES[name]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert SERVICES["nginx"]["depends_on"] == {name: {"condition": "service_healthy"} for name in APPS}
    assert "pg_isready" in SERVICES["postgres"]["healthcheck"]["test"]
    assert "HEALTHCHECK" in DOCKERFILE


def test_passwords_are_asked_for_and_stand_nowhere():
    environment = SERVICES["app1"]["environment"]
    secret = {environment[name] for name in ("EXPLORER_SECRET", "STREAMLIT_SERVER_COOKIE_SECRET")}
    assert secret == {"${CNN_SECRET:?Set it in .env}"}
    assert environment["EXPLORER_DATABASE_URL"].split(":")[2].startswith("${CNN_PASSWORD")
    assert SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${CNN_PASSWORD:?")


@pytest.mark.parametrize("name", [*APPS, *WORKERS, "worker_gpu"])
def test_the_app_takes_the_settings_that_a_service_is_given(name):
    told = {key: re.sub(r"\$\{\w+:[-?]([^}]*)\}", lambda found: found[1].replace("Set it in .env", "0" * 16), value)
            for key, value in SERVICES[name]["environment"].items()}
    found = from_environment(told)
    assert (found.worker, found.database_url[:10]) == ("external", "postgresql")
    assert found.device == ("cuda" if name == "worker_gpu" else "auto")


@pytest.mark.parametrize("name", [*APPS, *WORKERS])
def test_readers_are_told_apart_by_what_nginx_says_of_them_and_only_the_network_reads_metrics(name):
    told = SERVICES[name]["environment"]
    assert told["EXPLORER_PROXIES"] == told["FORWARDED_ALLOW_IPS"] == address("nginx")
    assert told["EXPLORER_METRICS_FROM"] == f"127.0.0.0/8 {layout.NETWORK}"


def test_time_to_end_is_as_long_as_answers_under_way_may_take():
    assert {SERVICES[name]["stop_grace_period"] for name in APPS} == {f"{layout.DRAIN_S}s"}


def test_an_image_leaves_out_secrets_data_and_tests():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert {".git", ".env", ".streamlit/secrets.toml", "data", "tests", ".venv"} <= set(left_out)
