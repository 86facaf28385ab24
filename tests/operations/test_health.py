"""/healthz says that the process lives, /readyz whether it can serve, and neither tells a stranger more."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.operations.test_settings import PRODUCTION
from tests.services.portal import PROJECT
from tests.services.programs import Valkey, free_port


def test_alive_needs_nothing_not_even_a_database(client: Client) -> None:
    # No database mark: a query would fail the test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert not response.cookies


@pytest.mark.django_db
def test_ready_names_every_needed_part_with_its_state_and_time(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    said = response.json()
    assert said["ready"] is True
    assert {"database", "migrations", "storage", "redis"} <= said["checks"].keys()
    assert all(set(each) == {"state", "ms"} for each in said["checks"].values())
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_redis_being_away_is_told_and_the_portal_is_ready_all_the_same(
    client: Client, settings: LazySettings, valkey: Valkey
) -> None:
    settings.CELERY_BROKER_URL = valkey.url.replace("unix://", "redis+socket://")
    assert client.get("/readyz").json()["checks"]["redis"]["state"] == "ok"
    valkey.signal(signal.SIGKILL)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["redis"]["state"] == "error"


@pytest.mark.django_db
def test_without_a_place_for_files_it_is_not_ready_and_tells_no_path(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings.FILES_DIR = tmp_path / "file" / "files"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert response.json()["checks"]["storage"]["state"] == "error"
    assert str(tmp_path) not in response.content.decode()


def test_a_container_tells_its_health_at_any_address_and_serves_pages_at_its_name_alone(tmp_path: Path) -> None:
    code = """
import io, json
from kraken_support.wsgi import application
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
def ask(path, host):
    told = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "x", "SERVER_PORT": "80", "HTTP_HOST": host,
               "REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_PROTO": "https", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http"}
    b"".join(application(environ, lambda status, headers: told.append(status)))
    return int(told[0].split()[0])
addresses = ["127.0.0.1:8000", "10.1.2.3", "web:8000", "support.example.com"]
print(json.dumps([[ask(path, each) for each in addresses] for path in ("/healthz", "/en/safety/")]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, **PRODUCTION, "TRUSTED_PROXIES": "10.0.0.0/8", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [[200, 200, 200, 200], [400, 400, 400, 200]]


def test_without_its_database_it_is_not_ready_and_tells_no_address() -> None:
    port = str(free_port())
    code = (
        "import django, json, sys; django.setup(); from django.test import Client; client = Client();"
        "answers = [client.get(path) for path in ('/healthz', '/readyz')];"
        "print(json.dumps([[each.status_code, each.content.decode()] for each in answers]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"postgres://nobody:hush@127.0.0.1:{port}/nothing"},
        capture_output=True,
        text=True,
        check=True,
    )
    alive, ready = json.loads(done.stdout)
    assert alive == [200, "ok"]
    assert ready[0] == 503
    assert json.loads(ready[1])["checks"]["database"]["state"] == "error"
    assert not [word for word in ("nobody", "hush", port, "127.0.0.1", "refused") if word in ready[1]]


def test_a_page_says_that_the_portal_is_out_for_a_moment_when_its_database_is() -> None:
    code = (
        "import django, json; django.setup(); from django.test import Client; from django.conf import settings;"
        "client = Client(raise_request_exception=False); client.cookies[settings.DEVICE_COOKIE_NAME] = 'x';"
        "answers = [client.get(path) for path in ('/fr/', '/en/track/', '/staff/')];"
        "print(json.dumps([[each.status_code, each.headers.get('Retry-After'), each.content.decode()] for each in answers]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"postgres://nobody:hush@127.0.0.1:{free_port()}/nothing"},
        capture_output=True,
        text=True,
        check=True,
    )
    french, english, _staff = json.loads(done.stdout)
    assert french[:2] == english[:2] == [503, "30"]
    assert "Le site est momentanément indisponible" in french[2]
    assert "We are out for a moment" in english[2]
