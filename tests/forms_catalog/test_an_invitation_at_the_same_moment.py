"""Two browsers that were both begun by one invitation send at the same moment: one of them uses it."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from forms_catalog import drafts
from forms_catalog.access import StillBarred
from forms_catalog.invitations import invite
from forms_catalog.models import Draft, Invitation
from forms_catalog.sending import send
from tests.factories import a_proven_ticket
from tickets.actions.edit import last_event_id
from tickets.models import Ticket

ANSWERS = {"where": "trip", "description": "I am on a trip with a friend’s laptop."}


@pytest.mark.django_db(transaction=True)
@pytest.mark.database_concurrency
@pytest.mark.usefixtures("made_up_types")
def test_two_browsers_that_send_at_the_same_moment_use_an_invitation_once() -> None:
    now = timezone.now()
    ticket = a_proven_ticket(now=now)
    agent = get_user_model().objects.create_user("lea@example.com", is_staff=True)
    seen = last_event_id(ticket=ticket)
    invitation = invite(ticket_id=ticket.id, request_type="trip-questions", actor=agent, now=now, seen_event=seen)
    begun = [_begun(invitation, f"browser-{number}") for number in range(2)]
    together = threading.Barrier(2)
    refused: list[StillBarred] = []

    def press_send(draft: Draft) -> None:
        together.wait(10)
        try:
            send(draft_id=draft.id, device=draft.device, language="en", now=timezone.now())
        except StillBarred as barred:
            refused.append(barred)
        connection.close()

    people = [threading.Thread(target=press_send, args=(draft,)) for draft in begun]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert len(refused) == 1
    assert Ticket.objects.filter(survivor=ticket).count() == 2
    assert Draft.objects.count() == 1


def _begun(invitation: Invitation, device: str) -> Draft:
    draft = drafts.begin(
        request_type="trip-questions",
        device=device,
        now=timezone.now(),
        parent=invitation.ticket,
        invitation=invitation,
    )
    drafts.save_answers(draft=draft, answers=ANSWERS, now=timezone.now())
    return draft
