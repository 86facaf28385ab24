"""Production's settings are strict, refuse with a sentence what is missing, and send the headers they promise."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.test import Client

from kraken_support.checks import the_demo_agents_door_is_shut_to_strangers
from kraken_support.environment import Environment, as_table
from tests.customer import Customer
from tests.services.portal import PROJECT

OPERATING = (PROJECT / "docs" / "operating.md").read_text(encoding="utf-8")
KEY = "Vz3-" * 15 + "qRt8Lm"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "kraken_support.settings.base",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "support.example.com",
    "PUBLIC_URL": "https://support.example.com",
}


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a management command with just these variables."""
    known = {each.name.upper() for each in fields(Environment)}
    env = {name: value for name, value in os.environ.items() if name not in known and not name.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env=env | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_deployment_checks_have_nothing_to_say(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(("missing", "code"), [("ALLOWED_HOSTS", "E001"), ("PUBLIC_URL", "W001")])
def test_what_a_production_portal_lacks_is_named_by_the_checks(missing: str, code: str, tmp_path: Path) -> None:
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("check", "--deploy", "--fail-level", "WARNING", **variables, DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"kraken_support.{code}" in done.stderr
    assert f"Set {missing} " in done.stderr


def test_a_public_address_that_the_portal_does_not_answer_to_is_an_error(tmp_path: Path) -> None:
    elsewhere = PRODUCTION | {"PUBLIC_URL": "https://help.example.net"}
    done = manage("check", "--deploy", **elsewhere, DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "kraken_support.E002" in done.stderr
    below = PRODUCTION | {"ALLOWED_HOSTS": ".example.com"}
    assert manage("check", "--deploy", **below, DATA_DIR=str(tmp_path)).returncode == 0


def test_without_a_secret_key_nothing_starts_and_the_sentence_says_how_to_make_one() -> None:
    done = manage("migrate", **{**PRODUCTION, "SECRET_KEY": ""})
    assert done.returncode == 78
    assert len(done.stderr.strip().splitlines()) == 1
    assert "SECRET_KEY is not set." in done.stderr
    recipe = re.search(r"(python3 -c '[^']+')", done.stderr)
    assert recipe
    made = subprocess.run(recipe.group(1), shell=True, capture_output=True, text=True, check=True)  # noqa: S602
    assert len(made.stdout.strip()) >= 50


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x/y"),
        ("EMAIL_URL", "pigeon://x"),
        ("DATA_DIR", "relative/folder"),
        ("LOG_LEVEL", "LOUD"),
        ("PUBLIC_URL", "support.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        ("TRUSTED_PROXIES", "10.1.2.3/8"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("CLAMD_URL", "clamd.sock"),
        ("CLAMD_URL", "unix:run/clamd.sock/"),
        ("CLAMD_URL", "tcp://clamav:scanner"),
        ("CLAMD_URL", "tcp://"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis:///0"),
        ("REDIS_URL", "redis://[::1/0"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example.com:0"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://support.example.com:https"),
        ("DATABASE_URL", "sqlite://portal.sqlite3"),
        ("DATABASE_URL", "postgres://portal@db.example.com"),
        ("AGENT_IDLE_MINUTES", "soon"),
        ("AGENT_IDLE_MINUTES", "0"),
        ("AGENT_IDLE_MINUTES", "721"),
        ("ON_DUTY_ADDRESS", "somebody"),
        ("ON_DUTY_ADDRESS", "a@example.com, b@example.com"),
    ],
)
def test_a_value_that_cannot_be_meant_ends_with_78_and_names_its_variable(name: str, value: str) -> None:
    done = manage("check", **{**PRODUCTION, name: value})
    assert done.returncode == 78
    assert len(done.stderr.strip().splitlines()) == 1
    assert name in done.stderr


def test_the_operators_table_of_variables_is_the_one_the_program_makes() -> None:
    assert as_table() in OPERATING


def test_every_variable_that_the_operators_page_names_exists() -> None:
    compose = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    launcher = (PROJECT / "portal").read_text(encoding="utf-8")
    known = {each.name.upper() for each in fields(Environment)}
    known |= set(re.findall(r"\$\{(\w+)", compose)) | set(re.findall(r'environ\.get\("(\w+)"', launcher))
    known |= {"DJANGO_SETTINGS_MODULE"} | {each for each in dir(settings) if each.isupper()}
    named = set(re.findall(r"(?<![A-Z_])([A-Z]{3,}(?:_[A-Z]+)+)\b", OPERATING))
    assert named - known == set()
    assert len(named) > 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/en/", "/fr/requests/", "/fr/requests/lost-device/", "/en/nowhere/", "/staff/login/"]
)
def test_every_page_carries_the_strict_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split(";")}
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["form-action"] == policy["connect-src"] == policy["img-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers


@pytest.mark.django_db
def test_pages_without_a_form_set_no_cookie_and_a_draft_sets_one_that_scripts_cannot_read() -> None:
    person = Customer()
    for path in (
        "/en/",
        "/en/requests/",
        "/en/search/?q=phone",
        "/en/safety/",
        "/en/privacy/",
        "/healthz",
    ):
        assert not person.get(path).cookies, path
    person.begin("lost-device")
    cookie = person.client.cookies[settings.DEVICE_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) >= 43


def test_production_cookies_are_for_this_host_and_https_alone(tmp_path: Path) -> None:
    code = (
        "import json; from django.conf import settings as s; print(json.dumps([[n, getattr(s, n + '_COOKIE_NAME'), "
        "getattr(s, n + '_COOKIE_SECURE')] for n in ('SESSION', 'CSRF', 'DEVICE')]))"
    )
    done = manage("shell", "--no-imports", "-c", code, **PRODUCTION, DATA_DIR=str(tmp_path))
    assert done.stdout.count('"__Host-') == 3
    assert done.stdout.count("true") == 3


DEMO = "from django.conf import settings; print(settings.DEMO_AGENT_BY_PASSWORD)"
LOCAL = {"DJANGO_SETTINGS_MODULE": "kraken_support.settings.local", "SECRET_KEY": KEY}


@pytest.mark.parametrize(
    ("variables", "is_open"),
    [
        (LOCAL, True),
        (LOCAL | {"PUBLIC_URL": "http://127.0.0.2:8001", "ALLOWED_HOSTS": "127.0.0.2"}, True),
        (LOCAL | {"PUBLIC_URL": "http://[::1]:8000"}, True),
        (LOCAL | {"ALLOWED_HOSTS": "*"}, False),
        (LOCAL | {"ALLOWED_HOSTS": "support.example.com"}, False),
        (LOCAL | {"PUBLIC_URL": "http://192.168.1.20:8000", "ALLOWED_HOSTS": "192.168.1.20"}, False),
        (LOCAL | {"PUBLIC_URL": "https://support.example.com"}, False),
        (LOCAL | {"TRUSTED_PROXIES": "127.0.0.1/32"}, False),
        (PRODUCTION, False),
        (PRODUCTION | {"PUBLIC_URL": "https://localhost", "ALLOWED_HOSTS": "localhost"}, False),
    ],
)
def test_a_password_alone_is_enough_for_the_demo_agent_only_where_nobody_else_can_come(
    variables: dict[str, str], is_open: bool, tmp_path: Path
) -> None:
    done = manage("shell", "--no-imports", "-c", DEMO, **variables, DATA_DIR=str(tmp_path))
    assert done.stdout.strip() == str(is_open)


@pytest.mark.parametrize(
    ("secure", "hosts"), [(True, ["localhost"]), (False, ["support.example.com"]), (False, ["localhost", "*"])]
)
def test_the_demo_agents_door_forced_open_for_strangers_is_an_error(
    settings: LazySettings, secure: bool, hosts: list[str]
) -> None:
    settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS = secure, hosts
    assert the_demo_agents_door_is_shut_to_strangers(None) == []
    settings.DEMO_AGENT_BY_PASSWORD = True
    assert [each.id for each in the_demo_agents_door_is_shut_to_strangers(None)] == ["kraken_support.E003"]
    settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS = False, ["localhost", "127.0.0.1", "[::1]"]
    assert the_demo_agents_door_is_shut_to_strangers(None) == []
