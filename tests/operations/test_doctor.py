"""Doctor: whatever is broken turns its own line red, with a sentence that mends it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations import doctor
from operations.doctor import ERROR, OK, SKIPPED, WARNING, Diagnosis
from tests.services.plugin import KeptLetters
from tests.services.portal import PROJECT, Portal
from tests.services.programs import Valkey, free_port

pytestmark = pytest.mark.django_db


def line(name: str) -> Diagnosis:
    """What doctor says of one thing."""
    (found,) = doctor.diagnose(only=[name])
    return found


def is_red(name: str) -> bool:
    """Whether doctor finds it broken and says what mends it and why it matters."""
    found = line(name)
    return found.state == ERROR and bool(found.mend) and bool(found.why)


def test_a_short_or_plain_secret_key(settings: LazySettings) -> None:
    assert line("secret-key").state == OK
    settings.SECRET_KEY = "a" * 60
    assert is_red("secret-key")
    settings.SECRET_KEY = "short-but-varied"
    assert is_red("secret-key")


def test_a_setting_that_opens_a_door(settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = []
    assert is_red("settings")
    assert "ALLOWED_HOSTS" in line("settings").mend


def test_a_migration_that_has_not_run() -> None:
    assert line("migrations").state == OK
    MigrationRecorder(connection).record_unapplied("operations_nothing", "0001")
    assert line("migrations").state == OK
    MigrationRecorder(connection).record_unapplied("tickets", "0001_initial")
    assert is_red("migrations")


def test_redis_that_is_gone(settings: LazySettings, valkey: Valkey) -> None:
    settings.CELERY_BROKER_URL = valkey.url.replace("unix://", "redis+socket://")
    assert line("redis").state == OK
    valkey.stop()
    assert is_red("redis")


def test_redis_that_hangs_is_not_waited_for_long(settings: LazySettings, valkey: Valkey) -> None:
    settings.CELERY_BROKER_URL = valkey.url.replace("unix://", "redis+socket://")
    valkey.signal(signal.SIGSTOP)
    assert is_red("redis")
    assert line("redis").ms < 3000


def test_a_folder_of_files_that_cannot_be_written(settings: LazySettings, tmp_path: Path) -> None:
    assert line("storage").state == OK
    (tmp_path / "file").write_text("")
    settings.FILES_DIR = tmp_path / "file" / "files"
    assert is_red("storage")
    assert str(settings.FILES_DIR) in line("storage").mend


def test_a_disk_near_its_end(settings: LazySettings) -> None:
    assert line("disk").state == OK
    settings.DISK_FLOOR_BYTES = 2**62
    assert is_red("disk")


def test_a_translation_that_is_older_than_its_texts(settings: LazySettings, tmp_path: Path) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    polib.POFile().save(str(folder / "django.po"))
    settings.LOCALE_PATHS = [tmp_path]
    assert is_red("translations")
    call_command("i18n_compile", stdout=open(os.devnull, "w"))  # noqa: SIM115
    assert line("translations").state == OK


def test_static_files_that_were_not_collected_or_are_gone(settings: LazySettings, tmp_path: Path) -> None:
    assert line("static-files").state == SKIPPED
    hashed = {"BACKEND": "kraken_support.static_storage.HashedStaticFiles"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    settings.STATIC_ROOT = tmp_path
    assert is_red("static-files")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert line("static-files").state == OK
    mark = storages["staticfiles"].stored_name("img/mark.svg")  # type: ignore[attr-defined]
    (tmp_path / mark).unlink()
    assert "img/mark" in line("static-files").result
    assert is_red("static-files")
    (tmp_path / "staticfiles.json").write_text("{")
    assert is_red("static-files")


def test_a_mail_server_that_does_not_answer(settings: LazySettings, mail_server: tuple[str, KeptLetters]) -> None:
    assert line("mail").state == WARNING
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(mail_server[0].rpartition(":")[2])
    assert line("mail").state == OK
    assert not mail_server[1].letters
    settings.EMAIL_PORT = free_port()
    assert is_red("mail")


def test_a_database_whose_clock_is_another(tmp_path: Path) -> None:
    assert line("clock").state == OK
    # In a process of its own: a connection does not forget a function once it has been given one.
    code = """
