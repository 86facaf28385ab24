"""The same document again: recognised among what one proven person sent before, and neither kept nor checked twice.

Only that person's own accepted files are ever looked at. Somebody else's identical file is a new one in every respect.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from attachments import storage
from attachments.inspection import Verdict
from attachments.inspection.verdicts import ACCEPTED
from attachments.inspection.verdicts import Preview as Made
from attachments.limits import EXTENSIONS, MEDIA_TYPES
from attachments.models import SIGNATURES_LENGTH, Attachment, Judgement, Preview
from attachments.names import extension
from attachments.receive import Taken, sent_by, take_files
from attachments.signatures import HEAD_BYTES
from attachments.states import FileState
from attachments.upload_handler import ReceivedFile
from operations.ids import new_id

OFFERED = 10
LOOK_AT = 100


class NoLongerThere(Exception):
    """The earlier document was erased meanwhile, is damaged, or is not this person's."""


def documents_of(*, person: Person, media_types: Collection[str] = MEDIA_TYPES) -> "list[Attachment]":
    """What a person may use again, newest first, each document once, but what an agent has turned down.

    In: who is signed in, and what their form takes.
    """
    turned_down = Judgement.objects.exclude(reason="")
    usable = sent_by(person_id=person.id).exclude(id__in=turned_down.values("attachment"))
    usable = usable.filter(media_type__in=media_types)
    newest = usable.defer("flags").order_by("-received_at", "-id")[:LOOK_AT]
    once: Mapping[str, Attachment] = {file.sha256: file for file in reversed(newest)}
    return sorted(once.values(), key=lambda file: file.received_at, reverse=True)[:OFFERED]


def use_again(*, tray_id: UUID, file_id: UUID, person: Person, limit: int, now: datetime) -> Taken:
    """Put an earlier document of this person into a tray, as if its bytes had come again. Raises NoLongerThere."""
    earlier = sent_by(person_id=person.id).filter(id=file_id).first()
    if earlier is None:
        raise NoLongerThere
    new = new_id(now=now)
    try:
        storage.take_along(earlier.id, new)
    except FileNotFoundError:
        raise NoLongerThere from None
    if not _holds(storage.incoming_path(new), earlier.sha256):
        storage.discard(new)
        raise NoLongerThere
    with storage.incoming_path(new).open("rb") as file:
        head = file.read(HEAD_BYTES)
    again = ReceivedFile(
        file_id=new, name=earlier.name, size=earlier.size, sha256=earlier.sha256, head=head, role=earlier.role
    )
    return take_files(tray_id=tray_id, received=[again], limit=limit, now=now, person_id=person.id)


def known_verdict(*, file: Attachment, signatures: str, folder: Path) -> Verdict | None:
    """What an earlier check of the very same document found, with its page images linked into a folder.

    In: what the present scanner says of its signatures, empty when there is none. Out: None when it must be checked: by
    other signatures, under a name that says something else, because nothing is left of the earlier one, or because these
    bytes were altered since they came.
    """
    if file.same_as is None or extension(file.name) not in EXTENSIONS:
        return None
    earlier = Attachment.objects.filter(id=file.same_as, state=FileState.ACCEPTED, sha256=file.sha256).first()
    if earlier is None or earlier.signatures != signatures[:SIGNATURES_LENGTH]:
        return None
    if not _holds(storage.quarantine_path(file.id), file.sha256):
        return None
    try:
        previews = [_linked(earlier.id, each, folder) for each in Preview.objects.filter(attachment=earlier)]
    except FileNotFoundError:
        return None
    return Verdict(
        verdict=ACCEPTED,
        code="",
        media_type=earlier.media_type,
        pages=earlier.pages,
        width=earlier.width,
        height=earlier.height,
        flags=tuple(earlier.flags),
        previews=tuple(previews),
    )


def keep_once(*, file: Attachment) -> None:
    """Let a document and its earlier copy share their bytes: those of the newer one, of which known_verdict has just told."""
    if file.same_as is None:
        return
    with transaction.atomic():
        # Locked, so that whoever erases it meanwhile comes before or after.
        earlier = Attachment.objects.select_for_update().filter(id=file.same_as, state=FileState.ACCEPTED).first()
        if earlier is not None and earlier.sha256 == file.sha256:
            storage.share(file.id, earlier.id)


def _holds(path: Path, sha256: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _linked(file_id: UUID, preview: Preview, folder: Path) -> Made:
    path = folder / f"{preview.number}.webp"
    path.hardlink_to(storage.preview_path(file_id, preview.number))
    return Made(number=preview.number, path=path, width=preview.width, height=preview.height)
