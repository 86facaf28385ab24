"""Every command keeps the same contract: help with examples, clean JSON, a dry run, exit codes, no escape codes."""

import hashlib
import json
import os
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import polib
import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import CommandError, get_commands, load_command_class
from django.db import connection
from django.utils import timezone

from attachments.states import FileState
from operations.commands import OK, PARTIAL, REFUSED, TRY_LATER, USAGE, OpsCommand
from tests.attachments.stub_scanner import StubScanner
from tests.factories import a_file, a_ticket
from tests.house.test_layers import OURS
from tests.journeys import papers
from tests.services.portal import Portal
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

COMMANDS = {name: str(app) for name, app in sorted(get_commands().items()) if app in OURS}
CHANGING = {"agent_create", "agent_password", "demo_data", "i18n_compile", "link_issue", "link_revoke", "sweep"}
CHANGING |= {
    "applications_erase",
    "mail_retry",
    "mail_test",
    "reseal",
    "attachments_purge",
    "attachments_requeue",
    "attachments_rescan",
}
AGENT = ["--email", "lea@example.com", "--name", "Léa Martin"]
ARGUMENTS: dict[str, list[str]] = {
    "agent_create": AGENT,
    "agent_password": ["--email", "lea@example.com"],
    "attachments_purge": ["--kind", "closed", "--older-than", "30d"],
    "find_request": ["lost phone", "téléphone cassé"],
    "inspect_file": ["photo.jpg"],
    "mail_test": ["lea@example.com"],
    "receipt_check": ["photo.jpg"],
}
LINE_BY_LINE = {"find_request", "inspect_file"}
FINDS_PROBLEMS = {"doctor", "i18n_check", "receipt_check"}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line as manage.py does, within the test's transaction. Out: exit code, standard output, error."""
    (tmp_path / "photo.jpg").write_bytes(papers.phone_photo(64, 48))
    monkeypatch.chdir(tmp_path)

    def run_command(name: str, *words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        # A new one each time, so that it writes to this test's standard output.
        command, code = made(name), OK
        vars(command)["_called_from_command_line"] = True
        try:
            options = vars(command.create_parser("manage.py", name).parse_args(words))
            command.execute(*options.pop("args", ()), **options)
        except SystemExit as end:
            code = int(end.code or OK)
        except CommandError as mistake:
            command.stderr.write(str(mistake))
            code = mistake.returncode
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


@pytest.fixture
def with_an_agent(run: Run) -> None:
    """Somebody who can be let in again."""
    assert run("agent_create", *AGENT)[0] == OK


def made(name: str) -> OpsCommand:
    """A command of ours."""
    command = load_command_class(COMMANDS[name], name)
    assert isinstance(command, OpsCommand)
    return command


def words_for(name: str, now: datetime, *, for_another_agent: bool = False) -> list[str]:
    """What is said after a command's name so that it has something to do."""
    if name == "attachments_show":
        return [str(a_file(now=now, state=FileState.REFUSED, code="file_type").id)]
    if name.startswith("link_"):
        return [a_ticket(now=now).reference]
    if name == "agent_create" and for_another_agent:
        return ["--email", "sam@example.com", "--name", "Sam"]
    return ARGUMENTS.get(name, [])


def everything_stored() -> str:
    """One hash of all rows."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608  (our own table's name)
            digest.update(repr(sorted(map(repr, cursor.fetchall()))).encode())
    return digest.hexdigest()


def test_the_commands_that_operators_and_tools_rely_on_are_there() -> None:
    faces = {"catalogue", "find_request", "inspect_file", "doctor", "demo_data", "agent_create", "agent_password"}
    assert faces | {"sweep", "i18n_check", "i18n_compile"} <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_examples_that_could_be_typed(name: str) -> None:
    command = made(name)
    parser: ArgumentParser = command.create_parser("manage.py", name)
    described = parser.format_help().partition("Examples:\n")[2]
    assert described, "no examples"
    assert command.help in described
    for example in command.examples:
        assert example.startswith(f"manage.py {name}")
        assert f"  {example}\n" in described


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("with_an_agent")
def test_with_json_the_result_is_json_and_nothing_else(run: Run, name: str, now: datetime) -> None:
    code, out, _err = run(name, *words_for(name, now, for_another_agent=True), "--json")
    assert code in ({OK, 3} if name in FINDS_PROBLEMS else {OK})
    parts = out.strip().splitlines() if name in LINE_BY_LINE else [out]
    for each in parts:
        json.loads(each)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("with_an_agent")
def test_without_a_terminal_there_are_no_escape_codes_and_the_last_line_is_a_summary(
    run: Run, name: str, now: datetime
) -> None:
    _code, out, err = run(name, *words_for(name, now))
    assert "\x1b" not in out + err
    last = out.strip().splitlines()[-1]
    assert len(last.split()) > 1, last


@pytest.mark.parametrize("name", sorted(CHANGING))
@pytest.mark.usefixtures("with_an_agent")
def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    run: Run, name: str, settings: LazySettings, now: datetime
) -> None:
    folder = Path("locale") / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    texts = polib.POFile()
    texts.append(polib.POEntry(msgid="Yes", msgstr="Oui"))
    texts.save(str(folder / "django.po"))
    settings.LOCALE_PATHS = [Path("locale")]
    an_hour_ago = timezone.now() - timedelta(hours=1)
    a_file(now=an_hour_ago, state=FileState.CHECKING, lease=uuid4(), lease_until=an_hour_ago)
    words = words_for(name, now, for_another_agent=True)
    before = everything_stored()
    code, out, err = run(name, *words, "--dry-run", "--json")
    assert code == OK, err
    json.loads(out)
    assert everything_stored() == before
    assert [each.name for each in folder.iterdir()] == ["django.po"]


def test_only_what_changes_something_offers_a_dry_run() -> None:
    assert {name for name in COMMANDS if made(name).changes} == CHANGING


def test_a_mistake_in_the_command_ends_with_2_and_nothing_on_standard_output(run: Run) -> None:
    for words in (["doctor", "--only", "no-such-check"], ["catalogue", "--slug", "none"], ["find_request"]):
        code, out, err = run(*words)
        assert (code, out) == (USAGE, "")
        assert err
    code, out, err = run("inspect_file", "not-there.jpg")
    assert (code, out) == (USAGE, "")
    assert "No such file: not-there.jpg" in err
    assert run("agent_create", "--email", "no address", "--name", "X")[0] == USAGE


def test_the_log_stays_out_of_the_terminal_unless_it_is_wanted(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    _code, _out, err = run("agent_create", "--email", "sam@example.com", "--name", "Sam")
    assert caplog.records == []
    assert err == ""
    run("agent_create", "--email", "lou@example.com", "--name", "Lou", "-v", "2")
    assert caplog.records != []


@pytest.mark.usefixtures("with_an_agent")
def test_what_must_not_be_done_is_refused_with_5(run: Run, settings: LazySettings) -> None:
    assert run("agent_create", *AGENT)[0] == REFUSED
    assert run("agent_password", "--email", "nobody@example.com")[0] == REFUSED
    settings.SESSION_COOKIE_SECURE = True
    code, out, _err = run("demo_data", "--reset", "--yes")
    assert code == REFUSED
    assert "Refused" in out


def test_erasing_everything_is_refused_where_nobody_can_be_asked(run: Run, now: datetime) -> None:
    a_ticket(now=now)
    code, out, err = run("demo_data", "--reset")
    assert (code, out) == (REFUSED, "")
    assert "This erases all 1 requests" in err
    assert "--yes" in err
    assert Ticket.objects.count() == 1
    assert run("demo_data", "--reset", "--dry-run")[0] == OK
    assert Ticket.objects.count() == 1
    assert run("demo_data")[0] == OK


@pytest.mark.parametrize(("answer", "ends_with", "erased"), [("yes", OK, True), ("no", REFUSED, False), ("", 5, False)])
def test_at_a_terminal_it_is_asked_first(
    run: Run, now: datetime, monkeypatch: pytest.MonkeyPatch, answer: str, ends_with: int, erased: bool
) -> None:
    mine = a_ticket(now=now)
    keyboard, screen = os.openpty()
    with os.fdopen(screen, "r") as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        os.write(keyboard, f"{answer}\n".encode())
        code, _out, err = run("demo_data", "--reset")
    os.close(keyboard)
    assert "Type yes to go on" in err
    assert code == ends_with
    assert Ticket.objects.filter(id=mine.id).exists() is not erased


def test_only_what_cannot_be_undone_offers_yes() -> None:
    assert {name for name in COMMANDS if made(name).irreversible} == {
        "applications_erase",
        "attachments_purge",
        "demo_data",
    }


def test_what_may_work_later_ends_with_75(run: Run, settings: LazySettings, tmp_path: Path) -> None:
    settings.CLAMD_URL = f"unix://{tmp_path / 'nobody'}"
    code, out, _err = run("inspect_file", "photo.jpg", "--json")
    assert code == TRY_LATER
    assert (json.loads(out)["verdict"], json.loads(out)["code"]) == ("unchecked", "scanner_unavailable")


def test_a_file_that_could_not_be_inspected_ends_with_4(run: Run, settings: LazySettings) -> None:
    scanner = StubScanner()
    scanner.reply = b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"
    settings.CLAMD_URL = scanner.url
    Path("secret.pdf").write_bytes(papers.password_statement())
    try:
        code, out, _err = run("inspect_file", "secret.pdf", "photo.jpg", "--json")
    finally:
        scanner.close()
    assert code == PARTIAL
    assert [json.loads(line)["code"] for line in out.splitlines()] == ["file_password", "inspection_failed"]


def test_a_file_that_is_not_there_is_named_and_the_others_are_judged(run: Run) -> None:
    Path("secret.pdf").write_bytes(papers.password_statement())
    code, out, err = run("inspect_file", "photo.jpg", "nope.pdf", "secret.pdf", "--json")
    assert code == PARTIAL
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(each["path"], each["verdict"], each["code"]) for each in answers] == [
        ("photo.jpg", "accepted", ""),
        ("nope.pdf", "unchecked", "no_such_file"),
        ("secret.pdf", "refused", "file_password"),
    ]
    assert err.strip() == "No such file: nope.pdf"


def test_a_mistyped_address_of_the_scanner_is_a_sentence_and_no_traceback(run: Run, settings: LazySettings) -> None:
    settings.CLAMD_URL = "clamd.sock"
    code, out, _err = run("inspect_file", "photo.jpg", "--json")
    assert (code, json.loads(out)["code"]) == (TRY_LATER, "scanner_unavailable")


def test_the_catalogue_shows_its_agreed_face(run: Run) -> None:
    listed = json.loads(run("catalogue", "--json")[1])
    assert {"lost-device", "2fa-unavailable", "documents-general"} <= {each["slug"] for each in listed}
    for each in listed:
        assert {
            "slug",
            "group",
            "access",
            "languages",
            "title",
            "steps",
            "files",
            "queue",
            "base_priority",
        } <= each.keys()
        assert each["languages"] == ["en", "fr"]
        assert set(each["title"]) == {"en", "fr"}
        for step in each["steps"]:
            assert set(step["title"]) == {"en", "fr"}
            assert all(field["name"] and set(field["label"]) == {"en", "fr"} for field in step["fields"])
        assert {"required", "extensions", "max_files", "max_bytes"} <= each["files"].keys()
    only = json.loads(run("catalogue", "--slug", "lost-device", "--json")[1])
    assert [each["slug"] for each in only] == ["lost-device"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_find_request_answers_one_line_for_each_phrase(run: Run, language: str) -> None:
    phrases = ["stolen phone", "téléphone volé", "zzzz"]
    _code, out, _err = run("find_request", *phrases, "--lang", language, "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [each["phrase"] for each in answers] == phrases
    assert all(set(result) == {"slug", "kind", "score"} for each in answers for result in each["results"])
    assert answers[0]["results"][0]["slug"] == "lost-device"


def test_inspect_file_answers_one_line_for_each_path(run: Run) -> None:
    Path("secret.pdf").write_bytes(papers.password_statement())
    _code, out, _err = run("inspect_file", "photo.jpg", "secret.pdf", "--json")
    good, locked = [json.loads(line) for line in out.splitlines()]
    assert list(good) == ["path", "verdict", "code", "media_type", "pages", "pixels", "flags"]
    assert [good[each] for each in ("path", "verdict", "media_type")] == ["photo.jpg", "accepted", "image/jpeg"]
    assert good["pixels"] == 3072
    assert "not_scanned" in good["flags"]
    assert (locked["verdict"], locked["code"]) == ("refused", "file_password")


@pytest.mark.stack
def test_down_a_real_pipe_standard_output_is_json_alone_and_messages_go_beside_it(portal: Portal) -> None:
    done = portal.try_to_manage("agent_create", "--email", "pipe@example.com", "--name", "P", "--json")
    assert json.loads(done.stdout)["email"] == "pipe@example.com"
    assert "\x1b" not in done.stdout + done.stderr
    assert json.loads(done.stdout)["link"] not in done.stderr