import json, django
django.setup()
from django.db import connection
from operations import doctor
connection.ensure_connection()
connection.connection.create_function("strftime", -1, lambda *_question: "2020-01-01 00:00:00.000")
print(json.dumps([each.as_json() for each in doctor.diagnose(only=["clock"])]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/clock.sqlite3"},
        capture_output=True,
        text=True,
        check=True,
    )
    (found,) = json.loads(done.stdout)
    assert found["state"] == ERROR
    assert "time service" in found["mend"]


def test_proxies_that_are_no_networks(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = ("10.0.0.0/8", "the-proxy")
    assert is_red("trusted-proxies")


def test_a_portal_behind_a_proxy_that_it_does_not_know_would_count_everybody_as_one(settings: LazySettings) -> None:
    assert line("trusted-proxies").state == OK
    settings.PUBLIC_URL = "https://support.example.com"
    assert is_red("trusted-proxies")
    settings.TRUSTED_PROXIES = ("10.0.0.0/8", "unix", "2001:db8::/32")
    assert line("trusted-proxies").state == OK


@pytest.mark.parametrize("network", ["8.0.0.0/8", "1.1.0.0/16", "2a00::/16"])
def test_trusted_networks_that_strangers_live_in(settings: LazySettings, network: str) -> None:
    settings.TRUSTED_PROXIES = (network,)
    found = line("trusted-proxies")
    assert (found.state, found.mend != "") == (WARNING, True)
    assert network in found.result
    settings.TRUSTED_PROXIES = ("1.1.1.0/24",)
    assert line("trusted-proxies").state == OK


def doctor_in_another_process(*words: str, **variables: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Run doctor as an operator does. Out: its exit code and its lines by name."""
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json", *words],
        cwd=PROJECT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, {each["name"]: each for each in json.loads(done.stdout)}


def test_a_database_that_does_not_answer_ends_with_3_and_the_other_lines_are_there_all_the_same() -> None:
    nobody = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    needed = ["database", "migrations", "clock", "disk"]
    words = [word for name in needed for word in ("--only", name)]
    code, lines = doctor_in_another_process(*words, DATABASE_URL=nobody)
    assert code == 3
    assert {name: each["state"] for name, each in lines.items()} == {
        "database": ERROR,
        "migrations": ERROR,
        "clock": ERROR,
        "disk": OK,
    }
    assert "DATABASE_URL" in str(lines["database"]["mend"])
    for each in lines.values():
        assert list(each) == ["name", "state", "result", "why", "mend", "ms"]


def test_a_machine_without_time_zones(tmp_path: Path) -> None:
    (tmp_path / "tzdata").mkdir()
    (tmp_path / "tzdata" / "__init__.py").write_text("")
    code, lines = doctor_in_another_process("--only", "time-zones", PYTHONTZPATH="", PYTHONPATH=str(tmp_path))
    assert code == 3
    assert lines["time-zones"]["mend"] == "install the tzdata package"


def test_a_warning_is_a_problem_only_when_asked_for() -> None:
    assert doctor_in_another_process("--only", "mail", EMAIL_URL="console:")[0] == 0
    assert doctor_in_another_process("--only", "mail", "--fail-level", "warning", EMAIL_URL="console:")[0] == 3


def test_a_check_that_breaks_is_a_red_line_of_its_own_and_the_others_run(settings: LazySettings) -> None:
    settings.DISK_FLOOR_BYTES = "no number"
    found = {each.name: each for each in doctor.diagnose(only=["disk", "storage"])}
    assert found["disk"].state == ERROR
    assert "The check itself broke" in found["disk"].result
    assert "--only disk" in found["disk"].mend
    assert found["storage"].state == OK


def test_tables_that_are_not_there_are_a_sentence_and_a_mend_on_every_line_that_needs_them(tmp_path: Path) -> None:
    code, lines = doctor_in_another_process(DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
    assert code == 3
    without_answer = [each for each in lines.values() if "no such table" in str(each["result"])]
    assert without_answer
    assert lines["migrations"]["mend"] == "manage.py migrate"
    assert all("“migrations”" in str(each["mend"]) for each in without_answer)
    assert "itself broke" not in str(lines)


def test_the_first_line_names_the_data_folder(settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor", "--only", "time-zones")
    assert capsys.readouterr().out.splitlines()[0] == f"Data folder: {settings.DATA_DIR}"


@pytest.mark.stack
def test_workers_that_do_not_answer(portal: Portal) -> None:
    assert portal.try_to_manage("doctor", "--only", "workers").returncode == 0
    portal.signal("worker", signal.SIGSTOP)
    try:
        done = portal.try_to_manage("doctor", "--only", "workers", "--json")
    finally:
        portal.signal("worker", signal.SIGCONT)
    assert done.returncode == 3
    (found,) = json.loads(done.stdout)
    assert found["state"] == ERROR
    assert "celery" in found["mend"]


@pytest.mark.stack
def test_a_portal_that_is_well_has_no_problem_and_says_so_in_words(portal: Portal) -> None:
    done = portal.try_to_manage("doctor")
    assert done.returncode == 0, done.stdout
    assert ": 0 errors, " in done.stdout.strip().splitlines()[-1]
