"""Begins, finds, saves and forgets drafts; a draft opens to the browser that began it and to no other."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from attachments import storage
from attachments.models import Attachment, Tray
from attachments.receive import narrow_tray, new_tray
from forms_catalog.catalogue import catalogue
from forms_catalog.models import Draft, Invitation
from tickets.models import Ticket


class DraftGone(Exception):
    """There is no such draft for this browser: sent, expired, forgotten, somebody else’s, or of a type that is gone."""


def begin(
    *,
    request_type: str,
    device: str,
    now: datetime,
    parent: Ticket | None = None,
    invitation: Invitation | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Draft:
    """A new draft with an empty tray; `parent` is the ticket whose page or invitation it was begun from.

    In: `answers` that are clear from where it was begun; none else.
    """
    with transaction.atomic():
        return Draft.objects.create(
            id=uuid4(),
            device=device,
            request_type=request_type,
            tray=new_tray(now=now, customer=device, only=_only(request_type)),
            parent=parent,
            invitation=invitation,
            answers=dict(answers or {}),
            created_at=now,
            updated_at=now,
            expires_at=now + timedelta(days=settings.DRAFT_DAYS),
        )


def _only(request_type: str) -> Sequence[str]:
    """The media types that a request takes, when those are not all that we take."""
    policy = catalogue()[request_type].files
    return policy.narrows if policy else ()


def find(*, draft_id: UUID, device: str, now: datetime) -> Draft:
    """This browser's draft. Raises DraftGone."""
    try:
        draft = Draft.objects.get(id=draft_id)
    except Draft.DoesNotExist:
        raise DraftGone from None
    if not device or draft.device != device or draft.expires_at <= now or draft.request_type not in catalogue():
        raise DraftGone
    return draft


def begun_by(*, invitation: Invitation, device: str, now: datetime) -> Draft | None:
    """What this browser has begun by an invitation and not sent yet."""
    if not device:
        return None
    begun = Draft.objects.select_related("parent", "invitation")
    return begun.filter(invitation=invitation, device=device, expires_at__gt=now).order_by("-updated_at").first()


def save_answers(*, draft: Draft, answers: dict[str, Any], now: datetime, request_type: str = "") -> None:
    """Keep new answers (and, after a hand-over, the new type); the draft's days begin anew."""
    with transaction.atomic():
        # Another tab may have saved another page meanwhile: only what this page knows is laid over it.
        fresh = Draft.objects.select_for_update().filter(id=draft.id).first()
        if fresh is None:
            raise DraftGone
        fresh.answers = answers if request_type else {**fresh.answers, **answers}
        fresh.request_type = request_type or fresh.request_type
        fresh.updated_at = now
        fresh.expires_at = now + timedelta(days=settings.DRAFT_DAYS)
        fresh.save(update_fields=["answers", "request_type", "updated_at", "expires_at"])
        if request_type:
            narrow_tray(tray_id=fresh.tray_id, only=_only(request_type))
    draft.answers, draft.request_type, draft.expires_at = fresh.answers, fresh.request_type, fresh.expires_at


def of_device(*, device: str, now: datetime) -> list[Draft]:
    """This browser's drafts, newest first."""
    if not device:
        return []
    open_types = Draft.objects.filter(device=device, expires_at__gt=now, request_type__in=catalogue())
    return list(open_types.order_by("-updated_at")[:20])


def forget_all(*, device: str) -> int:
    """Erase this browser's drafts with their files. Out: how many drafts."""
    return sum(erase(draft) for draft in Draft.objects.filter(device=device).order_by("id")) if device else 0


def purge_expired(*, now: datetime, batch: int = 500) -> int:
    """Erase every draft whose days are over, with its files, some at a time. Out: how many."""
    erased = 0
    while found := list(Draft.objects.filter(expires_at__lte=now).order_by("expires_at")[:batch]):
        erased += sum(erase(draft) for draft in found)
    return erased


def erase(draft: Draft) -> int:
    """Erase a draft with its files. Out: how many drafts; none when it was sent meanwhile."""
    with transaction.atomic():
        # A Send in another tab may have come first: then there is nothing left to erase.
        locked = Draft.objects.select_for_update().filter(id=draft.id).first()
        if locked is None:
            return 0
        Tray.objects.select_for_update().get(id=locked.tray_id)
        files = list(Attachment.objects.filter(tray_id=locked.tray_id).values_list("id", flat=True))
        Attachment.objects.filter(tray_id=locked.tray_id).delete()
        locked.delete()
        Tray.objects.filter(id=locked.tray_id).delete()
    for file_id in files:
        storage.discard(file_id)
    return 1
