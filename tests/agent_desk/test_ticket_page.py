"""The ticket page: answers in the agent's language, edits that never overwrite, text that is never lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from attachments.models import Attachment
from tests.agent_desk.conftest import SENT, another, browser_of, good, seen, url_of
from tests.factories import confirmed
from tests.follow_up.asking import a_quick_sender, status_url, ticket_of
from tickets.actions.merge import merge
from tickets.actions.reply import reply
from tickets.models import Message, Ticket, Verb
from tickets.states import State


def test_labels_are_in_the_agents_language_and_words_as_written(at_work: Client, a_french_ticket: Ticket) -> None:
    page = at_work.get(url_of(a_french_ticket), headers={"Accept-Language": "en"}).content.decode()
    assert "What happened to your device?" in page
    assert "Stolen" in page
    assert "Volé" not in page
    assert '<dd lang="fr">Plainte déposée à Lyon' in page
    assert 'lang="fr">On m’a volé mon téléphone.' in page


def test_the_agents_own_choice_of_language_is_kept(at_work: Client, a_french_ticket: Ticket) -> None:
    at_work.post("/language/setlang/", {"language": "fr", "next": "/staff/"})
    page = at_work.get(url_of(a_french_ticket)).content.decode()
    assert "Qu’est-il arrivé à votre appareil" in page
    assert 'html lang="fr"' in page


def test_a_reply_reaches_the_customer_and_a_note_does_not(
    at_work: Client, agent: User, a_french_ticket: Ticket
) -> None:
    at_work.post(url_of(a_french_ticket, "reply"), seen(a_french_ticket, kind="reply", body="Bonjour"))
    at_work.post(url_of(a_french_ticket, "reply"), seen(a_french_ticket, kind="note", body="Careful"))
    written = Message.objects.filter(ticket=a_french_ticket, author=agent).order_by("created_at", "id")
    assert {(each.body, each.is_note) for each in written} == {("Bonjour", False), ("Careful", True)}
    page = at_work.get(url_of(a_french_ticket))
    good(page)
    assert "Internal" in page.content.decode()


def test_a_reply_may_set_the_state_in_the_same_step(at_work: Client, a_french_ticket: Ticket) -> None:
    sent = seen(a_french_ticket, kind="reply", body="Please send your papers", then="PENDING")
    at_work.post(url_of(a_french_ticket, "reply"), sent)
    a_french_ticket.refresh_from_db()
    assert a_french_ticket.state == State.PENDING


def test_a_reply_over_another_agents_change_is_refused_and_the_text_kept(
    at_work: Client, supervisor: User, a_french_ticket: Ticket
) -> None:
    outdated = seen(a_french_ticket, kind="reply", body="My <long> answer")
    reply(ticket_id=a_french_ticket.id, body="First", author=supervisor, now=SENT, seen_event=outdated["seen_event"])
    page = at_work.post(url_of(a_french_ticket, "reply"), outdated)
    html = page.content.decode()
    assert page.status_code == 409
    good(page)
    assert "My &lt;long&gt; answer</textarea>" in html
    assert "Sam Doe" in html
    assert str(Verb.REPLIED.label) in html
    assert not Message.objects.filter(body="My <long> answer").exists()
    fresh = re.search(r'name="seen_event" value="(\d+)"', html)
    assert fresh
    assert int(fresh.group(1)) > outdated["seen_event"]
    again = at_work.post(url_of(a_french_ticket, "reply"), outdated | {"seen_event": fresh.group(1)})
    assert again.status_code == 302
    assert Message.objects.filter(body="My <long> answer").count() == 1


def test_sending_the_same_reply_twice_sends_it_once(at_work: Client, a_french_ticket: Ticket) -> None:
    form = seen(a_french_ticket, kind="reply", body="Once")
    statuses = [at_work.post(url_of(a_french_ticket, "reply"), form).status_code for _time in range(2)]
    assert statuses == [302, 409]
    assert Message.objects.filter(body="Once").count() == 1


def test_an_edit_on_a_ticket_that_was_merged_meanwhile_is_refused(at_work: Client, a_french_ticket: Ticket) -> None:
    form = seen(a_french_ticket, kind="note", body="Do not lose me")
    root = another()
    merge(child_id=a_french_ticket.id, into_id=root.id, now=SENT)
    page = at_work.post(url_of(a_french_ticket, "reply"), form)
    assert page.status_code == 409
    assert "Do not lose me</textarea>" in page.content.decode()
    assert url_of(root, "reply") in page.content.decode()


def test_a_secret_is_refused_and_never_stored(at_work: Client, a_french_ticket: Ticket) -> None:
    phrase = "abandon " * 11 + "about"
    page = at_work.post(url_of(a_french_ticket, "reply"), seen(a_french_ticket, kind="reply", body=phrase))
    assert page.status_code == 422
    assert not Message.objects.filter(body__contains="abandon").exists()


def test_nothing_written_is_not_sent(at_work: Client, a_french_ticket: Ticket) -> None:
    page = at_work.post(url_of(a_french_ticket, "reply"), seen(a_french_ticket, kind="reply", body="  \r\n "))
    assert page.status_code == 422


def test_assigning_and_solving(at_work: Client, agent: User, supervisor: User, a_french_ticket: Ticket) -> None:
    for pk, expected in ((agent.pk, agent), (supervisor.pk, supervisor), ("", None)):
        at_work.post(url_of(a_french_ticket, "assign"), seen(a_french_ticket, assignee=str(pk)))
        a_french_ticket.refresh_from_db()
        assert a_french_ticket.assignee == expected
    at_work.post(url_of(a_french_ticket, "state"), seen(a_french_ticket, state="SOLVED"))
    a_french_ticket.refresh_from_db()
    assert a_french_ticket.state == State.SOLVED


def test_a_state_that_is_not_allowed_is_refused_in_words(at_work: Client, a_french_ticket: Ticket) -> None:
    page = at_work.post(url_of(a_french_ticket, "state"), seen(a_french_ticket, state="CLOSED"))
    assert page.status_code == 409
    assert "“New” to “Closed”" in page.content.decode()
    assert at_work.post(url_of(a_french_ticket, "state"), seen(a_french_ticket, state="x")).status_code == 422
    assert at_work.post(url_of(a_french_ticket, "assign"), seen(a_french_ticket, assignee="99")).status_code == 422


def test_an_unreadable_number_of_the_last_event_counts_as_outdated(at_work: Client, a_french_ticket: Ticket) -> None:
    form = {"kind": "reply", "body": "Hello", "seen_event": "²"}
    assert at_work.post(url_of(a_french_ticket, "reply"), form).status_code == 409


def test_a_merged_reference_leads_to_the_conversation(at_work: Client, a_french_ticket: Ticket) -> None:
    root = another(body="I am the parent")
    merge(child_id=a_french_ticket.id, into_id=root.id, now=SENT)
    page = at_work.get(url_of(a_french_ticket), follow=True)
    html = page.content.decode()
    assert page.redirect_chain[-1][0] == url_of(root)
    assert "On m’a volé mon téléphone." in html
    assert "I am the parent" in html
    assert html.count(a_french_ticket.reference) > 2


def test_any_spelling_of_a_reference_opens_its_page(at_work: Client, a_french_ticket: Ticket) -> None:
    bare = a_french_ticket.reference.replace("-", "").lower()
    assert at_work.get(f"/staff/tickets/{bare}/").status_code == 200
    assert at_work.get("/staff/tickets/KS-0000-0001/").status_code == 404


def test_a_long_conversation_stays_within_its_queries(
    at_work: Client,
    agent: User,
    a_french_ticket: Ticket,
    an_accepted_file: Callable[[Ticket], Attachment],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _each in range(5):
        an_accepted_file(a_french_ticket)
    merge(child_id=another().id, into_id=a_french_ticket.id, now=SENT)
    for number in range(20):
        reply(
            ticket_id=a_french_ticket.id,
            body=f"Answer {number}",
            author=agent,
            now=SENT + timedelta(minutes=number),
            seen_event=seen(a_french_ticket)["seen_event"],
        )
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        page = at_work.get(url_of(a_french_ticket))
    assert "Answer 19" in page.content.decode()


def test_forms_need_their_token(agent: User, a_french_ticket: Ticket) -> None:
    browser = browser_of(agent)
    browser.handler.enforce_csrf_checks = True
    form = seen(a_french_ticket, kind="reply", body="Forged")
    assert browser.post(url_of(a_french_ticket, "reply"), form).status_code == 403


@pytest.mark.parametrize("state", [State.NEW, State.PENDING])
def test_asking_for_documents_waits_for_the_customer_and_their_page_says_for_what(
    at_work: Client, state: State
) -> None:
    customer = a_quick_sender()
    ticket = confirmed(ticket_of(customer))
    customer.get(customer.url)
    Ticket.objects.update(state=state)
    sent = seen(ticket, kind="reply", body="A photo of your ticket, please", then="DOCUMENTS")
    page = good(at_work.post(url_of(ticket, "reply"), sent, follow=True)).content.decode()
    assert "The customer was asked for documents, and none came yet" in page
    assert '<option value="DOCUMENTS" selected>' in page
    assert Ticket.objects.get().state == State.PENDING
    good(customer.get(status_url(customer)))
    assert "Documents are needed" in customer.text
    assert customer.text.count("Add documents to this request") == 1
    assert "Answer the agent" not in customer.text
