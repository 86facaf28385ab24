"""Which browser has proven which address, and the account that a proof makes."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.limits import PROOF_DAYS
from accounts.models import Person, Proof
from operations.ids import new_id
from outbox.addresses import address_key


def has_proven(*, device: str, address: str, now: datetime) -> bool:
    """Whether this browser has proven this address within the last days. In: the hash of its cookie, or nothing."""
    since = now - timedelta(days=PROOF_DAYS)
    key = address_key(address)
    return Proof.objects.filter(device=device, person__address_key=key, proven_at__gt=since).exists()


def prove(*, device: str, address: str, now: datetime) -> Person:
    """Note that a browser has proven an address. Out: its person, made now when nobody had proven it before."""
    key = address_key(address)
    with transaction.atomic():
        fresh = Person(id=new_id(now=now), address=address, address_key=key, created_at=now)
        Person.objects.bulk_create([fresh], ignore_conflicts=True)
        person = Person.objects.get(address_key=key)
        Proof.objects.bulk_create(
            [Proof(device=device, person=person, proven_at=now)],
            update_conflicts=True,
            unique_fields=["device", "person"],
            update_fields=["proven_at"],
        )
    return person


def person_with(*, address: str) -> Person | None:
    """Whose address it is; None as long as nobody has proven it. For those alone who have proven it just now."""
    return Person.objects.filter(address_key=address_key(address)).first()


def forget(*, device: str, person: Person) -> None:
    """Take a browser's proof back: it has to prove the address again."""
    Proof.objects.filter(device=device, person=person).delete()
