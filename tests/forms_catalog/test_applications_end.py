"""An application is kept for six months at most; then no row, letter or file of it is left, and all others are untouched."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from attachments import storage
from attachments.judging import judge
from attachments.ledger.proving import prove
from attachments.models import Attachment, FlatCopy, Preview
from attachments.states import FileState
from calls.models import Appointment, CallState, Channel, TakenQuarter
from forms_catalog import drafts
from forms_catalog.erasing import erase_old_applications
from operations.clock import database_now
from outbox.models import Letter
from tests.factories import a_file, a_proven_ticket, a_ticket
from tickets.actions.merge import merge
from tickets.changes import Change
from tickets.compartments import Compartment
from tickets.models import Approval, Ticket

pytestmark = pytest.mark.django_db(transaction=True)

OLD = timedelta(days=181)


def an_application(now: datetime, name: str = "joan") -> Ticket:
    """An application with a CV, sent from a browser of its own."""
    ticket = a_proven_ticket(
        now=now,
        draft_id=uuid4(),
        device=f"browser-of-{name}",
        compartment=Compartment.HR,
        contact_email=f"{name}@example.com",
        account_email="",
        answers={"name": "Joan Canary"},
        body="Canary would like to keep your servers running.",
        tags=["hr:apply"],
    )
    cv = a_file(now=now, ticket=ticket, name="Canary.pdf", state=FileState.ACCEPTED)
    Preview.objects.create(attachment=cv, number=1, width=8, height=8)
    FlatCopy.objects.create(attachment=cv, due_at=now)
    storage.quarantine_path(cv.id).write_bytes(b"%PDF-1.4 Canary")
    return ticket


def an_appointment_and_an_approval(ticket: Ticket, agents: list[User], now: datetime) -> None:
    """No application has these today; what points at a ticket must not keep it all the same."""
    lea = agents[0]
    call = Appointment.objects.create(
        id=uuid4(),
        ticket=ticket,
        channel=Channel.PHONE,
        state=CallState.AGREED,
        starts_at=now,
        minutes=15,
        zone="Europe/Paris",
        agent=lea,
        created_at=now,
        changed_at=now,
    )
    TakenQuarter.objects.create(appointment=call, agent=lea, starts_at=now)
    Approval.objects.create(
        id=uuid4(), ticket=ticket, change=Change.NAME, checked="all", proposed_by=lea, proposed_at=now
    )


def test_an_old_application_is_erased_with_all_that_hangs_on_it(now: datetime) -> None:
    kept = an_application(now, "max")
    customers = a_ticket(now=now - OLD, draft_id=uuid4())
    gone = an_application(now - OLD)
    second = an_application(now - OLD)
    merge(child_id=second.id, into_id=gone.id, now=now - OLD)
    agents = [User.objects.create_user(f"{name}@example.com") for name in ("lea", "sam")]
    judge(file_id=gone.files.get().id, reason="", actor=agents[0], now=now)
    an_appointment_and_an_approval(gone, agents, now)
    draft = drafts.begin(request_type="documents-general", device="browser-of-joan", now=now, parent=gone)
    apart = a_ticket(now=now, draft_id=uuid4(), compartment=Compartment.HR, joins=gone, joins_by_itself=False)
    files = list(Attachment.objects.filter(ticket__in=[gone, second]).values_list("id", flat=True))
    assert erase_old_applications(now=now) == 1
    assert set(Ticket.objects.values_list("id", flat=True)) == {kept.id, customers.id, apart.id}
    connection.check_constraints()
    rows = repr([list(model._default_manager.values_list()) for model in apps.get_models()])
    assert str(gone.id) not in rows
    assert str(second.id) not in rows
    assert str(draft.id) not in rows
    assert not Letter.objects.filter(address="joan@example.com").exists()
    assert Letter.objects.filter(address="max@example.com").exists()
    assert not [each for each in files if storage.quarantine_path(each).exists()]
    assert storage.quarantine_path(Attachment.objects.get(ticket=kept).id).exists()
    assert erase_old_applications(now=now) == 0


def test_whoever_asks_is_erased_sooner_and_nothing_but_an_application_is(now: datetime) -> None:
    kept, gone = an_application(now, "max"), an_application(now)
    call_command("applications_erase", "--ticket", gone.reference, "--yes")
    assert Ticket.objects.get() == kept
    customers = a_ticket(now=now, draft_id=uuid4())
    with pytest.raises(CommandError, match="is no application"):
        call_command("applications_erase", "--ticket", customers.reference, "--yes")
    assert Ticket.objects.count() == 2


def test_the_law_on_files_holds_after_applications_are_erased(now: datetime) -> None:
    an_application(now - OLD)
    erase_old_applications(now=now)
    assert prove(now=database_now(), share=0, conversation=None).account.stands == 0


def test_an_application_of_180_days_is_still_there(now: datetime) -> None:
    an_application(now - timedelta(days=180))
    assert erase_old_applications(now=now) == 0
    assert erase_old_applications(now=now + timedelta(seconds=1)) == 1
