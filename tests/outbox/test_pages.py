"""The two pages that every letter leads to."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.codes import SYMBOLS, code_of, letter_with_code
from outbox.limits import CHECKED_CODES_OF_NETWORK
from outbox.models import Letter, LetterState, Mailbox
from outbox.silence import stop_token
from tests.customer import Customer
from tests.outbox.writing import a_letter

pytestmark = pytest.mark.django_db

A_DAY = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)


def a_sent_letter() -> Letter:
    """One that left on 5 March."""
    letter = a_letter(asker_proven=False)
    Letter.objects.filter(id=letter.id).update(state=LetterState.SENT, sent_at=A_DAY)
    letter.refresh_from_db()
    return letter


def check(code: str, *, language: str = "en", network: str = "203.0.113.9") -> Customer:
    """Somebody types a code."""
    person = Customer(language)
    person.get(f"/{language}/safety/check/")
    person.post(f"/{language}/safety/check/", {"code": code}, REMOTE_ADDR=network)
    return person


@pytest.mark.parametrize(("language", "day"), [("en", "5 March 2026"), ("fr", "5 mars 2026")])
def test_a_code_of_ours_is_confirmed_with_its_day_and_nothing_else(language: str, day: str) -> None:
    letter = a_sent_letter()
    text = check(code_of(letter=letter), language=language).text
    assert day in text
    for secret in (letter.address, str(letter.id), letter.kind, str(letter.about)):
        assert f">{secret}<" not in text
        assert secret not in re.sub(r"<[^>]+>", " ", text).split()


@pytest.mark.parametrize(
    "write", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
)
def test_a_code_may_be_written_in_any_way(write: object) -> None:
    letter = a_sent_letter()
    assert letter_with_code(text=write(code_of(letter=letter))) == letter  # type: ignore[operator]


def test_letters_that_people_mistake_are_understood() -> None:
    letter = a_sent_letter()
    code = code_of(letter=letter)
    assert letter_with_code(text=code.replace("0", "o").replace("1", "l")) == letter


def test_altered_foreign_unsent_and_truncated_codes_are_all_unknown_alike(settings: LazySettings) -> None:
    sent, waiting = a_sent_letter(), a_letter(asker_proven=False)
    code = code_of(letter=sent)
    altered = code[:-1] + SYMBOLS[(SYMBOLS.index(code[-1]) + 1) % 32]
    settings.SECRET_KEY, ours = "another portal's key" + "x" * 40, settings.SECRET_KEY
    foreign = code_of(letter=sent)
    settings.SECRET_KEY = ours
    texts = set()
    for each in (altered, foreign, code_of(letter=waiting), "7K2M-94TX-B3QD", "AAAAAAAAAAAA"):
        person = check(each)
        assert person.page.status_code == 200
        shown = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", person.text).replace(each, "")
        texts.add(re.sub(r"[A-Z0-9]{4}-?[A-Z0-9]{4}-?[A-Z0-9]{4}", "", shown))
    assert len(texts) == 1
    for part in range(len(code)):
        assert letter_with_code(text=code[:part]) is None


def test_a_code_still_counts_after_the_secret_key_was_changed(settings: LazySettings) -> None:
    letter = a_sent_letter()
    code = code_of(letter=letter)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key" + "y" * 50, [settings.SECRET_KEY]
    assert letter_with_code(text=code) == letter


def test_guessing_codes_is_slowed_down() -> None:
    for number in range(CHECKED_CODES_OF_NETWORK.tries):
        assert check(f"{number:012}").page.status_code == 200
    refused = check("AAAAAAAAAAAA")
    assert refused.page.status_code == 429
    assert "Try again in" in refused.text
    assert check("AAAAAAAAAAAA", network="203.0.113.10").page.status_code == 200


@pytest.mark.parametrize("typed", ["", "x" * 61])
def test_what_cannot_be_a_code_is_shown_again_with_what_to_do(typed: str) -> None:
    person = check(typed)
    assert person.page.status_code == 422
    assert "There is a problem" in person.text


def test_no_odd_text_breaks_the_page() -> None:
    for typed in ("\u202e" * 12, "٠" * 12, "🦑" * 12, "ß" * 12, "A" * 11 + "İ"):
        assert check(typed).page.status_code == 200


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Our emails to your address are stopped"), ("fr", "sont bloqués")]
)
def test_the_button_stops_letters_and_another_allows_them_again(language: str, heading: str) -> None:
    mailbox = a_sent_letter().mailbox
    assert mailbox
    person = Customer(language)
    page = f"/{language}/safety/stop/{stop_token(mailbox=mailbox)}/"
    person.get(page)
    assert mailbox.key not in person.text
    person.post(page)
    assert heading in person.text
    mailbox.refresh_from_db()
    assert mailbox.silenced_at
    person.post(page, {"again": "1"})
    mailbox.refresh_from_db()
    assert mailbox.silenced_at is None


def test_stopping_needs_a_form_of_ours() -> None:
    mailbox = a_sent_letter().mailbox
    assert mailbox
    assert Customer().client.post(f"/en/safety/stop/{stop_token(mailbox=mailbox)}/").status_code == 403
    mailbox.refresh_from_db()
    assert mailbox.silenced_at is None


def test_altered_foreign_and_truncated_tokens_open_nothing_and_are_all_alike(settings: LazySettings) -> None:
    mailbox = a_sent_letter().mailbox
    assert mailbox
    token = stop_token(mailbox=mailbox)
    settings.SECRET_KEY, ours = "another portal's key" + "x" * 40, settings.SECRET_KEY
    foreign = stop_token(mailbox=mailbox)
    settings.SECRET_KEY = ours
    unknown = stop_token(mailbox=Mailbox(id=uuid4()))
    first = "B" if token[0] == "A" else "A"
    odd = (first + token[1:], token[:-1], token + "A", token + "!", foreign, unknown, "A", "%C3%A9", token.swapcase())
    answers = set()
    for each in odd:
        person = Customer()
        person.get(f"/en/safety/stop/{each}/")
        person.token = "x" * 64
        assert person.page.status_code == 404
        answers.add(re.sub(r'href="/fr/safety/stop/[^"]+"', "", person.text))
    assert len(answers) == 1


def test_looking_at_a_letter_page_costs_few_queries() -> None:
    mailbox = a_sent_letter().mailbox
    assert mailbox
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Customer().get(f"/en/safety/stop/{stop_token(mailbox=mailbox)}/")
    assert len(asked) == 1
