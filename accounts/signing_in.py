"""Signs a person in in one browser, and ends sign-ins."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import proofs
from accounts.limits import SIGN_IN_DAYS, UNUSED_DAYS
from accounts.models import Person, SignIn
from accounts.signed_in import hash_of
from operations.ids import new_id

_KEY_BYTES = 32


def sign_in(*, person: Person, device: str, now: datetime, instead_of: SignIn | None = None) -> str:
    """Sign a person in. In: the browser's hash, and the sign-in it had, which ends. Out: the key for its cookie, new."""
    key = secrets.token_urlsafe(_KEY_BYTES)
    with transaction.atomic():
        if instead_of:
            SignIn.objects.filter(id=instead_of.id, ended_at__isnull=True).update(ended_at=now)
        SignIn.objects.create(
            id=new_id(now=now),
            person=person,
            key_hash=hash_of(key),
            device=device,
            created_at=now,
            last_used_at=now,
        )
    return key


def live_sign_ins(*, person: Person, now: datetime) -> QuerySet[SignIn]:
    """Where a person is signed in, last used first."""
    return SignIn.objects.filter(
        person=person,
        ended_at__isnull=True,
        last_used_at__gt=now - timedelta(days=UNUSED_DAYS),
        created_at__gt=now - timedelta(days=SIGN_IN_DAYS),
    ).order_by("-last_used_at", "-id")


def end(*, person: Person, sign_in_id: UUID, now: datetime) -> bool:
    """End one of a person's sign-ins, at once, and take back that browser's proof of the address.

    Out: False when this person has no such sign-in.
    """
    with transaction.atomic():
        ended = SignIn.objects.filter(id=sign_in_id, person=person, ended_at__isnull=True)
        device = ended.values_list("device", flat=True).first()
        if device is None or not ended.update(ended_at=now):
            return False
        proofs.forget(device=device, person=person)
    return True
