"""Agents decide on each document by itself: good, or not for a reason; with the words its sender reads before them."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from attachments.models import Attachment, Judgement
from attachments.reasons import Reason
from tests.agent_desk.conftest import another, browser_of, good, url_of
from tickets.models import Event, Ticket, Verb
from tickets.states import State

Make = Callable[[Ticket], Attachment]


@pytest.fixture
def document(a_french_ticket: Ticket, an_accepted_file: Make) -> Attachment:
    """A proof of address that waits for an agent."""
    file = an_accepted_file(a_french_ticket)
    file.role = "proof_of_address"
    file.save(update_fields=["role"])
    a_french_ticket.answers |= {"country": "FR"}
    a_french_ticket.save(update_fields=["answers"])
    return file


def address(file: Attachment, name: str = "judge_file") -> str:
    """Where a document is judged."""
    return reverse(f"staff:{name}", args=[file.id])


def test_the_page_offers_every_reason_with_what_is_read_in_both_languages_and_the_rules(
    at_work: Client, document: Attachment
) -> None:
    html = good(at_work.get(address(document, "file"))).content.decode()
    assert html.count('type="radio" name="reason"') == len(Reason)
    assert "The paper is too old. Send one from the last 3 months." in html
    assert "Le document est trop ancien. Envoyez-en un des 3 derniers mois." in html
    assert "What its sender was told" in html
    assert "A bill for a mobile phone" in html
    assert html.index("Proof of address</summary>") < html.index("too_old")


def test_a_document_is_turned_down_for_a_reason_and_the_ticket_says_so(
    at_work: Client, document: Attachment, a_french_ticket: Ticket
) -> None:
    page = at_work.post(address(document), {"reason": "too_old"}, follow=True)
    html = good(page).content.decode()
    assert "Document turned down." in html
    assert "Too old" in html
    assert "Le document est trop ancien." in html
    assert 'name="reason" value="too_old"' not in html
    ticket = good(at_work.get(url_of(a_french_ticket))).content.decode()
    assert "Too old" in ticket
    assert "Document judged" in ticket
    a_french_ticket.refresh_from_db()
    assert a_french_ticket.state == State.PENDING


def test_a_document_is_accepted(at_work: Client, document: Attachment, a_french_ticket: Ticket) -> None:
    html = at_work.post(address(document), {"accept": "1", "reason": "blurry"}, follow=True).content.decode()
    assert "Document accepted." in html
    assert Judgement.objects.get().is_good
    a_french_ticket.refresh_from_db()
    assert a_french_ticket.state == State.NEW


def test_a_judgement_is_taken_back(at_work: Client, document: Attachment) -> None:
    at_work.post(address(document), {"reason": "too_old"})
    html = at_work.post(address(document, "take_back"), follow=True).content.decode()
    assert "Judgement taken back." in html
    assert not Judgement.objects.exists()
    again = at_work.post(address(document, "take_back"), follow=True).content.decode()
    assert "Somebody judged this document meanwhile" in again


@pytest.mark.parametrize("reason", ["", "nonsense", "<script>"])
def test_without_a_reason_of_ours_nothing_is_turned_down(at_work: Client, document: Attachment, reason: str) -> None:
    page = at_work.post(address(document), {"reason": reason}, follow=True)
    assert "Select why it will not do." in page.content.decode()
    assert not Judgement.objects.exists()


def test_two_agents_do_not_overrule_each_other_unseen(at_work: Client, document: Attachment, supervisor: User) -> None:
    at_work.post(address(document), {"reason": "too_old"})
    page = browser_of(supervisor).post(address(document), {"accept": "1"}, follow=True)
    assert "Somebody judged this document meanwhile" in page.content.decode()
    assert Judgement.objects.get().reason == "too_old"


def test_opening_the_address_of_the_button_decides_nothing(at_work: Client, document: Attachment) -> None:
    assert at_work.get(address(document)).status_code == 302
    assert not Judgement.objects.exists()


def test_few_people_judge_what_few_may_open(at_work: Client, an_accepted_file: Make) -> None:
    file = an_accepted_file(another(restricted=True))
    assert at_work.post(address(file), {"accept": "1"}).status_code == 403
    assert not Judgement.objects.exists()


def test_the_trail_tells_who_decided_what(at_work: Client, document: Attachment, a_french_ticket: Ticket) -> None:
    at_work.post(address(document), {"reason": "too_old"})
    at_work.post(address(document, "take_back"))
    at_work.post(address(document), {"accept": "1"})
    verbs = [Verb.FILE_JUDGED, Verb.FILE_UNJUDGED]
    events = Event.objects.filter(ticket=a_french_ticket, verb__in=verbs).order_by("id")
    assert [each.verb for each in events] == [Verb.FILE_JUDGED, Verb.FILE_UNJUDGED, Verb.FILE_JUDGED]
    html = at_work.get(url_of(a_french_ticket)).content.decode()
    assert "Reçu.pdf · Too old" in html
    assert "Reçu.pdf · accepted" in html


def test_documents_sent_for_a_request_are_held_to_the_country_that_was_answered_there(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make
) -> None:
    a_french_ticket.answers |= {"country": "FR"}
    a_french_ticket.save(update_fields=["answers"])
    file = an_accepted_file(another(joins=a_french_ticket, joins_by_itself=True))
    file.role = "proof_of_address"
    file.save(update_fields=["role"])
    assert "A bill for a mobile phone" in at_work.get(address(file, "file")).content.decode()


@pytest.mark.parametrize(
    ("role", "topics"),
    [
        ("proof_of_address", ["The picture", "Proof of address"]),
        ("face_photo", ["Face and note"]),
        ("w9", ["W-9 form"]),
        ("", ["The picture", "The document"]),
    ],
)
def test_the_reasons_that_fit_the_document_lie_open(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make, role: str, topics: list[str]
) -> None:
    file = an_accepted_file(a_french_ticket)
    file.role = role
    file.save(update_fields=["role"])
    html = at_work.get(address(file, "file")).content.decode()
    assert re.findall(r"<details open><summary>([^<]+)</summary>", html) == topics
