"""Whatever is typed into the agents' addresses and forms is answered in words, in their own frame, and breaks nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.html import escape

from agent_desk.merge_preview import candidates
from agent_desk.signed_in import SIGNED_IN_AT
from agent_desk.views.errors import error_page
from attachments.models import Attachment
from tests.agent_desk.conftest import SENT, another, good, seen, url_of
from tests.factories import a_submission
from tickets.actions.assign import assign
from tickets.actions.submit import submit
from tickets.models import Event, Message, Ticket, Verb
from tickets.states import State

FRAME = "Agents’ pages"
HUGE = ("9" * 23, "9" * 5000, "²", "-1", "a\0b")


@pytest.mark.database_concurrency
def test_no_number_and_no_nul_breaks_a_form(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Callable[[Ticket], Attachment]
) -> None:
    ticket, file = a_french_ticket, an_accepted_file(a_french_ticket)
    for odd in HUGE:
        for verb, field, status in (
            ("assign", "assignee", 422),
            ("state", "state", 422),
            ("unmerge", "child", 409),
            ("merge", "other", 422),
        ):
            page = at_work.post(url_of(ticket, verb), seen(ticket, **{field: odd}))
            assert page.status_code == status, (verb, odd)
        assert at_work.get(url_of(ticket, "merge"), {"other": odd}).status_code in {400, 422}
        late = {"kind": "note", "body": "x", "seen_event": odd}
        assert at_work.post(url_of(ticket, "reply"), late).status_code == 409
    at_work.post(url_of(ticket, "reply"), seen(ticket, kind="reply", body="be\0fore\r\nafter"))
    assert Message.objects.filter(body="before\nafter").count() == 1
    at_work.post(reverse("staff:original", args=[file.id]), {"reason": "I need\0 it"})
    assert Event.objects.get(verb=Verb.FILE_DOWNLOADED).details["reason"] == "I need it"


@pytest.mark.database_concurrency
def test_no_number_and_no_nul_breaks_the_list(at_work: Client, a_french_ticket: Ticket) -> None:
    for name in ("assignee", "state", "priority", "type", "language", "show", "q", "p", "o", "reference", "id__in"):
        for odd in HUGE:
            assert at_work.get("/staff/tickets/", {name: odd}).status_code in {200, 302, 400}, (name, odd)


def test_the_chosen_agent_and_state_are_kept_when_nothing_was_saved(
    at_work: Client, agent: User, supervisor: User, a_french_ticket: Ticket
) -> None:
    outdated = seen(a_french_ticket)
    assign(ticket_id=a_french_ticket.id, assignee=agent, actor=supervisor, now=SENT, seen_event=outdated["seen_event"])
    for chosen, selected in ((str(supervisor.pk), f'<option value="{supervisor.pk}" selected>'), ("", "<option ")):
        page = at_work.post(url_of(a_french_ticket, "assign"), outdated | {"assignee": chosen})
        assert page.status_code == 409
        select = page.content.decode().partition('id="assignee"')[2].partition("</select>")[0]
        assert selected in select
        assert f'<option value="{agent.pk}" selected>' not in select
    page = at_work.post(url_of(a_french_ticket, "state"), outdated | {"state": State.ON_HOLD})
    assert page.status_code == 409
    assert '<option value="ON_HOLD" selected>' in page.content.decode()
    fresh = at_work.get(url_of(a_french_ticket)).content.decode()
    assert f'<option value="{agent.pk}" selected>' in fresh


def test_a_request_with_the_same_address_in_other_letters_is_offered(at_work: Client) -> None:
    root = another(account_email="lea.m@example.com", contact_email="", device="")
    same = another(account_email="Lea.M@Example.com", contact_email="", device="")
    found = candidates(root=root, language="en")
    assert [(each.ticket.id, each.why) for each in found] == [(same.id, "Same account email")]


@pytest.mark.database_concurrency
def test_requests_with_the_same_address_are_found_by_an_index(db: None) -> None:
    root = another(device="")
    for number in range(50):
        submission = a_submission(account_email=f"p{number}@example.com", contact_email=f"p{number}@example.com")
        submit(submission=submission, now=SENT)
    assert candidates(root=root, language="en") == []
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket")
        # So few rows are read faster without an index; the question is whether there is one that fits.
        cursor.execute("SET LOCAL enable_seqscan = off")
    for column, index in (("account_email", "ticket_by_account_email"), ("contact_email", "ticket_by_contact_email")):
        plan = Ticket.objects.filter(**{f"{column}__iexact": getattr(root, column)}).explain()
        assert index in plan


@pytest.mark.parametrize(
    "address",
    ["tickets/KS-0000-0000/", "tickets/KS-0000-0001/reply/", "tickets/nonsense/", "tickets/ticket/1/change/", "r/1/a/"],
)
def test_what_is_not_there_is_said_in_the_agents_frame(at_work: Client, db: None, address: str) -> None:
    page = at_work.get(f"/staff/{address}")
    good(page)
    html = page.content.decode()
    assert page.status_code == 404
    assert "There is nothing here" in html
    assert FRAME in html
    assert "Follow my request" not in html


def test_what_an_agent_may_not_do_is_said_in_the_agents_frame(at_work: Client, a_french_ticket: Ticket) -> None:
    page = at_work.get("/staff/tickets/ticket/add/")
    good(page)
    html = page.content.decode()
    assert page.status_code == 403
    assert "You may not open this" in html
    assert FRAME in html


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500])
@pytest.mark.parametrize("who", ["agent", "nobody", "unknown"])
def test_every_error_has_a_page_in_the_agents_frame(agent: User, status: int, who: str) -> None:
    request: Any = RequestFactory().get("/staff/")
    if who != "unknown":
        request.user = agent if who == "agent" else AnonymousUser()
        request.session = {SIGNED_IN_AT: 1} if who == "agent" else {}
    page = error_page(request, status)
    good(page)
    assert page.status_code == status
    shows_tools = who == "agent" and status < 500
    assert (FRAME in page.content.decode()) == shows_tools
    assert escape("Back to the overview") in page.content.decode()


def test_a_form_that_is_too_old_says_so(agent: User) -> None:
    request: Any = RequestFactory().post("/staff/")
    request.user, request.session = agent, {SIGNED_IN_AT: 1}
    assert "This form is too old" in error_page(request, 403, form_too_old=True).content.decode()
