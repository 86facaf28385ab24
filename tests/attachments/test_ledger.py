"""The ledger says whether the law holds, finds whatever breaks it, and names the command that mends it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from attachments import storage
from attachments.checking import check_file, claim
from attachments.ledger import Laws, Proof, of_disk, prove
from attachments.ledger.of_disk import Lying
from attachments.limits import ALARM_AFTER_SECONDS
from attachments.models import Attachment, FlatCopy, Offer, Preview, Upload
from attachments.receive import new_tray
from attachments.states import SCANNER_OUT, FileState
from attachments.sweeping import remove_orphans
from operations.clock import database_now
from tests.attachments.filing import a_sent_request
from tests.factories import a_ticket
from tickets.actions.merge import merge
from tickets.actions.unmerge import unmerge
from tickets.models import Event, Message, Ticket, Verb

pytestmark = pytest.mark.django_db

HOURS = timedelta(hours=3)
WEEK = timedelta(days=8)


def named(proof: Proof) -> dict[str, str]:
    """Each breach by law, and whom it concerns."""
    return {each.law: each.subject for each in proof.breaches}


def proved(*, later: timedelta = timedelta(), share: float = 0) -> Proof:
    """What the ledger finds now, or would find later with nothing else happening."""
    return prove(now=timezone.now() + later, share=share)


@pytest.mark.parametrize("check", ["before", "after"])
def test_the_law_holds_for_whatever_went_the_whole_way(now: datetime, check: str) -> None:
    a_sent_request(now=now, check=check)
    proof = proved(later=HOURS, share=1)
    account = proof.account
    assert proof.breaches == []
    assert (account.offered, account.stands) == (3, 3)
    assert (account.accepted, account.refused, account.being_checked, account.could_not_be_checked) == (2, 1, 0, 0)


def test_what_is_still_to_be_checked_is_on_the_account_as_that(now: datetime) -> None:
    begun = database_now()
    _ticket, files = a_sent_request(now=begun, check="never")
    claim(file_id=files[0].id, now=database_now())
    proof = proved()
    assert proof.breaches == []
    assert (proof.account.offered, proof.account.being_checked) == (3, 3)


def test_files_in_drafts_uploads_under_way_and_bytes_put_aside_are_counted_as_what_they_are(now: datetime) -> None:
    begun = database_now()
    upload = Upload.objects.create(
        id=uuid4(), tray=new_tray(now=begun), name="a.pdf", length=9, expires_at=begun + timedelta(days=1)
    )
    storage.incoming_path(upload.id).write_bytes(b"half")
    orphan = uuid4()
    storage.aside_path(orphan).write_bytes(b"whose?")
    proof = proved(later=HOURS)
    assert proof.breaches == []
    assert (proof.lying.counts["on_their_way"], proof.lying.counts["put_aside"]) == (1, 1)
    assert proof.lying.put_aside == [str(orphan)]


def _vanish(ticket: Ticket, file: Attachment) -> str:
    storage.quarantine_path(file.id).unlink()
    return str(file.id)


def _alter(ticket: Ticket, file: Attachment) -> str:
    path = storage.quarantine_path(file.id)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    return str(file.id)


def _cut(ticket: Ticket, file: Attachment) -> str:
    path = storage.quarantine_path(file.id)
    path.write_bytes(path.read_bytes()[:-1])
    return str(file.id)


def _lose_the_row(ticket: Ticket, file: Attachment) -> str:
    Preview.objects.filter(attachment=file).delete()
    Attachment.objects.filter(id=file.id).delete()
    return str(ticket.reference)


def _lose_a_preview(ticket: Ticket, file: Attachment) -> str:
    storage.preview_path(file.id, 1).unlink()
    return str(file.id)


def _forget_the_event(ticket: Ticket, file: Attachment) -> str:
    Event.objects.filter(ticket=ticket, verb=Verb.FILE_SETTLED, details__file=str(file.id)).delete()
    return str(file.id)


def _forget_the_offer(ticket: Ticket, file: Attachment) -> str:
    Offer.objects.filter(message=file.message).delete()
    return str(ticket.reference)


def _leave_refused_bytes(ticket: Ticket, file: Attachment) -> str:
    refused = Attachment.objects.get(ticket=ticket, state=FileState.REFUSED)
    storage.quarantine_path(refused.id).write_bytes(b"malware")
    return str(refused.id)


def _show_a_refused_file(ticket: Ticket, file: Attachment) -> str:
    refused = Attachment.objects.get(ticket=ticket, state=FileState.REFUSED)
    Preview.objects.create(attachment=refused, number=1, width=1, height=1)
    return str(refused.id)


def _move_a_file(ticket: Ticket, file: Attachment) -> str:
    Attachment.objects.filter(id=file.id).update(ticket=a_ticket(now=ticket.created_at))
    return str(file.id)


def _lose_a_message(ticket: Ticket, file: Attachment) -> str:
    other = a_ticket(now=ticket.created_at)
    Message.objects.filter(ticket=other).delete()
    return str(other.reference)


def _add_bytes(ticket: Ticket, file: Attachment) -> str:
    stranger = uuid4()
    storage.quarantine_path(stranger).write_bytes(b"whose?")
    return str(stranger)


def _leave_a_half(ticket: Ticket, file: Attachment) -> str:
    stranger = uuid4()
    storage.incoming_path(stranger).write_bytes(b"half")
    return str(stranger)


def _flat_copy(file: Attachment, **values: object) -> str:
    FlatCopy.objects.create(attachment=file, **values)
    return str(file.id)


def _lose_a_flat_copy(ticket: Ticket, file: Attachment) -> str:
    return _flat_copy(file, made_at=timezone.now(), drawn=1, size=5)


def _leave_a_flat_copy(ticket: Ticket, file: Attachment) -> str:
    storage.flat_copy_path(file.id).write_bytes(b"%PDF-")
    return str(file.id)


def _forget_a_flat_copy(ticket: Ticket, file: Attachment) -> str:
    return _flat_copy(file, due_at=timezone.now())


def _offer_a_flat_copy_of_a_refused_file(ticket: Ticket, file: Attachment) -> str:
    refused = Attachment.objects.get(ticket=ticket, state=FileState.REFUSED)
    return _flat_copy(refused, due_at=timezone.now())


FAULTS: dict[str, tuple[Callable[[Ticket, Attachment], str], Laws]] = {
    "a file vanished": (_vanish, Laws.BYTES_MISSING),
    "its bytes were altered": (_alter, Laws.BYTES_ALTERED),
    "its bytes were cut": (_cut, Laws.BYTES_ALTERED),
    "its row is gone": (_lose_the_row, Laws.NOT_ACCOUNTED),
    "bytes came from nowhere": (_add_bytes, Laws.BYTES_WITHOUT_ROW),
    "half a file was left over": (_leave_a_half, Laws.LEFT_OVER),
    "the bytes of a refused file stayed": (_leave_refused_bytes, Laws.BYTES_OF_REFUSED),
    "a refused file has images": (_show_a_refused_file, Laws.PREVIEW_UNDUE),
    "an image vanished": (_lose_a_preview, Laws.PREVIEW_MISSING),
    "a flat copy vanished": (_lose_a_flat_copy, Laws.FLAT_COPY_WRONG),
    "a flat copy came from nowhere": (_leave_a_flat_copy, Laws.FLAT_COPY_WRONG),
    "a flat copy is made by nobody": (_forget_a_flat_copy, Laws.FLAT_COPY_OVERDUE),
    "a refused file has a flat copy": (_offer_a_flat_copy_of_a_refused_file, Laws.PREVIEW_UNDUE),
    "no event tells of its end": (_forget_the_event, Laws.NOT_ON_THE_TRAIL),
    "nobody counted it at Send": (_forget_the_offer, Laws.NOT_ACCOUNTED),
    "it is with another request than its message": (_move_a_file, Laws.WRONG_REQUEST),
    "a message is gone": (_lose_a_message, Laws.MESSAGES_LOST),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_breach_is_found_and_named_with_what_mends_it(now: datetime, fault: str) -> None:
    ticket, files = a_sent_request(now=now)
    inject, law = FAULTS[fault]
    subject = inject(ticket, files[0])
    proof = proved(later=HOURS, share=1)
    assert named(proof)[law] == subject
    (found,) = [each for each in proof.breaches if each.law == law]
    assert subject in found.mend or "manage.py" in found.mend


def test_nobody_calls_the_bytes_altered_without_reading_them(now: datetime) -> None:
    ticket, files = a_sent_request(now=now)
    _alter(ticket, files[0])
    assert proved().holds
    assert named(proved(share=1)) == {Laws.BYTES_ALTERED: str(files[0].id)}


def test_what_is_late_for_a_reason_and_tried_again_is_no_breach_and_what_nobody_tries_is_one(now: datetime) -> None:
    long_ago = timezone.now() - timedelta(seconds=ALARM_AFTER_SECONDS + 60)
    _ticket, files = a_sent_request(now=long_ago, check="never")
    soon = timezone.now() + timedelta(seconds=20)
    Attachment.objects.update(waiting_for=SCANNER_OUT, next_try_at=soon)
    proof = proved()
    assert proof.holds
    assert proof.account.waiting_for == {SCANNER_OUT: 3}
    proof = proved(later=timedelta(minutes=5))
    assert proof.counts == {Laws.OVERDUE: 3}
    assert {each.subject for each in proof.breaches} == {str(file.id) for file in files}
    assert "wait for the scanner" in proof.breaches[0].sentence


def test_a_file_that_dies_with_its_worker_is_named_when_nobody_takes_it_up(now: datetime) -> None:
    long_ago = timezone.now() - timedelta(seconds=ALARM_AFTER_SECONDS + 60)
    _ticket, files = a_sent_request(now=long_ago, check="never", names=["a.jpg"])
    claim(file_id=files[0].id, now=long_ago)
    assert named(proved()) == {Laws.OVERDUE: str(files[0].id)}


def test_a_lost_file_that_says_so_on_every_page_is_no_longer_a_breach() -> None:
    now = timezone.now()
    ticket, files = a_sent_request(now=now, check="never", names=["a.jpg"])
    _vanish(ticket, files[0])
    assert named(proved()) == {Laws.BYTES_MISSING: str(files[0].id)}
    while Attachment.objects.get(id=files[0].id).state != FileState.FAILED:
        Attachment.objects.filter(id=files[0].id).update(next_try_at=now)
        check_file(file_id=files[0].id)
    proof = proved(later=HOURS)
    assert proof.holds
    assert proof.account.could_not_be_checked == 1


def test_merges_and_their_undoing_keep_the_law_and_pointers_that_lead_elsewhere_are_named(now: datetime) -> None:
    first, second, third = (a_sent_request(now=now)[0] for _each in range(3))
    merge(child_id=first.id, into_id=second.id, now=now)
    merge(child_id=second.id, into_id=third.id, now=now)
    assert proved(later=HOURS).holds
    unmerge(child_id=second.id, now=now)
    assert proved(later=HOURS).holds
    Ticket.objects.filter(id=first.id).update(survivor=third)
    assert named(proved()) == {Laws.WRONG_SURVIVOR: first.reference}
    Ticket.objects.filter(id=second.id).update(merged_into=first, survivor=first)
    assert proved().counts[Laws.MERGED_IN_A_CIRCLE] == 2


def test_documents_that_are_ready_and_do_not_join_are_named(now: datetime) -> None:
    parent, _files = a_sent_request(now=now)
    child, _files = a_sent_request(now=now)
    Ticket.objects.filter(id=child.id).update(joins=parent, joining="WAITING")
    Ticket.objects.filter(id__in=[child.id, parent.id]).update(contact_email="alice@example.com")
    if Laws.NOT_JOINED not in proved(later=HOURS).counts:
        pytest.fail("nobody noticed")
    assert named(proved(later=HOURS))[Laws.NOT_JOINED] == child.reference


def test_an_older_database_that_was_restored_is_told_by_the_bytes_it_does_not_know_and_mends_when_it_is_put_right(
    now: datetime,
) -> None:
    _old, _files = a_sent_request(now=now)
    with a_backup():
        ticket, files = a_sent_request(now=now)
        rows = {file.id for file in files if file.state == FileState.ACCEPTED}
    proof = proved(later=HOURS)
    assert {each.subject for each in proof.breaches if each.law == Laws.BYTES_WITHOUT_ROW} == {str(i) for i in rows}
    assert not Ticket.objects.filter(id=ticket.id).exists()
    assert proof.account.offered == proof.account.stands == 3
    remove_orphans(now=timezone.now() + HOURS)
    proof = proved(later=HOURS)
    assert proof.holds
    assert set(proof.lying.put_aside) == {str(each) for each in rows}


class a_backup:
    """The database as it is at the beginning comes back at the end; the disk goes on."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT backup")

    def __exit__(self, *_exception: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT backup")


def test_an_older_folder_of_files_that_was_restored_is_told_by_the_bytes_that_are_missing(now: datetime) -> None:
    a_sent_request(now=now)
    old = {path.name for path in (Path(django_settings.FILES_DIR) / "quarantine").iterdir()}
    _ticket, files = a_sent_request(now=now)
    for path in (Path(django_settings.FILES_DIR) / "quarantine").iterdir():
        if path.name not in old:
            path.unlink()
    missing = {each.subject for each in proved().breaches if each.law == Laws.BYTES_MISSING}
    assert missing == {str(file.id) for file in files if file.state == FileState.ACCEPTED}


def test_what_changes_between_two_looks_is_no_breach(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _ticket, files = a_sent_request(now=now)
    path = storage.quarantine_path(files[0].id)
    away = path.with_name(str(uuid4()))
    path.rename(away)
    monkeypatch.setattr("time.sleep", lambda _seconds: away.rename(path))
    assert proved().holds


def test_a_strange_name_among_the_files_is_told_and_stops_nothing(now: datetime) -> None:
    a_sent_request(now=now)
    (Path(django_settings.FILES_DIR) / "quarantine" / "lost+found").mkdir()
    lying = Lying()
    assert list(of_disk(now=timezone.now(), lying=lying)) == []
    assert lying.strange == ["quarantine/lost+found"]
