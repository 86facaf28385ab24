"""What a letter looks like: both languages, headers that no machine answers, nothing fetched, nothing that a stranger typed."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as email_policy

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils.translation import override

from accounts.challenges import ask
from operations.clock import database_now
from operations.translations import FRENCH_TYPOGRAPHY
from outbox.delivery import deliver
from outbox.letters import Action, Content
from outbox.models import Letter, Mailbox
from outbox.rendering import context_of, message_of, sender
from tests.outbox.sink import MailServer
from tests.outbox.writing import a_letter

pytestmark = pytest.mark.django_db

HOME = "https://support.example.com"


def arrived(language: str) -> EmailMessage:
    """A sign-in letter as the mailbox gets it."""
    ask(
        purpose="sign_in",
        address="camille@example.com",
        device="this-browser",
        language=language,
        network="",
        now=database_now(),
    )
    deliver(letter_id=Letter.objects.get().id)
    raw = mail.outbox[-1].message().as_bytes()
    parsed = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, kind: str) -> str:
    """Its text or its HTML."""
    body = message.get_body((kind,))
    assert body
    return str(body.get_content())


@pytest.fixture(autouse=True)
def _public_url(settings: LazySettings) -> None:
    settings.PUBLIC_URL = HOME


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_says_that_a_machine_wrote_it_and_comes_from_one_sender(language: str) -> None:
    message = arrived(language)
    letter = Letter.objects.get()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == language
    assert message["Message-ID"] == f"<{letter.id}@support.example.com>"
    assert message["From"] == "Kraken Support <no-reply@support.example.com>"
    assert message["Date"]
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        assert len(message.get_all(name, [])) == 1
    assert not message["Reply-To"]
    assert not message["Cc"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_text_and_html_say_the_same_and_fetch_nothing(language: str) -> None:
    message = arrived(language)
    text, html = part(message, "plain"), part(message, "html")
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<(?:img|link|script|iframe|object|video)\b|url\(|@import| src=", html)
    assert " style=" not in html
    links = set(re.findall(r'href="([^"]+)"', html))
    assert links
    assert all(each.startswith(f"{HOME}/{language}/safety/") for each in links)
    assert links == set(re.findall(r"https?://\S+", text))
    said = re.findall(r"<(?:p|h1)[^>]*>(.*?)</(?:p|h1)>", html)
    for sentence in (re.sub("<[^>]+>", "", each) for each in said[:6]):
        assert sentence in text
    assert max(len(line) for line in text.splitlines()) < 900


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_has_no_link_that_signs_in_and_no_address_in_it(language: str) -> None:
    message = arrived(language)
    for kind in ("plain", "html"):
        assert "sign-in" not in part(message, kind)
        assert "camille" not in part(message, kind)
        assert "@" not in re.sub(r"@media", "", part(message, kind))


def test_french_has_its_spaces_and_its_hyphen() -> None:
    message = arrived("fr")
    text = re.sub(r"https?://\S+", "", part(message, "plain")).replace("\n-- \n", "")
    sentences = [line for line in text.splitlines() if re.search(r"[a-zé]", line)]
    slips = [(line, what) for line in sentences for pattern, what in FRENCH_TYPOGRAPHY if pattern.search(line)]
    assert slips == []
    assert "Votre code pour vous connecter" in message["Subject"]


def test_a_link_of_a_letter_leads_to_the_public_address_whatever_host_was_asked_for() -> None:
    letter = a_letter()
    content = Content(subject="A", paragraphs=["B"], action=Action(label="Open", url="/en/follow/"))
    assert context_of(letter=letter, content=content)["action"] == {"label": "Open", "url": f"{HOME}/en/follow/"}


@pytest.mark.parametrize(
    ("mail_from", "shown"),
    [
        ("", "Kraken Support <no-reply@support.example.com>"),
        ("help@example.com", "Kraken Support <help@example.com>"),
        ("Help Desk <help@example.com>", "Help Desk <help@example.com>"),
    ],
)
def test_the_operator_says_from_whom_letters_come(settings: LazySettings, mail_from: str, shown: str) -> None:
    settings.MAIL_FROM = mail_from
    assert sender() == shown


@pytest.mark.parametrize("words", ["A subject\r\nBcc: victim@example.com", "A subject\0", "A\nB"])
def test_no_line_break_or_nul_in_a_subject_makes_another_header(server: MailServer, words: str) -> None:
    letter = a_letter()
    with override("en"):
        message = message_of(letter=letter, content=Content(subject=words, paragraphs=["x"]), now=database_now())
    raw = message.message()
    assert "Bcc" not in raw
    assert len(raw.get_all("Subject", [])) == 1
    assert "\0" not in str(raw["Subject"])


@pytest.mark.parametrize(
    "words",
    ["Protégez-vous maintenant – KS-7G2M-94TX", "Nous avons besoin de quelque chose de votre part – KS-7G2M-94TX"],
)
def test_a_subject_begins_on_the_line_of_its_name(words: str) -> None:
    with override("fr"):
        message = message_of(letter=a_letter(), content=Content(subject=words, paragraphs=["x"]), now=database_now())
    sent = message.message().as_bytes(linesep="\r\n")
    assert re.search(rb"^Subject: =\?utf-8\?", sent, re.MULTILINE)
    assert all(len(line) <= 78 for line in sent.split(b"\r\n\r\n")[0].split(b"\r\n") if b"=?utf-8?" in line)
    assert message_from_bytes(sent, policy=email_policy)["Subject"] == words


def test_only_letters_that_a_stranger_may_have_caused_can_be_stopped() -> None:
    with override("en"):
        told = context_of(letter=a_letter(asker_proven=True), content=Content(subject="A", paragraphs=[]))
        unproven = context_of(letter=a_letter(asker_proven=False), content=Content(subject="A", paragraphs=[]))
    assert told["stop_url"] == ""
    assert unproven["stop_url"].startswith(f"{HOME}/en/safety/stop/")


def test_programs_that_look_at_every_link_change_nothing() -> None:
    message = arrived("en")
    scanner = Client()
    for link in set(re.findall(r"https?://\S+", part(message, "plain"))):
        path = link.removeprefix(HOME)
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
        assert scanner.get(path, HTTP_SEC_PURPOSE="prefetch").status_code == 200
    assert Mailbox.objects.get().silenced_at is None
    assert not scanner.cookies.get("customer")
