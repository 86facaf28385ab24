"""What nobody gets out of the sign-in: an address's secret, a code by guessing, a flood of letters, a way to another site."""

import re
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.challenges import CodeNotAccepted, ask, code_of, enter, latest
from accounts.letters import SIGN_IN
from accounts.limits import CODE_MINUTES, CODE_TRIES, WRONG_CODES_OF_NETWORK
from accounts.models import Challenge, Person, Proof, SignIn
from accounts.proofs import has_proven, prove
from operations import rate_limits
from operations.rate_limits import TooManyTries
from outbox.budgets import DAY
from outbox.delivery import deliver
from outbox.limits import MOST_A_DAY, MOST_AN_HOUR
from outbox.models import Letter, Mailbox
from outbox.silence import silence
from tests.accounts.signing_in import ask_for_a_code, newest_code, sign_in
from tests.customer import Customer
from tests.tickets.test_merge_at_the_same_moment import at_once

pytestmark = pytest.mark.django_db

ADDRESS = "camille@example.com"
STRANGER = "nobody7@example.com"


def a_challenge(**overrides: Any) -> Challenge:
    """A code that a browser asked for."""
    values: dict[str, Any] = {
        "purpose": SIGN_IN,
        "address": ADDRESS,
        "device": "this-browser",
        "language": "en",
        "network": "",
        "now": timezone.now(),
    }
    return ask(**(values | overrides))


def wrong_codes(challenge: Challenge) -> list[str]:
    """Every code but the right one, as far as anybody would try."""
    right = code_of(challenge=challenge)
    return [each for each in (f"{number:06}" for number in range(10_000)) if each != right]


def what_a_stranger_sees(address: str) -> tuple[list[str], list[bytes], list[str]]:
    """Queries, pages and letter of somebody who types an address in a fresh browser and then a wrong code."""
    person = Customer()
    pages, letters = [], len(mail.outbox)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask_for_a_code(person, address)
        pages.append(person.page)
        person.post(person.url, {"code": "000000" if newest_code() != "000000" else "111111"})
        pages.append(person.page)
    deliver(letter_id=Letter.objects.order_by("-created_at", "-id")[0].id)
    (letter,) = mail.outbox[letters:]
    return (
        [re.sub(r"'[^']*'|\b\d+\b|\bs\d+_x\d+", "?", each["sql"]) for each in asked],
        [plain(page.content, address) + str(page.status_code).encode() for page in pages],
        [re.sub(r"\d{6}|[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}|stop/[\w-]+|[0-9a-f-]{36}", "?", str(letter.body))],
    )


