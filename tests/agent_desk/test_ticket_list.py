"""The list of requests: what it shows first, what it finds, and how little it asks the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import User
from django.test import Client

from attachments.states import FileState
from tests.agent_desk.conftest import SENT, another, good, url_of
from tests.factories import a_file
from tickets.actions.merge import merge
from tickets.models import Ticket
from tickets.states import State

Budget = Callable[[int], AbstractContextManager[object]]


def listed(browser: Client, query: str = "") -> list[str]:
    """The references in the list, in order."""
    page = browser.get(f"/staff/tickets/{query}")
    assert page.status_code == 200
    good(page)
    return [ticket.reference for ticket in page.context["cl"].result_list]


def test_fifty_requests_with_files_take_few_queries(
    at_work: Client, agent: User, django_assert_max_num_queries: Budget
) -> None:
    for number in range(60):
        ticket = another(account_email=f"person{number}@example.com")
        Ticket.objects.filter(id=ticket.id).update(assignee=agent)
        a_file(now=SENT, ticket=ticket)
    at_work.get("/staff/tickets/")
    with django_assert_max_num_queries(12):
        page = at_work.get("/staff/tickets/")
    assert page.content.count(b"1 being checked") == 50


def test_live_requests_come_first_and_the_urgent_before_the_old(at_work: Client) -> None:
    old, urgent, done, child = another(), another(priority=1), another(), another()
    Ticket.objects.filter(id=done.id).update(state=State.SOLVED)
    merge(child_id=child.id, into_id=old.id, now=SENT)
    assert listed(at_work) == [urgent.reference, old.reference]
    assert listed(at_work, "?show=done") == [done.reference]
    assert listed(at_work, "?show=merged") == [child.reference]
    assert len(listed(at_work, "?show=all")) == 4


def test_files_of_merged_requests_count_for_the_one_they_live_in(at_work: Client) -> None:
    root, child = another(), another()
    a_file(now=SENT, ticket=child, state=FileState.REFUSED, code="file_password")
    a_file(now=SENT, ticket=root, state=FileState.FAILED)
    merge(child_id=child.id, into_id=root.id, now=SENT)
    page = at_work.get("/staff/tickets/").content.decode()
    assert "1 refused" in page
    assert "1 could not be checked" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?priority=1", 1),
        ("?priority=nonsense", 0),
        ("?priority=9", 0),
        ("?language=fr", 1),
        ("?assignee=me", 1),
        ("?assignee=nobody", 2),
        ("?assignee=x", 0),
        ("?assignee=" + "9" * 23, 0),
        ("?assignee=" + "9" * 5000, 0),
        ("?show=x", 0),
        ("?language=%01", 0),
        ("?state=", 3),
        ("?reference=x&answers=1&created_at=x&assignee__username=x", 3),
        ("?type=lost-device", 3),
        ("?type=unknown", 0),
        ("?state=PENDING", 0),
        ("?q=FR@EXAMPLE.COM", 1),
        ("?q=fr@example", 0),
    ],
)
def test_filters_and_search(at_work: Client, agent: User, query: str, expected: int) -> None:
    another(priority=1)
    another(language="fr", account_email="fr@example.com")
    Ticket.objects.filter(id=another().id).update(assignee=agent)
    assert len(listed(at_work, query)) == expected


def test_a_reference_in_the_search_opens_the_request(at_work: Client, a_french_ticket: Ticket) -> None:
    typed = a_french_ticket.reference.lower().replace("-", " ")
    assert at_work.get("/staff/tickets/", {"q": typed}).headers["Location"] == url_of(a_french_ticket)


def test_the_admins_own_address_leads_to_the_page(at_work: Client, a_french_ticket: Ticket) -> None:
    for address in ("change", "history"):
        page = at_work.get(f"/staff/tickets/ticket/{a_french_ticket.id}/{address}/")
        assert page.headers["Location"] == url_of(a_french_ticket)


def test_nothing_can_be_added_or_deleted(at_work: Client, a_french_ticket: Ticket) -> None:
    assert at_work.get("/staff/tickets/ticket/add/").status_code == 403
    assert at_work.post(f"/staff/tickets/ticket/{a_french_ticket.id}/delete/", {"post": "yes"}).status_code == 403
    assert Ticket.objects.filter(id=a_french_ticket.id).exists()


def test_the_overview_counts_and_rings_the_alarm(at_work: Client, a_french_ticket: Ticket) -> None:
    calm = at_work.get("/staff/")
    good(calm)
    assert "Files need somebody" not in calm.content.decode()
    a_file(now=SENT, ticket=a_french_ticket, state=FileState.FAILED)
    a_file(now=SENT, ticket=a_french_ticket)
    alarm = at_work.get("/staff/").content.decode()
    assert "Files need somebody" in alarm
    assert "Could not be checked: 1." in alarm
    assert "more than 15 minutes: 1." in alarm
    assert a_french_ticket.reference in alarm
