"""Agents get a flat copy of documents that act or are long: made by the worker page by page, gone with its file."""

from datetime import datetime

import pytest

from attachments import storage
from attachments.checking import check_file
from attachments.flat_copies import make_some
from attachments.limits import PREVIEW_PAGES
from attachments.models import Attachment, FlatCopy
from tests.attachments import hostile, samples
from tests.attachments.conftest import an_arrived_file

pytestmark = pytest.mark.django_db


def a_checked(content: bytes, *, now: datetime, **overrides: object) -> Attachment:
    """A document whose check has ended."""
    file = an_arrived_file(now=now, content=content, name="statement.pdf", **overrides)
    check_file(file_id=file.id)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize(
    "content",
    [
        hostile.ACTING["script on opening"],
        hostile.pdf() + hostile.a_zip(),
        hostile.pdf().replace(b"startxref", b"startxxxx"),
        hostile.pdf(pages=PREVIEW_PAGES + 1),
    ],
    ids=["acts", "carries more", "was damaged", "is long"],
)
def test_a_document_that_is_not_safe_or_not_easy_to_open_gets_a_flat_copy(now: datetime, content: bytes) -> None:
    file = a_checked(content, now=now)
    make_some(file_id=file.id)
    copy = FlatCopy.objects.get(attachment=file)
    assert (copy.drawn, copy.due_at) == (file.pages, None)
    made = storage.flat_copy_path(file.id).read_bytes()
    assert (made[:5], len(made)) == (b"%PDF-", copy.size)
    assert sorted(each.name for each in storage.previews_dir(file.id).iterdir() if not each.name.endswith("webp")) == [
        "flat.pdf"
    ]


@pytest.mark.parametrize("content", [hostile.pdf(), samples.photo_with_place()], ids=["plain", "photo"])
def test_a_plain_document_or_a_photo_gets_none(now: datetime, content: bytes) -> None:
    file = a_checked(content, now=now)
    make_some(file_id=file.id)
    assert not FlatCopy.objects.exists()
