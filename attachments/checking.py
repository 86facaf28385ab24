"""Checks one file: claim it, inspect it in a child process, settle it; safe to run twice and to be killed anywhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Greatest

from attachments import storage
from attachments.again import keep_once, known_verdict
from attachments.flat_copies import want_flat_copy
from attachments.inspection import (
    InspectionDied,
    Scanner,
    ScannerDied,
    ScannerUnavailable,
    Verdict,
    inspect,
    scanner_from_url,
)
from attachments.inspection.verdicts import ACCEPTED, REFUSED, TYPE
from attachments.joining import join_if_ready
from attachments.limits import (
    ENDINGS,
    LEASE_RENEW_SECONDS,
    LEASE_SECONDS,
    MAX_CHECK_SECONDS,
    MAX_DEAD_LEASES,
    MAX_ERRORS,
    OUTAGE_RETRY_SECONDS,
)
from attachments.models import SIGNATURES_LENGTH, Attachment, Preview
from attachments.states import DISK_OUT, SCANNER_OUT, FileState
from attachments.turns import next_files
from operations.clock import database_now
from tickets.models import Verb
from tickets.trail import record

log = structlog.get_logger(__name__)

LOOKS = 3
"""How often a worker looks whose turn it is when others were quicker with all of them."""


def check_in_turn(*, file_id: UUID) -> None:
    """Check one file of those that are due. In: the file that was rung for, tried when others have taken the first ones.

    Every ring takes one file off the queue; which one, the rows say. Else a customer would wait for every ring of
    somebody who sent thousands of files before.
    """
    if not check_first():
        check_file(file_id=file_id)


def check_first() -> bool:
    """Check the file whose turn it is. Out: whether there was one that others left to us."""
    for _crowd in range(LOOKS):
        for each in next_files(now=database_now()):
            if lease := claim(file_id=each, now=database_now()):
                _check(each, lease)
                return True
    return False


def check_file(*, file_id: UUID) -> None:
    """Check this very file to its end, or put it back for a later try, unless another has it or it is not due.

    1. Claim: one conditional update; whoever loses the race returns. 2. Inspect, renewing the lease meanwhile.
    3. Settle, only while the lease is still ours. 4. If the file's ticket waits to join another, see whether it can.
    An outage of the scanner or a full disk spends no try; an inspection that dies otherwise spends one of MAX_ERRORS.
    """
    lease = claim(file_id=file_id, now=database_now())
    if lease:
        _check(file_id, lease)


def _check(file_id: UUID, lease: UUID) -> None:
    attachment = Attachment.objects.filter(id=file_id).first()
    if attachment is None:
        return  # Its owner took it back in this very moment.
    try:
        scanner = scanner_from_url(settings.CLAMD_URL)
        with _renewed(file_id=file_id, lease=lease), storage.making_previews(lease) as folder:
            verdict, signatures = _verdict(attachment, scanner, folder)
            verdict = _as_its_form_takes(verdict, only=attachment.only)
            ticket_id = settle(file_id=file_id, lease=lease, verdict=verdict, now=database_now(), signatures=signatures)
    except ScannerUnavailable as fault:
        log.warning("scanner_unavailable", file_id=str(file_id), reason=type(fault).__name__)
        died = isinstance(fault, ScannerDied)
        _put_back(attachment=attachment, lease=lease, now=database_now(), outage=SCANNER_OUT, died=died)
        return
    except (InspectionDied, OSError) as fault:
        log.warning("inspection_died", file_id=str(file_id), reason=type(fault).__name__)
        outage = DISK_OUT if storage.is_nearly_full() or storage.cannot_be_written(fault) else ""
        _put_back(attachment=attachment, lease=lease, now=database_now(), outage=outage)
        return
    if ticket_id:
        join_if_ready(ticket_id=ticket_id, now=database_now())


def _as_its_form_takes(verdict: Verdict, *, only: str) -> Verdict:
    """A good file of a kind that its form does not take is refused all the same."""
    if verdict.verdict != ACCEPTED or not only or verdict.media_type in only.split():
        return verdict
    return replace(verdict, verdict=REFUSED, code=TYPE, previews=())


def _verdict(attachment: Attachment, scanner: Scanner | None, folder: Path) -> tuple[Verdict, str]:
    """What is found, and by which signatures; of a document that was checked by the same ones before, what was found then."""
    if attachment.same_as:
        signatures = scanner.version() if scanner else ""
        known = known_verdict(file=attachment, signatures=signatures, folder=folder)
        if known:
            keep_once(file=attachment)
            return known, signatures
    path = storage.quarantine_path(attachment.id)
    verdict = inspect(path, name=attachment.name, out_dir=folder, scanner=scanner)
    return verdict, scanner.signatures if scanner else ""


def claim(*, file_id: UUID, now: datetime) -> UUID | None:
    """Take a queued file whose time has come. Out: the lease that settling needs, None when another was faster."""
    lease = uuid4()
    claimed = Attachment.objects.filter(id=file_id, state=FileState.QUEUED, next_try_at__lte=now).update(
        state=FileState.CHECKING, lease=lease, lease_until=now + timedelta(seconds=LEASE_SECONDS)
    )
    return lease if claimed else None


@contextmanager
def _renewed(*, file_id: UUID, lease: UUID) -> Iterator[None]:
    """Keep the lease alive while the block runs, so that a dead worker is noticed soon and a slow one is not robbed."""
    finished = threading.Event()

    def renew() -> None:
        for _each in range(MAX_CHECK_SECONDS // LEASE_RENEW_SECONDS):
            if finished.wait(LEASE_RENEW_SECONDS):
                break
            until = database_now() + timedelta(seconds=LEASE_SECONDS)
            Attachment.objects.filter(id=file_id, lease=lease).update(lease_until=until)
        connection.close()

    keeper = threading.Thread(target=renew, name=f"lease-{file_id}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        finished.set()
        keeper.join()


def settle(*, file_id: UUID, lease: UUID, verdict: Verdict, now: datetime, signatures: str = "") -> UUID | None:
    """End a file with a verdict. In: what the scanner that judged it said of its signatures, if one did.

    Out: the ticket it belongs to, if it has one already.

    Fenced: when the lease is no longer ours, another worker has the file and nothing is written. The previews are put
    in their place under the same fence, so a worker that wakes up late cannot disturb what agents look at.
    """
    storage.sync_files(each.path for each in verdict.previews)
    previews = [
        Preview(attachment_id=file_id, number=each.number, width=each.width, height=each.height)
        for each in verdict.previews
    ]
    mine = Attachment.objects.filter(id=file_id, lease=lease)
    name = mine.values_list("name", flat=True).first()
    if name is None:
        return None
    with transaction.atomic():
        # In one update: a second one would make PostgreSQL lock the tray, which Send locks before it comes for the file.
        settled = mine.update(
            name=_with_right_ending(name, verdict),
            state=FileState.ACCEPTED if verdict.verdict == ACCEPTED else FileState.REFUSED,
            code=verdict.code,
            media_type=verdict.media_type,
            pages=verdict.pages,
            width=verdict.width,
            height=verdict.height,
            flags=list(verdict.flags),
            signatures=signatures[:SIGNATURES_LENGTH],
            settled_at=now,
            lease=None,
            lease_until=None,
            waiting_for="",
        )
        if not settled:
            return None
        attachment = Attachment.objects.get(id=file_id)
        Preview.objects.filter(attachment=attachment).delete()
        if attachment.state == FileState.ACCEPTED:
            Preview.objects.bulk_create(previews)
            storage.show_previews(file_id, {each.number: each.path for each in verdict.previews})
            want_flat_copy(file=attachment, now=now)
        _tell_ticket(attachment, now)
    if attachment.state == FileState.REFUSED:
        storage.discard(file_id)
    return attachment.ticket_id


def _with_right_ending(name: str, verdict: Verdict) -> str:
    wanted = [f".{each}" for each in ENDINGS.get(verdict.media_type, ())]
    if verdict.verdict != ACCEPTED or not wanted or name.lower().endswith(tuple(wanted)):
        return name
    return Path(name).stem[:110] + wanted[0]


def _tell_ticket(attachment: Attachment, now: datetime) -> None:
    if attachment.ticket_id:
        record(
            ticket_id=attachment.ticket_id,
            verb=Verb.FILE_SETTLED,
            now=now,
            file=str(attachment.id),
            state=attachment.state,
            code=attachment.code,
        )


def _put_back(*, attachment: Attachment, lease: UUID, now: datetime, outage: str = "", died: bool = False) -> None:
    """Queue the file again for a later try, or give it up when its tries are spent.

    In: `died` when the scanner was there before and hung up over this file. That counts as a worker’s death does: a
    scanner that is restarted does it once, a file that crashes it each time must not wait for ever.
    """
    mine = Attachment.objects.filter(id=attachment.id, lease=lease)
    dead_leases = attachment.dead_leases + died
    if dead_leases >= MAX_DEAD_LEASES:
        _give_up(attachment, mine, now, errors=attachment.errors, dead_leases=dead_leases)
        return
    if outage:
        later = now + timedelta(seconds=OUTAGE_RETRY_SECONDS)
        # What cannot be tried now leaves the front of the queue to what can.
        turn = Greatest("turn_at", Value(later, DateTimeField()))
        mine.update(
            state=FileState.QUEUED,
            lease=None,
            lease_until=None,
            waiting_for=outage,
            dead_leases=dead_leases,
            next_try_at=later,
            turn_at=turn,
        )
        return
    errors = attachment.errors + 1
    if errors >= MAX_ERRORS:
        _give_up(attachment, mine, now, errors=errors, dead_leases=attachment.dead_leases)
        return
    later = now + timedelta(seconds=5 * 4**attachment.errors)
    mine.update(state=FileState.QUEUED, lease=None, lease_until=None, waiting_for="", errors=errors, next_try_at=later)


def _give_up(
    attachment: Attachment, mine: QuerySet[Attachment], now: datetime, *, errors: int, dead_leases: int
) -> None:
    """End a file as “could not be checked”: visible to the agent, with a retry (DESIGN law 2)."""
    with transaction.atomic():
        ended = mine.update(
            state=FileState.FAILED,
            settled_at=now,
            lease=None,
            lease_until=None,
            waiting_for="",
            errors=errors,
            dead_leases=dead_leases,
        )
        if not ended:
            return
        # Read again: it may have been sent with its ticket meanwhile.
        attachment = Attachment.objects.get(id=attachment.id)
        _tell_ticket(attachment, now)
    if attachment.ticket_id:
        join_if_ready(ticket_id=attachment.ticket_id, now=now)


def expire_lease(*, attachment: Attachment, now: datetime) -> bool:
    """Take a file back from a worker that died with it. Out: True when it is queued again.

    Any number of sweepers may call this at once: the lease they saw is part of the condition, and that nobody has
    renewed it since.
    """
    dead = Attachment.objects.filter(id=attachment.id, lease=attachment.lease, lease_until__lt=now)
    dead_leases = attachment.dead_leases + 1
    if dead_leases >= MAX_DEAD_LEASES:
        _give_up(attachment, dead, now, errors=attachment.errors, dead_leases=dead_leases)
        return False
    return bool(
        dead.update(state=FileState.QUEUED, lease=None, lease_until=None, dead_leases=dead_leases, next_try_at=now)
    )


def retry(*, file_id: UUID, now: datetime) -> bool:
    """Queue a file that could not be checked once more, with its tries renewed. Out: False when it is not such a file."""
    return bool(
        Attachment.objects.filter(id=file_id, state=FileState.FAILED).update(
            state=FileState.QUEUED, settled_at=None, errors=0, dead_leases=0, next_try_at=now
        )
    )
