"""Above the answers an agent reads, in their own language: the queue, how soon and why, what to check, what it adds up to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from agent_desk.briefing import QUEUES
from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments import storage
from attachments.models import Attachment, FlatCopy
from forms_catalog.catalogue import catalogue
from tests.agent_desk.conftest import SENT, another, browser_of, good, seen, url_of
from tests.factories import a_ticket
from tickets.models import Ticket

DAY = {
    "step": "when",
    "page": {"en": "When did you last have it?", "fr": "Quand l’aviez-vous encore ?"},
    "name": "when",
    "kind": "day",
    "label": {"en": "When did you last have it?", "fr": "Quand l’aviez-vous encore ?"},
}


def in_french(client: Client) -> Client:
    """The same browser, French spoken."""
    client.post("/language/setlang/", {"language": "fr", "next": "/staff/"})
    return client


def page(client: Client, ticket: Ticket) -> str:
    """The ticket's page as text."""
    text: str = good(client.get(url_of(ticket))).content.decode()
    return text


@pytest.mark.parametrize("slug", catalogue())
def test_every_queue_has_words(slug: str) -> None:
    assert catalogue()[slug].queue in QUEUES


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-03-05", "on the day of the request"),
        ("2026-03-06", "on the day of the request"),
        ("2026-04-04", "30 days after the request"),
    ],
)
def test_a_day_that_is_to_come_is_not_told_as_the_day_of_the_request(at_work: Client, day: str, told: str) -> None:
    ticket = a_ticket(
        now=SENT, form={"title": {"en": "Lost", "fr": "Perdu"}, "questions": [DAY]}, answers={"when": day}
    )
    assert f"When did you last have it: {told}" in page(at_work, ticket)


def test_facts_about_papers_stand_beside_the_answers(at_work: Client) -> None:
    ticket = a_ticket(
        now=SENT,
        form={"title": {"en": "Verify", "fr": "Vérifier"}, "questions": [{**DAY, "name": "proof_issued_on"}]},
        answers={"proof_issued_on": "2025-12-02", "id_expiry": "2026-03-01"},
    )
    text = page(at_work, ticket)
    assert "days old, by its sender’s answer." in text
    assert "The identity document had run out when the request was sent." in text
    assert "days before the request" not in text


def test_a_day_and_addresses_are_computed(at_work: Client) -> None:
    ticket = a_ticket(
        now=SENT,
        form={"title": {"en": "Lost", "fr": "Perdu"}, "questions": [DAY]},
        answers={"when": "2026-03-02"},
        contact_email="Alice@example.com",
    )
    text = page(at_work, ticket)
    assert "When did you last have it: 3 days before the request" in text
    assert "The two addresses differ in capital letters only." in text
    assert "Security, day and night" in text


@pytest.mark.parametrize(
    ("unlocked", "on_it", "open_to_others"),
    [("no", [], True), ("yes", ["mailbox"], True), ("yes", ["authenticator"], False)],
)
def test_agents_read_only_the_checks_that_these_answers_call_for(
    at_work: Client, unlocked: str, on_it: list[str], open_to_others: bool
) -> None:
    answers = {"device_state": "stolen", "device_unlocked": unlocked, "had_on_it": on_it}
    text = page(at_work, a_ticket(now=SENT, answers=answers))
    assert "Ask to end all sessions" in text
    assert ("handle it as unusual activity" in text) == open_to_others


@pytest.mark.parametrize(
    ("priority", "why"),
    [
        (1, "raised by the answers from P2 high"),
        (2, "usual for this request"),
        (4, "lowered by the answers from P2 high"),
    ],
)
def test_the_priority_says_why(at_work: Client, priority: int, why: str) -> None:
    assert why in page(at_work, a_ticket(now=SENT, priority=priority))


