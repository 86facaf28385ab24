"""Begins a request of any type the way its people do: by its start page, an agent's invitation or a status page."""

from django.utils import timezone

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from forms_catalog import invitations
from forms_catalog.definition import Access, RequestType
from forms_catalog.invitations import invite
from tests.customer import Customer
from tests.factories import a_ticket
from tests.signing_in import sign_in
from tickets.actions.edit import last_event_id
from tickets.links import issue_link, token_of
from tickets.models import Ticket
from tickets.states import State


def open_request(customer: Customer, request_type: RequestType) -> None:
    """Lead a customer to the first question."""
    if request_type.access is not Access.INVITED:
        customer.begin(request_type.slug)
        if "/sign-in/?next=" in customer.text:
            sign_in(customer)
        return
    if request_type.after_solved:
        _from_the_status_page(customer, request_type)
        return
    agent = create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)
    now = timezone.now()
    # A later half is invited to from its first.
    ticket = a_ticket(now=now, **({"request_type": request_type.stage_of} if request_type.stage_of else {}))
    invitation = invite(
        ticket_id=ticket.id,
        request_type=request_type.slug,
        actor=agent,
        now=now,
        seen_event=last_event_id(ticket=ticket),
    )
    customer.get(f"/{customer.language}/i/{invitations.token_of(invitation=invitation)}/")
    customer.post(customer.url)


def _from_the_status_page(customer: Customer, request_type: RequestType) -> None:
    now = timezone.now()
    ticket = a_ticket(now=now)
    Ticket.objects.filter(id=ticket.id).update(state=State.SOLVED)
    token = token_of(link=issue_link(ticket=ticket, now=now))
    customer.get(f"/{customer.language}/t/{token}/")
    customer.post(f"/{customer.language}/requests/{request_type.slug}/begin/", {"for": token})
