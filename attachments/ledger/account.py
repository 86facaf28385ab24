"""Counts the files: how many were offered, and where each of them stands."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from attachments.models import Attachment, Offer
from attachments.states import UNFINISHED, FileState


@dataclass(frozen=True, kw_only=True)
class Account:
    """One side is what was offered, the other where it stands; the law says that both are equal."""

    offered: int
    accepted: int
    refused: int
    being_checked: int
    could_not_be_checked: int
    in_drafts: int
    erased: int
    waiting_for: dict[str, int]

    @property
    def stands(self) -> int:
        """The right side: files that stand somewhere."""
        return self.accepted + self.refused + self.being_checked + self.could_not_be_checked


def take_account(*, conversation: UUID | None = None) -> Account:
    """Count all files, or those of one conversation (the id of its survivor).

    Offered is what Send wrote down with each message, less what was erased on purpose, and what lies in drafts.
    """
    files, offers = Attachment.objects.all(), Offer.objects.all()
    if conversation:
        files = files.filter(ticket__survivor=conversation)
        offers = offers.filter(message__ticket__survivor=conversation)
    by_state: Counter[str] = Counter()
    in_drafts = 0
    for state, in_a_tray, number in _grouped(files):
        by_state[state] += number
        in_drafts += number if in_a_tray else 0
    sums = offers.aggregate(files=Sum("files", default=0), erased=Sum("erased", default=0))
    waiting = files.filter(settled_at__isnull=True).exclude(waiting_for="").values_list("waiting_for").order_by()
    return Account(
        offered=sums["files"] - sums["erased"] + in_drafts,
        accepted=by_state[FileState.ACCEPTED],
        refused=by_state[FileState.REFUSED],
        being_checked=sum(by_state[state] for state in UNFINISHED),
        could_not_be_checked=by_state[FileState.FAILED],
        in_drafts=in_drafts,
        erased=sums["erased"],
        waiting_for=dict(waiting.annotate(number=Count("pk"))),
    )


def _grouped(files: "QuerySet[Attachment]") -> list[tuple[str, bool, int]]:
    in_a_tray = ExpressionWrapper(Q(tray__isnull=False), output_field=BooleanField())
    grouped = files.order_by().annotate(in_a_tray=in_a_tray).values_list("state", "in_a_tray")
    return list(grouped.annotate(number=Count("pk")))
