"""A request with files that came the whole way: into a tray, checked, sent."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from attachments import storage
from attachments.attach import attach_tray
from attachments.checking import check_file
from attachments.models import Attachment
from attachments.receive import new_tray, take_files
from attachments.upload_handler import ReceivedFile
from operations.ids import new_id
from tests.attachments import samples
from tests.factories import a_message, a_ticket
from tickets.models import Ticket

CONTENTS = (samples.photo(), samples.aes_256_pdf(), samples.screenshot())
NAMES = ("passport.jpg", "vault.pdf", "screen.png")


def received(content: bytes, name: str, *, now: datetime) -> ReceivedFile:
    """A file whose bytes have just arrived."""
    file_id = new_id(now=now)
    storage.incoming_path(file_id).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return ReceivedFile(file_id=file_id, name=name, size=len(content), sha256=digest, head=content)


def a_sent_request(
    *, now: datetime, names: Iterable[str] = NAMES, contents: Iterable[bytes] = CONTENTS, check: str = "before"
) -> tuple[Ticket, list[Attachment]]:
    """A sent request and its files; they are checked `before` Send, `after` it, or `never`."""
    tray = new_tray(now=now)
    files = [received(content, name, now=now) for name, content in zip(names, contents, strict=False)]
    kept = take_files(tray_id=tray.id, received=files, limit=10, now=now).kept
    ticket = a_ticket(now=now)
    if check == "before":
        checked(kept)
    attach_tray(tray_id=tray.id, message=a_message(ticket=ticket))
    if check == "after":
        checked(kept)
    return ticket, list(Attachment.objects.filter(ticket=ticket).order_by("received_at"))


def checked(files: Iterable[Attachment]) -> None:
    """Check files, as a worker does."""
    for file in files:
        check_file(file_id=file.id)
