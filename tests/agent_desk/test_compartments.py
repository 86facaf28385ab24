"""Teams see their own requests and nobody else's: every address of the site, for every role and every compartment."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from agent_desk.compartments import people_for
from agent_desk.dashboard import dashboard
from agent_desk.merge_preview import candidates
from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from agent_desk.urgent import urgent_unassigned
from attachments.joining import join_if_ready
from attachments.models import Attachment
from attachments.states import FileState
from tests.agent_desk.conftest import SENT, browser_of, seen, url_of
from tests.agent_desk.test_who_may import ELSEWHERE, ON_THE_WAY_IN, OPEN_TO_ALL, address, every_name
from tests.factories import a_file, a_ticket
from tickets.actions.merge import DifferentCompartments, merge
from tickets.compartments import Compartment
from tickets.models import Event, Joining, Ticket, Verb

pytestmark = pytest.mark.django_db

SEES = {
    Role.AGENT: Compartment.CUSTOMERS,
    Role.SECURITY: Compartment.CUSTOMERS,
    Role.SUPERVISOR: Compartment.CUSTOMERS,
    Role.TAX: Compartment.VAULT,
    Role.BUSINESS: Compartment.BUSINESS,
    Role.HR: Compartment.HR,
}
OF_ONE_REQUEST = (
    *("ticket", "reply", "assign", "state", "merge", "unmerge", "invite", "withdraw"),
    *("propose", "judge", "stop", "carry_out"),
    *("call_agree", "call_propose", "call_settle", "call_off"),
    *("file", "preview", "flat_copy", "original", "retry", "judge_file", "take_back"),
)
METHOD_NOT_ALLOWED = 405
MakeFile = Callable[[Ticket], Attachment]


def in_compartment(compartment: Compartment, **over: Any) -> Ticket:
    """A request that one team works on."""
    values = {"draft_id": uuid4(), "compartment": compartment, "priority": 1} | over
    return a_ticket(now=SENT, **values)


@pytest.fixture(params=Role.values)
def worker(request: pytest.FixtureRequest) -> tuple[Role, User]:
    """Somebody of each role."""
    role = Role(request.param)
    return role, create_agent(email="lea@example.com", name="Léa Martin", role=role)


@pytest.fixture(params=Compartment.values)
def compartment(request: pytest.FixtureRequest) -> Compartment:
    """Each compartment."""
    return Compartment(request.param)


def test_every_address_of_a_request_opens_to_its_team_and_to_nobody_else(
    worker: tuple[Role, User], compartment: Compartment, an_accepted_file: MakeFile
) -> None:
    role, agent = worker
    ticket = in_compartment(compartment)
    file = an_accepted_file(ticket)
    browser, own = browser_of(agent), SEES[role] == compartment
    tried = 0
    for name in OF_ONE_REQUEST:
        there = address(name, ticket, file)
        statuses = [browser.get(there, follow=True).status_code, browser.post(there, follow=True).status_code]
        looked = [status for status in statuses if status != METHOD_NOT_ALLOWED]
        without_a_reason = name == "preview" and compartment == Compartment.VAULT
        assert (403 in looked) is (not own or without_a_reason), name
        assert own or set(looked) == {403}, name
        tried += 0 if own else len(looked)
        assert Event.objects.filter(ticket=ticket, verb=Verb.OPENING_REFUSED, actor=agent).count() == tried, name


def test_every_other_address_names_no_request_of_another_team(
    worker: tuple[Role, User], compartment: Compartment, an_accepted_file: MakeFile
) -> None:
    role, agent = worker
    ticket = in_compartment(compartment)
    file = an_accepted_file(ticket)
    broken = a_file(now=SENT, ticket=ticket, state=FileState.FAILED)
    browser, own = browser_of(agent), SEES[role] == compartment
    named = set()
    others = set(every_name()) - set(OF_ONE_REQUEST) - ELSEWHERE - OPEN_TO_ALL - ON_THE_WAY_IN - {"password_change"}
    for name in others:
        html = browser.get(address(name, ticket, file), follow=True).content.decode()
        if ticket.reference in html or str(file.id) in html or str(broken.id) in html:
            named.add(name)
    assert named == ({"index", "tickets"} if own else set())
    own_page = reverse("staff:tickets_ticket_change", args=[ticket.id])
    assert (browser.get(own_page, follow=True).status_code == 200) is own


def test_numbers_count_only_what_the_agent_sees(worker: tuple[Role, User]) -> None:
    role, agent = worker
    for each in Compartment:
        a_file(now=SENT, ticket=in_compartment(each), state=FileState.FAILED)
    numbers = dashboard(agent=agent, now=SENT)
    assert [each.number for each in numbers.tiles] == ["0", "1", "0", "1", "0", "0", "0"]
    assert numbers.failed == "1"
    assert [each.compartment for each in numbers.next_up] == [SEES[role]]
    assert [each.compartment for each in numbers.tickets_with_trouble] == [SEES[role]]
    assert urgent_unassigned(agent=agent).number == 1


def test_a_request_is_given_only_to_people_who_see_it(worker: tuple[Role, User], compartment: Compartment) -> None:
    role, agent = worker
    assert list(people_for(compartment)) == ([agent] if SEES[role] == compartment else [])


def test_whoever_administers_everything_is_not_thereby_of_another_team() -> None:
    administrator = User.objects.create_superuser("root@example.com")
    browser = browser_of(administrator)
    statuses = {each: browser.get(url_of(in_compartment(each))).status_code for each in Compartment}
    assert statuses == dict.fromkeys(Compartment, 403) | {Compartment.CUSTOMERS: 200}


@pytest.mark.parametrize("other", [Compartment.VAULT, Compartment.BUSINESS, Compartment.HR])
def test_requests_of_two_teams_never_become_one(other: Compartment) -> None:
    one, two = in_compartment(Compartment.CUSTOMERS), in_compartment(other)
    for child, into in ((one, two), (two, one)):
        with pytest.raises(DifferentCompartments):
            merge(child_id=child.id, into_id=into.id, now=SENT, across_people=True, restricted_too=True)
    assert candidates(root=one, language="en") == []
    assert candidates(root=two, language="en") == []


def test_not_even_a_supervisor_merges_a_request_of_the_vault(supervisor: User) -> None:
    general, secret = in_compartment(Compartment.CUSTOMERS), in_compartment(Compartment.VAULT)
    browser = browser_of(supervisor)
    form = seen(general, other=secret.reference, keep="this", across_people="1", restricted_too="1")
    assert browser.post(url_of(general, "merge"), form).status_code == 403
    assert browser.get(url_of(general, "merge"), {"other": secret.reference}).status_code == 403
    assert not Ticket.objects.filter(merged_into__isnull=False).exists()
    assert Event.objects.filter(ticket=secret, verb=Verb.OPENING_REFUSED, actor=supervisor).count() == 2


def test_whoever_is_of_two_teams_sees_both_and_still_merges_nothing(agent: User) -> None:
    tess = create_agent(email="tess@example.com", name="Tess Doe", role=Role.TAX)
    tess.groups.add(*agent.groups.all())
    general, secret = in_compartment(Compartment.CUSTOMERS), in_compartment(Compartment.VAULT)
    browser: Client = browser_of(User.objects.get(id=tess.id))
    assert browser.get(url_of(general)).status_code == browser.get(url_of(secret)).status_code == 200
    refused = browser.get(url_of(general, "merge"), {"other": secret.reference})
    assert (refused.status_code, "Nobody may merge them" in refused.content.decode()) == (403, True)


def test_nothing_joins_another_teams_request_by_itself() -> None:
    parent = in_compartment(Compartment.CUSTOMERS)
    child = in_compartment(Compartment.VAULT, joins=parent)
    a_file(now=SENT, ticket=child, state=FileState.ACCEPTED)
    assert not join_if_ready(ticket_id=child.id, now=SENT)
    child.refresh_from_db()
    assert (child.merged_into_id, child.joining) == (None, Joining.NOT_ASKED)
