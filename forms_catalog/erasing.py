"""Erases applications once their time is over, with all that hangs on them: rows, letters, files, drafts (domain F4)."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from accounts.models import Challenge
from attachments import storage
from attachments.models import Attachment, FlatCopy, Judgement, Offer, Preview
from calls.models import Appointment, TakenQuarter
from forms_catalog import drafts
from forms_catalog.models import Draft, Invitation
from outbox.models import Letter
from tickets.compartments import Compartment
from tickets.locking import conversations_locked
from tickets.models import Approval, Event, Joining, Message, Pass, StatusLink, Tag, Ticket

BATCH = 100


def old_applications(*, now: datetime) -> "models.QuerySet[Ticket]":
    """Applications that were kept for as long as they may be, oldest first."""
    since = now - timedelta(days=settings.APPLICATION_DAYS)
    return Ticket.objects.filter(compartment=Compartment.HR, created_at__lt=since).order_by("created_at")


def erase_old_applications(*, now: datetime) -> int:
    """Erase every conversation of which a part is older than applications may be kept. Out: how many."""
    erased = 0
    while roots := set(old_applications(now=now).values_list("survivor", flat=True)[:BATCH]):
        for root_id in roots:
            erase_application(root_id=root_id)
        erased += len(roots)
    return erased


def erase_application(*, root_id: UUID) -> None:
    """Erase one conversation: the rows first, so that what a crash leaves on the disk belongs to nobody and is swept up."""
    with conversations_locked(ids={root_id}) as locked:
        ids = [each.id for each in locked.values() if each.survivor_id == root_id]
        Ticket.objects.filter(joins__in=ids).update(joins=None, joining=Joining.NOT_ASKED)
        for draft in Draft.objects.filter(parent__in=ids).order_by("id"):
            drafts.erase(draft)
        files = list(Attachment.objects.filter(ticket__in=ids).order_by("id").values_list("id", flat=True))
        calls = list(Appointment.objects.filter(ticket__in=ids).order_by("id").values_list("id", flat=True))
        _erase_letters(ids)
        messages = list(Message.objects.filter(ticket__in=ids).order_by("id").values_list("id", flat=True))
        for of_file in (Preview, FlatCopy, Judgement):
            _erase_rows(of_file._base_manager.filter(attachment__in=files))
        _erase_rows(Attachment.objects.filter(id__in=files))
        _erase_rows(Offer.objects.filter(message__in=messages))
        _erase_rows(TakenQuarter.objects.filter(appointment__in=calls))
        for model in (Message, Event, Tag, Pass, StatusLink, Invitation, Approval, Appointment):
            _erase_rows(model._base_manager.filter(ticket__in=ids))
        _erase_rows(Ticket.objects.filter(id__in=ids))
        for file_id in files:
            transaction.on_commit(partial(storage.discard, file_id))


def _erase_letters(ids: list[UUID]) -> None:
    """The letters about these tickets hold an address, and so does what they were about."""
    links = [
        model._base_manager.filter(ticket__in=ids).values_list("id", flat=True)
        for model in (Pass, Invitation, Appointment)
    ]
    codes = Challenge.objects.filter(about__in=ids)
    about = [*ids, *(each for found in (*links, codes.values_list("id", flat=True)) for each in found)]
    Letter.objects.filter(about__in=about).delete()
    codes.delete()


def _erase_rows(rows: "models.QuerySet[models.Model]") -> None:
    """Without Django's look at what still points there: all of it goes in this transaction, which the database checks."""
    rows._raw_delete(rows.db)
