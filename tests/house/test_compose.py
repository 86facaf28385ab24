"""What docker-compose.yml names exists: commands, variables, health paths, limits."""

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from attachments.limits import MAX_FILE_BYTES
from kraken_support.celery import app
from kraken_support.environment import Environment
from operations import doctor

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, each in SERVICES.items() if str(each["image"]).startswith("kraken-support"))
SECRETS = {"SECRET_KEY": "x" * 50, "POSTGRES_PASSWORD": "x", "ALLOWED_HOSTS": "x", "PUBLIC_URL": "https://x"}


def words(service: dict[str, Any]) -> list[list[str]]:
    """The commands a service runs: its own and its health check."""
    check = service.get("healthcheck", {}).get("test", [])
    return [list(service.get("command", [])), list(check[1:])]


def test_debians_docker_compose_accepts_it() -> None:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.fail("docker-compose is missing. Install it with:  apt-get install docker-compose", pytrace=False)
    done = subprocess.run(
        [program, "config", "-q"],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", **SECRETS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_without_a_secret_it_refuses_and_says_how_to_make_one() -> None:
    program = shutil.which("docker-compose") or "docker-compose"
    done = subprocess.run(
        [program, "config", "-q"],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "openssl rand" in done.stderr


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_has_limits_and_all_but_the_one_time_job_a_health_check(name: str) -> None:
    service = SERVICES[name]
    if name == "migrate":
        return
    assert service["healthcheck"]["test"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_exists(name: str) -> None:
    for command in words(SERVICES[name]):
        if "manage.py" in command:
            assert command[command.index("manage.py") + 1] in get_commands()
        if "celery" in command:
            assert command[command.index("-A") + 1] == app.main
            assert command[command.index("-A") + 2] in {"worker", "beat"}
        if "granian" in command:
            assert command[-1] == "kraken_support.wsgi:application"
        for position, word in enumerate(command):
            if word == "--only":
                assert command[position + 1] in doctor.names()


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_ours_is_read_by_the_portal(name: str) -> None:
    known = {each.name.upper() for each in fields(Environment)} | {"DJANGO_SETTINGS_MODULE"}
    assert set(SERVICES[name]["environment"]) <= known


def test_every_health_path_exists() -> None:
    paths = re.findall(r"http://127\.0\.0\.1:\d+(/\w+)", (PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert len(paths) == 2
    for path in paths:
        resolve(path)


def test_web_and_worker_run_more_than_once_and_beat_exactly_once() -> None:
    replicas = {name: SERVICES[name]["deploy"]["replicas"] for name in ("web", "worker", "beat")}
    assert replicas == {"web": 2, "worker": 2, "beat": 1}


def test_the_scanners_limits_cover_the_largest_file() -> None:
    text = (PROJECT / "deploy" / "clamd.conf").read_text(encoding="utf-8")
    limits = {key: int(value) * 1024 * 1024 for key, value in re.findall(r"^(\w+) (\d+)M$", text, re.MULTILINE)}
    assert limits["StreamMaxLength"] > MAX_FILE_BYTES
    assert limits["MaxFileSize"] > MAX_FILE_BYTES
    assert limits["MaxScanSize"] >= 4 * MAX_FILE_BYTES
    assert "AlertExceedsMax yes" in text


def test_the_scanners_limits_cover_what_honest_scans_unpack_to() -> None:
    text = (PROJECT / "deploy" / "clamd.conf").read_text(encoding="utf-8")
    limits = {key: int(value) * 1024 * 1024 for key, value in re.findall(r"^(\w+) (\d+)M$", text, re.MULTILINE)}
    page_at_600_dpi, page_at_300_dpi = 4960 * 7016 * 3, 2480 * 3508 * 3
    assert limits["MaxFileSize"] > page_at_600_dpi
    assert limits["MaxScanSize"] > 40 * page_at_300_dpi
