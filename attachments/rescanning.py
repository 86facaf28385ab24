"""Scans accepted files again once the scanner knows more; what it finds then is taken from agents and told to everybody."""

from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from attachments import storage
from attachments.inspection import InspectionDied, Scanner, ScannerUnavailable, scanner_from_url
from attachments.inspection.verdicts import NOT_SCANNED
from attachments.models import SIGNATURES_LENGTH, Attachment, FlatCopy, Preview
from attachments.states import FileState, Refusal
from operations.doorbell import ring
from tickets.models import Verb
from tickets.trail import record

log = structlog.get_logger(__name__)

RECENT = timedelta(days=7)
"""So long after a file was accepted, new signatures are asked about it: most malware is known to them by then."""
RING_AT_MOST = 200


class Found(Enum):
    """What became of a file that was scanned again."""

    CLEAN = "clean"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


def accepted_since(*, since: datetime) -> "QuerySet[Attachment]":
    """Files that were accepted since then, oldest first."""
    return Attachment.objects.filter(state=FileState.ACCEPTED, settled_at__gte=since).order_by("settled_at")


def outdated(*, signatures: str, now: datetime) -> "QuerySet[Attachment]":
    """Recently accepted files that the scanner with these signatures has not judged."""
    return accepted_since(since=now - RECENT).exclude(signatures=signatures[:SIGNATURES_LENGTH])


def ring_for_outdated(*, now: datetime) -> int:
    """Ring for some of the recently accepted files that newer signatures have not judged. Out: how many."""
    scanner = _scanner()
    if scanner is None:
        return 0
    try:
        found = outdated(signatures=scanner.version(), now=now).values_list("id", flat=True)[:RING_AT_MOST]
    except ScannerUnavailable:
        return 0  # The next round asks again.
    for file_id in found:
        ring(task="attachments.tasks.rescan_file", file_id=str(file_id))
    return len(found)


def rescan_file(*, file_id: UUID, now: datetime) -> None:
    """Scan one file that somebody rang for; trouble is left to the next round, the file stays as it was."""
    scanner = _scanner()
    if scanner is None:
        return
    try:
        scan_again(file_id=file_id, scanner=scanner, now=now)
    except (ScannerUnavailable, InspectionDied, OSError) as fault:
        log.warning("rescan_put_off", file_id=str(file_id), reason=type(fault).__name__)


def _scanner() -> Scanner | None:
    try:
        return scanner_from_url(settings.CLAMD_URL)
    except ScannerUnavailable:
        return None


def scan_again(*, file_id: UUID, scanner: Scanner, now: datetime) -> Found:
    """Scan one accepted file once more; safe to run twice. Raises ScannerUnavailable, ScanInconclusive, OSError."""
    try:
        malware = scanner.scan(storage.quarantine_path(file_id))
    except FileNotFoundError:
        if Attachment.objects.filter(id=file_id, state=FileState.ACCEPTED).exists():
            raise
        return Found.GONE
    if malware:
        log.warning("malware_found_later", file_id=str(file_id), malware=malware)
        withdrawn = [_withdraw(each, scanner.signatures, now) for each in [file_id, *_same_bytes(file_id)]]
        return Found.WITHDRAWN if withdrawn[0] else Found.GONE
    return Found.CLEAN if _note(file_id, scanner.signatures) else Found.GONE


def _same_bytes(file_id: UUID) -> list[UUID]:
    """The other accepted files of these bytes, however old: the same document is often sent with several requests.

    This reads the table, as seldom as malware is found later.
    """
    mine = Attachment.objects.filter(id=file_id).values("sha256")
    others = Attachment.objects.filter(state=FileState.ACCEPTED, sha256__in=mine).exclude(id=file_id).order_by("id")
    return list(others.values_list("id", flat=True))


def _note(file_id: UUID, signatures: str) -> bool:
    with transaction.atomic():
        file = Attachment.objects.select_for_update().filter(id=file_id, state=FileState.ACCEPTED).first()
        if file is None:
            return False
        file.signatures = signatures[:SIGNATURES_LENGTH]
        file.flags = [flag for flag in file.flags if flag != NOT_SCANNED]
        file.save(update_fields=["signatures", "flags"])
        return True


def _withdraw(file_id: UUID, signatures: str, now: datetime) -> bool:
    """Refuse a file that had been accepted. Out: False when another was quicker."""
    with transaction.atomic():
        withdrawn = Attachment.objects.filter(id=file_id, state=FileState.ACCEPTED).update(
            state=FileState.REFUSED, code=Refusal.UNSAFE, settled_at=now, signatures=signatures[:SIGNATURES_LENGTH]
        )
        if not withdrawn:
            return False
        Preview.objects.filter(attachment=file_id).delete()
        FlatCopy.objects.filter(attachment=file_id).delete()
        ticket_id = Attachment.objects.values_list("ticket", flat=True).get(id=file_id)
        if ticket_id:
            record(
                ticket_id=ticket_id,
                verb=Verb.FILE_WITHDRAWN,
                now=now,
                file=str(file_id),
                state=FileState.REFUSED,
                code=Refusal.UNSAFE,
            )
    storage.discard(file_id)
    return True
