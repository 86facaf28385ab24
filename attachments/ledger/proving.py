"""Takes the account and looks at everything: rows of files, what lies on the disk, requests."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from attachments.ledger.account import Account, take_account
from attachments.ledger.breaches import Breach
from attachments.ledger.of_conversations import conversations, left_behind, offers
from attachments.ledger.of_disk import Lying, disk, things
from attachments.ledger.of_files import files
from attachments.ledger.walking import confirmed, keys_of
from attachments.models import Attachment, Offer
from tickets.models import Message, Ticket

KEPT_AT_MOST = 1000
"""Breaches that are named; the others are counted."""


@dataclass(kw_only=True)
class Proof:
    """What was found. `counts` has all breaches by law, `breaches` the first of them in full."""

    account: Account
    lying: Lying = field(default_factory=Lying)
    counts: Counter[str] = field(default_factory=Counter)
    breaches: list[Breach] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether no law is broken."""
        return not self.counts

    def note(self, found: Iterable[Breach]) -> None:
        """Count breaches, and keep the first of them."""
        for each in found:
            self.counts[each.law] += 1
            if len(self.breaches) < KEPT_AT_MOST:
                self.breaches.append(each)


def prove(*, now: datetime, share: float = 0, conversation: UUID | None = None) -> Proof:
    """Look at everything, or at all of one conversation. In: `share` of files whose SHA-256 is computed anew (0 to 1).

    Reads a batch at a time and changes nothing; may run beside everything else.
    """
    proof = Proof(account=take_account(conversation=conversation))
    for found in (_of_rows(now, share, conversation), () if conversation else of_disk(now=now, lying=proof.lying)):
        proof.note(found)
    return proof


def of_files(*, now: datetime, share: float, conversation: UUID | None = None) -> Iterator[Breach]:
    """The breaches of rows of files."""
    rows = Attachment.objects.filter(ticket__survivor=conversation) if conversation else Attachment.objects.all()
    return confirmed(batches=keys_of(rows), look=files(now=now, share=share))


def of_disk(*, now: datetime, lying: Lying) -> Iterator[Breach]:
    """The breaches of what lies on the disk; the rest is counted in `lying`."""
    return confirmed(batches=things(now=now, lying=lying), look=disk(lying=lying))


def _of_rows(now: datetime, share: float, conversation: UUID | None) -> Iterator[Breach]:
    yield from of_files(now=now, share=share, conversation=conversation)
    counted = Exists(Offer.objects.filter(message=OuterRef("pk")))
    messages = Message.objects.filter(counted | Exists(Attachment.objects.filter(message=OuterRef("pk"))))
    tickets = Ticket.objects.all()
    if conversation:
        messages = messages.filter(ticket__survivor=conversation)
        tickets = tickets.filter(survivor=conversation)
    yield from confirmed(batches=keys_of(messages), look=offers)
    yield from confirmed(batches=keys_of(tickets), look=conversations)
    if not conversation:
        yield from confirmed(batches=[[None]], look=left_behind(now=now))
