"""Every variable is read in one place, and what cannot be meant is refused with a sentence."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from kraken_support import environment
from kraken_support.environment import ConfigurationMistake, Environment
from tests.services.plugin import KeptLetters


def test_sqlite_by_default_and_postgresql_by_url() -> None:
    assert environment.database(Environment())["ENGINE"].endswith("sqlite3")
    found = environment.database(Environment(database_url="postgres://ann:s%40fe@db.example.com:5433/support"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("ann", "s@fe", "db.example.com", "5433")


@pytest.mark.parametrize("url", ["mysql://x/y", "support.sqlite3"])
def test_an_unknown_database_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ConfigurationMistake, match="DATABASE_URL"):
        environment.database(Environment(database_url=url))


def test_a_connection_to_either_database_outlives_its_request() -> None:
    for url in ("", "postgres://portal:secret@db:5432/portal"):
        assert environment.database(Environment(database_url=url))["CONN_MAX_AGE"] == 60


def test_sqlite_commits_are_durable_and_writers_queue_at_their_beginning() -> None:
    options = environment.database(Environment())["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_lists_are_comma_separated_and_empty_values_mean_the_default() -> None:
    read = environment.read({"ALLOWED_HOSTS": "a.example.com, b.example.com", "BRAND_NAME": " "})
    assert read.allowed_hosts == ("a.example.com", "b.example.com")
    assert read.brand_name == "Kraken Support"


def test_a_unix_socket_is_spelled_as_celery_wants_it() -> None:
    assert environment.celery_broker(Environment(redis_url="unix:///run/x.sock")) == "redis+socket:///run/x.sock"


def test_letters_may_be_kept_in_a_folder(tmp_path: Path) -> None:
    named = environment.email(Environment(email_url=f"file://{tmp_path}/kept%20letters"))
    connection = get_connection(named["EMAIL_BACKEND"], file_path=named["EMAIL_FILE_PATH"])
    EmailMessage("Bonjour", "Essai", "portal@example.com", ["alice@example.com"], connection=connection).send()
    (kept,) = (tmp_path / "kept letters").iterdir()
    assert "Subject: Bonjour" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("sender", ["support", "Support <support>", "a@example.com\nBcc: b@example.com"])
def test_a_sender_that_is_no_address_is_refused_with_a_sentence(sender: str) -> None:
    with pytest.raises(ConfigurationMistake, match="MAIL_FROM"):
        Environment(mail_from=sender)


def test_letters_reach_the_mail_server_that_email_url_names(mail_server: tuple[str, KeptLetters]) -> None:
    url, kept = mail_server
    named = environment.email(Environment(email_url=url))
    connection = get_connection(named["EMAIL_BACKEND"], host=named["EMAIL_HOST"], port=named["EMAIL_PORT"])
    EmailMessage("Bonjour", "Essai", "portal@example.com", ["alice@example.com"], connection=connection).send()
    assert [letter["Subject"] for letter in kept.letters] == ["Bonjour"]
