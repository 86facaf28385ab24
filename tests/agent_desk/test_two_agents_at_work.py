"""The part of the ticket page by which two agents carry out a change: who sees which button, and what is refused in words."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.agent_desk.conftest import browser_of, good, seen, url_of
from tests.factories import a_proven_ticket
from tickets.actions.disown import disown
from tickets.models import Approval, Event, Ticket, Verb

NAME = {
    "title": {"en": "Change of name", "fr": "Changement de nom"},
    "questions": [],
    "four_eyes": "NAME",
}
BUTTONS = {
    "propose": "Propose to carry it out",
    "agree": 'value="agree"',
    "decline": 'value="decline"',
    "stop": "Stop this change",
    "made": "The change is made",
}


@pytest.fixture
def ticket(db: None) -> Ticket:
    """A proven customer asks for another name."""
    return a_proven_ticket(
        now=timezone.now(), request_type="name-change", form=NAME, worked_unconfirmed=False, priority=3
    )


@pytest.fixture
def sam(supervisor: User) -> Client:
    """A second agent's browser."""
    return browser_of(supervisor)


def shown(browser: Client, ticket: Ticket, language: str = "en") -> str:
    """The ticket page, in words."""
    return html.unescape(good(browser.get(url_of(ticket), headers={"Accept-Language": language})).content.decode())


def buttons(browser: Client, ticket: Ticket) -> set[str]:
    """What an agent may do about the change."""
    page = shown(browser, ticket)
    return {name for name, words in BUTTONS.items() if words in page}


def press(browser: Client, ticket: Ticket, name: str, **data: Any) -> Any:
    """Press a button of a fresh page."""
    return browser.post(url_of(ticket, name), seen(ticket, part=ticket.reference, **data))


def test_each_agent_sees_the_buttons_that_are_theirs_at_each_stage(
    at_work: Client, sam: Client, ticket: Ticket, settings: LazySettings
) -> None:
    assert buttons(at_work, ticket) == {"propose"}
    assert press(at_work, ticket, "propose", checked="Passport and certificate <b>compared</b>").status_code == 302
    assert (buttons(at_work, ticket), buttons(sam, ticket)) == ({"stop"}, {"agree", "decline"})
    assert "Passport and certificate <b>compared</b>" in shown(sam, ticket)
    assert press(sam, ticket, "judge", verdict="agree").status_code == 302
    assert buttons(at_work, ticket) == buttons(sam, ticket) == {"stop"}
    assert "It may be carried out after:" in shown(sam, ticket)
    assert press(at_work, ticket, "carry_out").status_code == 409
    moment = timezone.now() - timedelta(minutes=1)
    Approval.objects.update(takes_effect_at=moment)
    assert buttons(at_work, ticket) == {"made", "stop"}
    assert "It may be carried out now." in shown(at_work, ticket)
    assert press(at_work, ticket, "carry_out").status_code == 302
    assert buttons(at_work, ticket) == set()
    assert "Le changement a été exécuté" in shown(at_work, ticket, "fr")


def test_an_agent_who_agrees_to_their_own_proposal_is_refused_in_words(at_work: Client, ticket: Ticket) -> None:
    press(at_work, ticket, "propose", checked="Everything")
    page = press(at_work, ticket, "judge", verdict="agree")
    assert page.status_code == 403
    assert "You proposed this change yourself." in page.content.decode()
    assert Approval.objects.get().state == "PROPOSED"


@pytest.mark.parametrize(("name", "field"), [("propose", "checked"), ("judge", "reason"), ("stop", "reason")])
def test_a_decision_without_its_words_is_not_taken(at_work: Client, ticket: Ticket, name: str, field: str) -> None:
    assert press(at_work, ticket, name, **{field: "  "}).status_code == 422
    assert not Approval.objects.exists()


def test_a_reason_is_read_by_the_colleague_and_kept_when_the_page_is_outdated(
    at_work: Client, sam: Client, ticket: Ticket
) -> None:
    press(at_work, ticket, "propose", checked="Everything")
    outdated = seen(ticket, part=ticket.reference, verdict="decline", reason="The paper shows one name only.")
    press(at_work, ticket, "reply", kind="note", body="One more thing")
    page = sam.post(url_of(ticket, "judge"), outdated)
    assert page.status_code == 409
    assert "The paper shows one name only.</textarea>" in page.content.decode()
    press(sam, ticket, "judge", verdict="decline", reason="The paper shows one name only.")
    assert "Reason: The paper shows one name only." in shown(at_work, ticket)
    assert buttons(at_work, ticket) == {"propose"}


def test_a_secret_in_what_was_checked_is_refused_and_never_stored(at_work: Client, ticket: Ticket) -> None:
    page = press(at_work, ticket, "propose", checked="abandon " * 11 + "about")
    assert page.status_code == 422
    assert not Approval.objects.exists()
    assert not Event.objects.filter(verb=Verb.PROPOSED).exists()


def test_after_an_objection_nothing_can_be_proposed_any_more(at_work: Client, sam: Client, ticket: Ticket) -> None:
    press(at_work, ticket, "propose", checked="Everything")
    press(sam, ticket, "judge", verdict="agree")
    disown(ticket_id=ticket.id, now=timezone.now())
    page = shown(at_work, ticket)
    assert "It was stopped." in page
    assert "The owner of the account’s address objected." in page
    assert buttons(at_work, ticket) == set()
    assert press(at_work, ticket, "propose", checked="Again").status_code == 409


def test_a_request_that_changes_nothing_has_no_such_part(at_work: Client, a_french_ticket: Ticket) -> None:
    assert "Two agents" not in shown(at_work, a_french_ticket)


def test_the_list_and_the_overview_show_each_agent_what_waits_for_them(
    at_work: Client, sam: Client, ticket: Ticket
) -> None:
    def listed(browser: Client, show: str) -> bool:
        return ticket.reference in browser.get(f"/staff/tickets/?show={show}").content.decode()

    press(at_work, ticket, "propose", checked="Everything")
    assert (listed(at_work, "second"), listed(sam, "second")) == (False, True)
    press(sam, ticket, "judge", verdict="agree")
    assert (listed(sam, "second"), listed(at_work, "ready")) == (False, False)
    Approval.objects.update(takes_effect_at=timezone.now() - timedelta(minutes=1))
    assert listed(at_work, "ready")
    overview = html.unescape(good(sam.get("/staff/")).content.decode())
    assert re.search(r'show=ready"><span class="figure">1</span> <span>Changes to carry out', overview)
    press(sam, ticket, "carry_out")
    assert not listed(at_work, "ready")