def test_what_to_check_is_said_in_the_agents_language(at_work: Client) -> None:
    ticket = a_ticket(now=SENT, request_type="complaint", queue="complaints", language="en")
    text = page(in_french(at_work), ticket)
    assert "Aucune personne mise en cause ne s’en occupe." in text
    assert "Décision à rendre au plus tard le 5 mai 2026." in text
    assert "Réclamations" in text


def test_a_page_with_several_questions_is_one_group(at_work: Client) -> None:
    questions = [
        DAY | {"step": "two", "page": {"en": "Two things", "fr": "Deux choses"}, "name": name, "kind": "guardedtext"}
        for name in ("one", "other")
    ]
    ticket = a_ticket(
        now=SENT,
        form={"title": {"en": "Lost", "fr": "Perdu"}, "questions": [*questions, DAY]},
        answers={"one": "first", "other": "second", "when": ""},
    )
    text = page(at_work, ticket)
    assert text.count("<h4>") == 1
    assert "<h4>Two things</h4>" in text


def test_tags_lead_to_the_list_that_they_narrow(at_work: Client) -> None:
    ticket = a_ticket(now=SENT, tags=["form:lost-device", "sec:device_stolen"])
    other = another(tags=["form:general"])
    assert "?tag=sec%3Adevice_stolen" in page(at_work, ticket)
    listed = good(at_work.get(reverse("staff:tickets"), {"tag": "sec:device_stolen"})).content.decode()
    assert ticket.reference in listed
    assert other.reference not in listed
    assert "sec:device_stolen" in good(at_work.get(reverse("staff:tickets"))).content.decode()


@pytest.fixture
def restricted(an_accepted_file: Callable[[Ticket], Attachment]) -> Attachment:
    """A security document, with its flat copy."""
    file = an_accepted_file(a_ticket(now=SENT, request_type="documents-security", restricted=True))
    FlatCopy.objects.create(attachment=file, made_at=SENT, drawn=1, size=13)
    storage.flat_copy_path(file.id).write_bytes(b"%PDF-1.4 flat")
    return file


def addresses(file: Attachment) -> list[tuple[str, dict[str, Any]]]:
    """Everything that opens a file."""
    return [
        (reverse("staff:file", args=[file.id]), {}),
        (reverse("staff:preview", args=[file.id, 1]), {}),
        (reverse("staff:original", args=[file.id]), {"reason": "To compare it with the form"}),
        (reverse("staff:flat_copy", args=[file.id]), {"taken": "yes"}),
    ]


def test_only_the_people_of_security_and_supervisors_open_restricted_documents(
    agent: User, supervisor: User, restricted: Attachment
) -> None:
    security = create_agent(email="kim@example.com", name="Kim Lee", role=Role.SECURITY)
    for somebody, status in ((agent, 403), (security, 200), (supervisor, 200)):
        browser = browser_of(somebody)
        for address, data in addresses(restricted):
            response = browser.post(address, data) if data else browser.get(address)
            assert response.status_code == status, (somebody, address)


def test_an_agent_sees_that_a_document_is_there_and_who_opens_it(at_work: Client, restricted: Attachment) -> None:
    assert restricted.ticket
    text = page(at_work, restricted.ticket)
    assert restricted.name in text
    assert "Only the people of access and security open it." in text
    assert str(restricted.id) not in text


def test_merging_restricted_documents_elsewhere_needs_a_supervisor(
    agent: User, supervisor: User, restricted: Attachment
) -> None:
    assert restricted.ticket
    general = another(request_type="general", queue="general")
    form = seen(general, other=restricted.ticket.reference, keep="this", restricted_too="1")
    form["seen_event_other"] = seen(restricted.ticket)["seen_event"]
    assert browser_of(agent).post(url_of(general, "merge"), form).status_code == 403
    preview = good(browser_of(supervisor).get(url_of(general, "merge"), {"other": restricted.ticket.reference}))
    assert "restricted_too" in preview.content.decode()
    assert browser_of(supervisor).post(url_of(general, "merge"), form).status_code == 302
    restricted.ticket.refresh_from_db()
    assert restricted.ticket.survivor_id == general.id