def plain(content: bytes, address: str) -> bytes:
    """A page without what is random in it and without the address that was typed."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content).replace(address.encode(), b"ADDRESS")


def test_whether_an_address_has_an_account_shows_in_no_query_no_byte_and_no_letter() -> None:
    owner = Customer()
    sign_in(owner, ADDRESS)
    assert Person.objects.filter(address=ADDRESS).exists()
    assert len(ADDRESS) == len(STRANGER)
    assert what_a_stranger_sees(ADDRESS) == what_a_stranger_sees(STRANGER)
    assert not Person.objects.filter(address=STRANGER).exists()


def test_whether_letters_to_an_address_were_stopped_shows_nowhere() -> None:
    a_challenge()
    silence(mailbox=Mailbox.objects.get(), now=timezone.now())
    answers = []
    for address in (ADDRESS, STRANGER):
        person = Customer()
        ask_for_a_code(person, address)
        answers.append((person.page.status_code, plain(person.page.content, address)))
    assert answers[0] == answers[1]
    assert not Letter.objects.filter(address=ADDRESS, state="WAITING").exists()


def test_ten_thousand_guesses_open_nothing() -> None:
    challenge = a_challenge()
    right = code_of(challenge=challenge)
    accepted = []
    for code in (*wrong_codes(challenge), right):
        try:
            accepted.append(enter(challenge_id=challenge.id, device="this-browser", code=code, now=timezone.now()))
        except CodeNotAccepted:
            continue
    assert accepted == []
    assert not Person.objects.exists()
    challenge.refresh_from_db()
    assert challenge.tries == CODE_TRIES


def test_asking_again_and_again_buys_no_more_than_twenty_five_guesses_a_day() -> None:
    now, tries = timezone.now(), 0
    for minutes in range(0, 24 * 60, CODE_MINUTES):
        moment = now + timedelta(minutes=minutes)
        try:
            challenge = a_challenge(now=moment, device=f"browser-{minutes}")
        except TooManyTries:
            continue
        for code in islice(wrong_codes(challenge), 2 * CODE_TRIES):
            with pytest.raises(CodeNotAccepted):
                enter(challenge_id=challenge.id, device=challenge.device, code=code, now=moment)
        challenge.refresh_from_db()
        tries += challenge.tries
    assert tries == MOST_A_DAY * CODE_TRIES


def test_a_network_that_guesses_for_many_addresses_is_told_to_wait() -> None:
    wrong = 0
    for number in range(WRONG_CODES_OF_NETWORK.tries // CODE_TRIES):
        person = Customer()
        ask_for_a_code(person, f"person-{number}@example.com")
        for code in islice(wrong_codes(Challenge.objects.latest("created_at")), CODE_TRIES):
            wrong += person.post("/en/sign-in/code/", {"code": code}).status_code == 422
    assert wrong == WRONG_CODES_OF_NETWORK.tries
    person = Customer()
    ask_for_a_code(person, "person-x@example.com")
    person.post("/en/sign-in/code/", {"code": newest_code()})
    assert person.page.status_code == 429
    assert not SignIn.objects.exists()


@pytest.mark.parametrize(
    "reason", ["wrong", "expired", "used", "another browser", "no tries left", "unknown", "truncated"]
)
def test_every_code_that_does_not_work_is_refused_alike(reason: str) -> None:
    challenge, now = a_challenge(), timezone.now()
    code, device, challenge_id = code_of(challenge=challenge), "this-browser", challenge.id
    if reason == "wrong":
        code = wrong_codes(challenge)[0]
    elif reason == "expired":
        now += timedelta(minutes=CODE_MINUTES)
    elif reason == "used":
        enter(challenge_id=challenge.id, device=device, code=code, now=now)
    elif reason == "another browser":
        device = "another-browser"
    elif reason == "no tries left":
        Challenge.objects.update(tries=CODE_TRIES)
    elif reason == "unknown":
        challenge_id = a_challenge(address=STRANGER, device="another-browser").id
    else:
        code = code[:-1]
    with pytest.raises(CodeNotAccepted) as refused:
        enter(challenge_id=challenge_id, device=device, code=code, now=now)
    assert refused.value.args == ()
    assert not has_proven(device="another-browser", address=ADDRESS, now=now)


@pytest.mark.parametrize("typed", ["", "١٢", "\0", "²²²²²²", "९" * 5000, "½½½", "DROP TABLE", "🦑"])
def test_no_odd_code_breaks_the_page(typed: str) -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    assert person.post(person.url, {"code": typed}).status_code == 422


def test_a_code_is_of_no_use_in_a_browser_that_did_not_ask_for_it() -> None:
    owner, thief = Customer(), Customer()
    ask_for_a_code(owner, ADDRESS)
    code = newest_code()
    ask_for_a_code(thief, STRANGER)
    thief.post(thief.url, {"code": code})
    assert thief.page.status_code == 422
    owner.post(owner.url, {"code": code})
    assert owner.url == "/en/account/"


def test_a_thousand_who_name_one_victim_send_three_letters_with_no_byte_of_theirs(settings: LazySettings) -> None:
    settings.PUBLIC_URL = "https://support.example.com"
    spellings = ("victim@example.com", "VICTIM@example.com", "victim+{}@example.com")
    marked = {"HTTP_USER_AGENT": "PILLS", "HTTP_ACCEPT_LANGUAGE": "PILLS", "HTTP_REFERER": "http://testserver/PILLS"}
    answers = set()
    for number in range(1000):
        address = spellings[number % 3].format(number)
        fields = {"address": address, "name": "PILLS", "subject": "PILLS\r\nBcc: x@example.com"}
        network = f"198.51.{number // 250}.{number % 250}"
        answers.add(Client().post("/en/sign-in/?next=/en/PILLS/", fields, REMOTE_ADDR=network, **marked).status_code)  # type: ignore[arg-type]
    assert answers == {302, 429}
    for letter in Letter.objects.all():
        deliver(letter_id=letter.id)
    assert len(mail.outbox) == MOST_AN_HOUR
    for each in mail.outbox:
        raw = each.message().as_string()
        assert "PILLS" not in raw
        assert isinstance(each, EmailMultiAlternatives)
        assert "victim" not in str(each.body) + str(each.alternatives[0])
        assert [name for name, _value in each.message().items() if name in {"Bcc", "Cc", "Reply-To"}] == []


def test_who_floods_a_mailbox_does_not_shut_out_the_browser_that_has_proven_it() -> None:
    owner = Customer()
    sign_in(owner, ADDRESS)
    device = Proof.objects.get().device
    for number in range(MOST_AN_HOUR):
        try:
            a_challenge(device=f"attacker-{number}")
        except TooManyTries:
            break
    with pytest.raises(TooManyTries):
        a_challenge(device="attacker-x")
    assert a_challenge(device=device)
    assert Letter.objects.order_by("-created_at", "-id")[0].asker_proven


def test_over_the_budget_the_page_says_how_long_to_wait_and_how_to_follow_what_was_sent() -> None:
    for _each in range(MOST_AN_HOUR):
        a_challenge(device="someone")
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    assert person.page.status_code == 429
    assert "Try again in 60 minutes." in person.text
    assert 'href="/en/track/"' in person.text
    assert 3500 < int(person.page.headers["Retry-After"]) <= 3601


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        " //evil.example",
        "https:/evil.example",
        "//evil.example\\@testserver/",
        "http://testserver/",
        "en/account/",
    ],
)
def test_signing_in_leads_to_no_other_site(elsewhere: str) -> None:
    person = Customer()
    wanted = urlencode({"next": elsewhere})
    person.get(f"/en/sign-in/?{wanted}")
    assert "evil" not in person.text.partition("<main")[2]
    person.post(f"/en/sign-in/?{wanted}", {"address": ADDRESS})
    assert "evil" not in person.text.partition("<main")[2]
    person.post(f"/en/sign-in/code/?{wanted}", {"code": newest_code()})
    assert person.url == "/en/account/"
    assert [url for url, _status in person.page.redirect_chain] == ["/en/account/"]


@pytest.mark.parametrize("broken", ["/en/track/\r\nSet-Cookie: x=1", "/en/track/\n", "/en/\u2028follow/"])
def test_no_line_break_in_next_makes_a_header_of_the_answer(broken: str) -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    fields = {"code": newest_code(), "csrfmiddlewaretoken": person.client.cookies["csrf"].value}
    answer = person.client.post("/en/sign-in/code/?" + urlencode({"next": broken}), fields)
    assert answer.status_code == 302
    assert answer.headers["Location"].isprintable()
    assert answer.headers["Location"].startswith("/en/")
    assert "x" not in person.client.cookies


def test_a_nul_in_next_is_refused_with_the_whole_page() -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    fields = {"code": newest_code(), "csrfmiddlewaretoken": person.client.cookies["csrf"].value}
    there = "/en/sign-in/code/?" + urlencode({"next": "/en/track/\0"})
    assert person.client.post(there, fields).status_code == 400
    assert not SignIn.objects.exists()


def test_signing_in_leads_back_to_a_page_of_ours() -> None:
    person = Customer()
    person.get("/en/sign-in/?next=/en/track/%3Fa%3Db")
    assert 'action="/en/sign-in/?next=/en/track/%3Fa%3Db"' in person.text
    person.post("/en/sign-in/?next=/en/track/%3Fa%3Db", {"address": ADDRESS})
    assert 'action="/en/sign-in/code/?next=/en/track/%3Fa%3Db"' in person.text
    person.post("/en/sign-in/code/?next=/en/track/%3Fa%3Db", {"code": newest_code()})
    assert person.page.redirect_chain[-1][0] == "/en/track/?a=b"


def test_the_way_back_outlives_a_wrong_code_and_a_change_of_language() -> None:
    person = Customer()
    person.get("/en/sign-in/?next=/en/track/")
    person.post("/en/sign-in/?next=/en/track/", {"address": ADDRESS})
    person.post("/en/sign-in/code/?next=/en/track/", {"code": "000000"})
    assert person.page.status_code == 422
    other_language = re.search(r'<a href="([^"]+)" lang="fr"', person.text)
    assert other_language
    person.get(other_language.group(1))
    assert 'action="/fr/sign-in/code/?next=/fr/track/"' in person.text
    person.post("/fr/sign-in/code/?next=/fr/track/", {"code": newest_code()})
    assert person.page.redirect_chain[-1][0] == "/fr/track/"


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_forged_host_is_refused_or_ignored_and_reaches_no_letter(header: str) -> None:
    answer = Client().post("/en/sign-in/", {"address": ADDRESS}, **{header: "evil.example"})  # type: ignore[arg-type]
    assert answer.status_code == (400 if header == "HTTP_HOST" else 302)
    for letter in Letter.objects.all():
        deliver(letter_id=letter.id)
    assert len(mail.outbox) == Letter.objects.count() == (0 if header == "HTTP_HOST" else 1)
    assert not [each for each in mail.outbox if "evil" in each.message().as_string()]


@pytest.mark.parametrize("page", ["/en/sign-in/", "/en/sign-in/code/", "/en/account/sign-out/", "/en/account/end/{}/"])
def test_no_other_site_can_press_a_button_here(page: str) -> None:
    person = Customer()
    sign_in(person, ADDRESS)
    there = page.format(SignIn.objects.get().id)
    answer = person.client.post(there, {"address": ADDRESS}, HTTP_ORIGIN="https://evil.example")
    assert answer.status_code == 403
    assert SignIn.objects.get().ended_at is None
    assert person.client.get(page.format(SignIn.objects.get().id)).status_code in {302, 405}
    assert SignIn.objects.get().ended_at is None


@pytest.mark.parametrize("key", ["", "x", "x" * 5000, "é", "\0", "../../etc"])
def test_a_made_up_cookie_opens_nothing(key: str, settings: LazySettings) -> None:
    client = Client()
    client.cookies[settings.CUSTOMER_COOKIE_NAME] = key
    assert client.get("/en/account/").status_code == 302


def test_a_proof_counts_for_its_own_browser_and_only_so_long() -> None:
    now = timezone.now()
    prove(device="this-browser", address=ADDRESS, now=now)
    assert has_proven(device="this-browser", address=ADDRESS.upper(), now=now)
    assert not has_proven(device="another-browser", address=ADDRESS, now=now)
    assert not has_proven(device="", address=ADDRESS, now=now)
    assert not has_proven(device="this-browser", address="camille+x@example.com", now=now)
    assert not has_proven(device="this-browser", address=ADDRESS, now=now + 31 * DAY)
    Proof.objects.update(proven_at=F("proven_at") - 20 * DAY)
    prove(device="this-browser", address=ADDRESS, now=now)
    assert has_proven(device="this-browser", address=ADDRESS, now=now + 29 * DAY)
    assert latest(purpose=SIGN_IN, device="", now=now) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_a_hundred_guesses_at_the_same_moment_are_five() -> None:
    challenge = a_challenge()
    device, now = challenge.device, timezone.now()

    def guess(code: str) -> None:
        enter(challenge_id=challenge.id, device=device, code=code, now=now)

    raised: list[BaseException | None] = []
    for wave in range(2):
        codes = wrong_codes(challenge)[wave * 50 : wave * 50 + 50]
        raised += at_once(*[lambda code=code: guess(code) for code in codes])
    assert {type(each) for each in raised} == {CodeNotAccepted}
    challenge.refresh_from_db()
    assert challenge.tries == CODE_TRIES


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_a_right_code_pressed_many_times_at_once_is_used_once_and_makes_one_account() -> None:
    for number in range(10 if connection.vendor == "postgresql" else 3):
        challenge = a_challenge(address=f"person-{number}@example.com")
        code, device, now = code_of(challenge=challenge), challenge.device, timezone.now()

        def press(challenge: Challenge = challenge, code: str = code, device: str = device, now: Any = now) -> None:
            enter(challenge_id=challenge.id, device=device, code=code, now=now)

        raised = at_once(*[press] * CODE_TRIES)
        assert raised.count(None) == 1
        assert Person.objects.filter(address=challenge.address).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
def test_a_hundred_who_ask_at_the_same_moment_get_three_letters_out() -> None:
    asked: list[Challenge] = []

    def one(number: int) -> None:
        asked.append(a_challenge(device=f"browser-{number}", network=f"203.0.113.{number}"))

    raised: list[BaseException | None] = []
    for wave in range(2):
        raised += at_once(*[lambda number=number: one(number) for number in range(wave * 50, wave * 50 + 50)])
    assert {type(each) for each in raised} == {type(None), TooManyTries}
    assert len(asked) == Letter.objects.count() == MOST_AN_HOUR
    rate_limits._counters.cache_clear()
