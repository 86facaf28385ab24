"""Begins a request of any type the way its people do: by its start page, or by an agent's invitation."""

from django.utils import timezone

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from forms_catalog import invitations
from forms_catalog.definition import Access, RequestType
from forms_catalog.invitations import invite
from tests.customer import Customer
from tests.factories import a_ticket
from tickets.actions.edit import last_event_id


def open_request(customer: Customer, request_type: RequestType) -> None:
    """Lead a customer to the first question."""
    if request_type.access is not Access.INVITED:
        customer.begin(request_type.slug)
        return
    agent = create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)
    now = timezone.now()
    ticket = a_ticket(now=now)
    invitation = invite(
        ticket_id=ticket.id,
        request_type=request_type.slug,
        actor=agent,
        now=now,
        seen_event=last_event_id(ticket=ticket),
    )
    customer.get(f"/{customer.language}/i/{invitations.token_of(invitation=invitation)}/")
    customer.post(customer.url)
