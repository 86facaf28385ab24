"""Agents see pixels, not files: images of accepted files, guarded originals, failed checks renewed."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from agent_desk.file_words import name_of_flat_copy
from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments import storage
from attachments.models import Attachment, FlatCopy, Preview
from attachments.names import content_disposition
from attachments.states import FileState
from tests.agent_desk.conftest import SENT, browser_of, good, url_of
from tests.factories import a_file, a_ticket
from tickets.compartments import Compartment
from tickets.models import Event, Ticket, Verb

Make = Callable[[Ticket], Attachment]


def body(response: object) -> bytes:
    """What a streamed answer says."""
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_a_page_is_an_image_that_can_do_nothing(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make
) -> None:
    file = an_accepted_file(a_french_ticket)
    image = at_work.get(reverse("staff:preview", args=[file.id, 1]))
    assert body(image) == b"RIFF image"
    assert image.headers["Content-Type"] == "image/webp"
    assert image.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert image.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in image.headers["Cache-Control"]
    assert image.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert at_work.get(reverse("staff:preview", args=[file.id, 2])).status_code == 404


@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.FAILED, FileState.REFUSED])
def test_only_accepted_files_are_shown_or_handed_out(at_work: Client, a_french_ticket: Ticket, state: str) -> None:
    file = a_file(
        now=SENT, ticket=a_french_ticket, state=state, code="file_unsafe" if state == FileState.REFUSED else ""
    )
    Preview.objects.create(attachment=file, number=1, width=1, height=1)
    storage.quarantine_path(file.id).write_bytes(b"bad")
    assert at_work.get(reverse("staff:preview", args=[file.id, 1])).status_code == 404
    assert at_work.post(reverse("staff:original", args=[file.id]), {"reason": "I want it"}).status_code == 404
    page = at_work.get(reverse("staff:file", args=[file.id]))
    assert page.status_code == 200
    good(page)
    assert not Event.objects.filter(verb__in=[Verb.FILE_VIEWED, Verb.FILE_DOWNLOADED]).exists()


def test_opening_a_file_is_written_down_once_per_look(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make
) -> None:
    file = an_accepted_file(a_french_ticket)
    for _time in range(3):
        page = at_work.get(reverse("staff:file", args=[file.id]))
    html = page.content.decode()
    good(page)
    assert "Contains scripts" in html
    assert "Not scanned by an antivirus" in html
    assert "<iframe" not in html
    assert "<embed" not in html
    assert "<object" not in html
    assert Event.objects.filter(verb=Verb.FILE_VIEWED, ticket=a_french_ticket).count() == 1


def test_an_original_is_a_download_with_a_reason_in_the_trail(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make
) -> None:
    file = an_accepted_file(a_french_ticket)
    address = reverse("staff:original", args=[file.id])
    assert at_work.get(address).status_code == 302
    assert at_work.post(address, {"reason": " "}).status_code == 422
    assert not Event.objects.filter(verb=Verb.FILE_DOWNLOADED).exists()
    original = at_work.post(address, {"reason": "The preview is cut off"})
    assert body(original) == b"%PDF-1.4 original"
    assert original.headers["Content-Type"] == "application/pdf"
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=" in original.headers["Content-Disposition"]
    assert original.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    event = Event.objects.get(verb=Verb.FILE_DOWNLOADED)
    assert event.details["reason"] == "The preview is cut off"
    assert "The preview is cut off" in at_work.get(url_of(a_french_ticket)).content.decode()


def test_an_original_that_is_gone_is_not_written_down_as_taken(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make
) -> None:
    file = an_accepted_file(a_french_ticket)
    storage.discard(file.id)
    assert at_work.post(reverse("staff:original", args=[file.id]), {"reason": "I need it"}).status_code == 404
    assert not Event.objects.filter(verb=Verb.FILE_DOWNLOADED).exists()


def test_a_file_that_could_not_be_checked_is_checked_again(at_work: Client, a_french_ticket: Ticket) -> None:
    file = a_file(now=SENT, ticket=a_french_ticket, state=FileState.FAILED, errors=3)
    assert "Check it again" in at_work.get(url_of(a_french_ticket)).content.decode()
    address = reverse("staff:retry", args=[file.id])
    assert at_work.get(address).status_code == 302
    file.refresh_from_db()
    assert file.state == FileState.FAILED
    for _time in range(2):
        assert at_work.post(address).headers["Location"] == url_of(a_french_ticket)
    file.refresh_from_db()
    assert (file.state, file.errors) == (FileState.QUEUED, 0)
    assert Event.objects.filter(verb=Verb.FILE_RETRIED, ticket=a_french_ticket).count() == 1


def test_a_refusal_is_told_to_the_agent_in_words(at_work: Client, a_french_ticket: Ticket) -> None:
    a_file(now=SENT, ticket=a_french_ticket, name="coffre.pdf", state=FileState.REFUSED, code="file_password")
    html = at_work.get(url_of(a_french_ticket)).content.decode()
    assert "“coffre.pdf” is protected by a password." in html
    assert "1 file: 1 refused." in html


@pytest.fixture
def a_flat_copy(an_accepted_file: Make) -> Make:
    """Makes a file whose flat copy is made, of both its pages unless a test says that one was left out."""

    def make(ticket: Ticket) -> Attachment:
        file = an_accepted_file(ticket)
        Attachment.objects.filter(id=file.id).update(pages=2)
        FlatCopy.objects.create(attachment=file, made_at=SENT, drawn=2, size=13)
        storage.flat_copy_path(file.id).write_bytes(b"%PDF-1.4 flat")
        return file

    return make


def test_a_flat_copy_is_a_download_that_can_do_nothing_under_a_name_of_its_own_and_in_the_trail(
    at_work: Client, a_french_ticket: Ticket, a_flat_copy: Make
) -> None:
    file = a_flat_copy(a_french_ticket)
    address = reverse("staff:flat_copy", args=[file.id])
    page = at_work.get(reverse("staff:file", args=[file.id]))
    good(page)
    html = page.content.decode()
    assert html.index(address) < html.index(reverse("staff:original", args=[file.id]))
    assert "All 2 pages as pictures" in html
    assert at_work.get(address).status_code == 302
    assert not Event.objects.filter(verb=Verb.FILE_COPIED).exists()
    copy = at_work.post(address)
    assert body(copy) == b"%PDF-1.4 flat"
    assert copy.headers["Content-Type"] == "application/pdf"
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert copy.headers["Content-Disposition"].endswith("Re%C3%A7u%20%28flat%20copy%29.pdf")
    assert copy.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    assert copy.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in copy.headers["Cache-Control"]
    assert Event.objects.get(verb=Verb.FILE_COPIED).details == {"file": str(file.id)}
    assert "Flat copy of a file downloaded" in at_work.get(url_of(a_french_ticket)).content.decode()


def test_the_name_of_a_long_named_flat_copy_still_says_what_it_is() -> None:
    assert content_disposition(name_of_flat_copy(name="x" * 116 + ".pdf")).endswith("%20%28flat%20copy%29.pdf")


def test_the_pages_that_a_flat_copy_leaves_out_are_counted_in_words(
    at_work: Client, a_french_ticket: Ticket, a_flat_copy: Make
) -> None:
    file = a_flat_copy(a_french_ticket)
    FlatCopy.objects.filter(attachment=file).update(drawn=1)
    html = at_work.get(reverse("staff:file", args=[file.id])).content.decode()
    assert "1 page of 2 as a picture" in html
    assert "1 page could not be drawn; it is crossed out." in html
    assert "1 more page is not shown here. If it could be drawn, it is in the flat copy." in html


def test_pages_that_are_not_shown_are_in_a_flat_copy_that_has_them_all(
    at_work: Client, a_french_ticket: Ticket, a_flat_copy: Make
) -> None:
    html = at_work.get(reverse("staff:file", args=[a_flat_copy(a_french_ticket).id])).content.decode()
    assert "1 more page is not shown here. It is in the flat copy." in html


def test_a_flat_copy_for_which_the_disk_has_no_room_is_not_promised_in_a_moment(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make, settings: LazySettings
) -> None:
    file = an_accepted_file(a_french_ticket)
    FlatCopy.objects.create(attachment=file, due_at=SENT)
    settings.DISK_FLOOR_BYTES = 2**60
    html = at_work.get(reverse("staff:file", args=[file.id])).content.decode()
    assert "It waits for room on the disk" in html
    assert "in a moment" not in html


@pytest.mark.parametrize(
    ("due_at", "sentence"), [(SENT, "It is being made."), (None, "It could not be made.")], ids=["due", "given up"]
)
def test_a_flat_copy_that_is_not_there_is_not_offered(
    at_work: Client, a_french_ticket: Ticket, an_accepted_file: Make, due_at: datetime | None, sentence: str
) -> None:
    file = an_accepted_file(a_french_ticket)
    FlatCopy.objects.create(attachment=file, due_at=due_at)
    html = at_work.get(reverse("staff:file", args=[file.id])).content.decode()
    address = reverse("staff:flat_copy", args=[file.id])
    assert sentence in html
    assert address not in html
    assert at_work.post(address).status_code == 404
    assert not Event.objects.filter(verb=Verb.FILE_COPIED).exists()


def test_the_flat_copy_of_a_file_that_is_no_longer_accepted_is_not_handed_out(
    at_work: Client, a_french_ticket: Ticket, a_flat_copy: Make
) -> None:
    file = a_flat_copy(a_french_ticket)
    Attachment.objects.filter(id=file.id).update(state=FileState.REFUSED, code="file_unsafe")
    assert at_work.post(reverse("staff:flat_copy", args=[file.id])).status_code == 404


def test_the_flat_copy_of_a_document_of_the_vault_is_handed_out_only_after_a_reason_was_given(
    db: None, a_flat_copy: Make
) -> None:
    ticket = a_ticket(now=SENT, draft_id=uuid4(), compartment=Compartment.VAULT, priority=1)
    file = a_flat_copy(ticket)
    browser = browser_of(create_agent(email="tom@example.com", name="Tom Doe", role=Role.TAX))
    address, page = (reverse(f"staff:{name}", args=[file.id]) for name in ("flat_copy", "file"))
    assert browser.post(address).headers["Location"] == page
    assert not Event.objects.filter(verb=Verb.FILE_COPIED).exists()
    browser.post(page, {"reason": "To read the number"})
    assert body(browser.post(address)) == b"%PDF-1.4 flat"
    assert Event.objects.filter(verb=Verb.FILE_COPIED, ticket=ticket).count() == 1
