"""Takes received files into a tray: as many as the limit allows, each with a row that says what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from attachments import storage
from attachments.limits import MAX_REFUSED_FILES
from attachments.models import Attachment, Tray
from attachments.names import clean_name, kind_of_secret
from attachments.signatures import is_another_image
from attachments.states import UNFINISHED, FileState, Refusal
from attachments.turns import next_turns
from attachments.upload_handler import ReceivedFile
from operations.doorbell import ring
from operations.ids import new_id
from tickets.compartments import Compartment


@dataclass
class Taken:
    """What became of the files of one upload; together, everything that was offered.

    `secret_names` says of each file that was refused for its name which kind of secret that holds: the name is not repeated.
    """

    kept: list[Attachment] = field(default_factory=list)
    over_the_limit: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    secret_names: list[str] = field(default_factory=list)


def new_tray(*, now: datetime, customer: str = "", only: Sequence[str] = ()) -> Tray:
    """An empty tray for a new draft. In: whose it is, as a hash, so that their files take turns with others’; the only
    media types it takes, if not all that we take.
    """
    return Tray.objects.create(id=new_id(now=now), created_at=now, customer=customer, only=" ".join(only))


def narrow_tray(*, tray_id: UUID, only: Sequence[str]) -> None:
    """Let a tray take other media types than before; what lies in it and was not checked yet is judged by them too."""
    Tray.objects.filter(id=tray_id).update(only=" ".join(only))
    Attachment.objects.filter(tray_id=tray_id, state__in=UNFINISHED).update(only=" ".join(only))


def take_files(
    *, tray_id: UUID, received: list[ReceivedFile], limit: int, now: datetime, person_id: UUID | None = None
) -> Taken:
    """Take files into a tray and ring for their check.

    In: `limit` is how many usable files the tray may hold, `person_id` whoever is signed in, whose earlier files are
    recognised.

    The first files that fit are kept, the names of the others are returned; nothing is dropped in silence.
    The bytes are durable before the rows are, so “received” is never said of a file that a crash could lose.
    """
    taken = Taken()
    with transaction.atomic():
        # The lock makes two uploads at once count one after the other.
        tray = Tray.objects.select_for_update().get(id=tray_id)
        present = list(Attachment.objects.filter(tray_id=tray_id).order_by("id"))
        turns = next_turns(customer=tray.customer or str(tray.id), now=now)
        for each in received:
            _take(each, tray, present, taken, limit, now, person_id, turns)
        storage.keep([each.id for each in taken.kept if each.state == FileState.QUEUED])
        Attachment.objects.bulk_create(taken.kept)
        _forget_oldest_refused(present)
    for attachment in taken.kept:
        if attachment.state == FileState.QUEUED:
            ring(task="attachments.tasks.check_file", file_id=str(attachment.id))
    return taken


def _take(
    each: ReceivedFile,
    tray: Tray,
    present: list[Attachment],
    taken: Taken,
    limit: int,
    now: datetime,
    person_id: UUID | None,
    turns: Iterator[datetime],
) -> None:
    name = clean_name(each.raw_name)
    secret = kind_of_secret(each.raw_name)
    if secret:
        storage.discard(each.id)
        taken.secret_names.append(secret)
        return
    refusal = _refused_at_the_door(each, tray.only)
    usable = [file for file in present if file.state != FileState.REFUSED]
    if not refusal and any(file.sha256 == each.sha256 for file in usable):
        storage.discard(each.id)
        taken.duplicates.append(name)
        return
    if not refusal and (len(usable) >= limit or not each.is_written):
        storage.discard(each.id)
        taken.over_the_limit.append(name)
        return
    if refusal:
        storage.discard(each.id)
    earlier = None if refusal else _sent_before(person_id, each.sha256)
    attachment = Attachment(
        id=each.id,
        tray=tray,
        name=name,
        only=tray.only,
        role=each.role,
        size=each.size or 0,
        sha256="" if refusal else each.sha256,
        same_as=earlier.id if earlier else None,
        known_since=earlier.received_at if earlier else None,
        # Those of one upload stay in the order they were chosen in.
        received_at=now + timedelta(microseconds=len(present)),
        customer=tray.customer or str(tray.id),
        turn_at=now if refusal else next(turns),
        next_try_at=now,
        state=FileState.REFUSED if refusal else FileState.QUEUED,
        code=refusal,
        settled_at=now if refusal else None,
    )
    present.append(attachment)
    taken.kept.append(attachment)


def sent_by(*, person_id: UUID) -> "QuerySet[Attachment]":
    """The accepted files of a person's requests as a customer: what only few may read stays where it was sent."""
    sent = Attachment.objects.filter(ticket__account=person_id, state=FileState.ACCEPTED)
    return sent.filter(ticket__compartment=Compartment.CUSTOMERS)


def _sent_before(person_id: UUID | None, sha256: str) -> Attachment | None:
    """The person's newest accepted file with these bytes. Nobody else's is asked for, so nothing tells of it."""
    if person_id is None:
        return None
    return sent_by(person_id=person_id).filter(sha256=sha256).order_by("-received_at", "-id").first()


def _forget_oldest_refused(present: list[Attachment]) -> None:
    """Keep the table bounded whatever is offered: what was refused long ago makes room, never a usable file."""
    refused = [file for file in present if file.state == FileState.REFUSED]
    for file in refused[: max(0, len(refused) - MAX_REFUSED_FILES)]:
        Attachment.objects.filter(id=file.id, state=FileState.REFUSED).delete()
        storage.discard(file.id)
        present.remove(file)


def _refused_at_the_door(each: ReceivedFile, only: str) -> Refusal | str:
    if each.is_too_large:
        return Refusal.SIZE
    if not each.size:
        return Refusal.EMPTY
    return Refusal.TYPE if is_another_image(each.head, only=only.split()) else ""


def remove_file(*, tray_id: UUID, file_id: UUID) -> bool:
    """Take a file back out of a tray and erase its bytes. Out: False when the tray holds no such file."""
    removed, _rows = Attachment.objects.filter(id=file_id, tray_id=tray_id).delete()
    if removed:
        storage.discard(file_id)
    return bool(removed)


def set_roles(*, tray_id: UUID, roles: dict[UUID, str]) -> None:
    """Note what the customer says each file is."""
    for attachment in Attachment.objects.filter(tray_id=tray_id, id__in=roles):
        if attachment.role != roles[attachment.id]:
            attachment.role = roles[attachment.id]
            attachment.save(update_fields=["role"])
