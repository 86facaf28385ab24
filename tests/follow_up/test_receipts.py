"""A receipt names every file with its fingerprint; whatever is altered later is told apart: text, signature, or file."""

import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from attachments.judging import judge
from attachments.models import Attachment
from attachments.reasons import Reason, label_for_its_sender
from attachments.states import FileState, Refusal
from tests.customer import Customer
from tests.factories import a_file
from tests.follow_up.asking import a_quick_sender, status_url, ticket_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
PASSPORT, STATEMENT = b"passport" * 40, b"statement" * 60


def sum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def sender() -> Customer:
    """Somebody on their status page, with a file that was checked and one that was refused."""
    return on_the_status_page("en")


def on_the_status_page(language: str) -> Customer:
    customer = a_quick_sender(language=language)
    ticket = ticket_of(customer)
    a_file(
        now=NOW,
        ticket=ticket,
        name="passport.jpg",
        size=len(PASSPORT),
        sha256=sum_of(PASSPORT),
        state=FileState.ACCEPTED,
    )
    a_file(
        now=NOW + timedelta(seconds=1),
        ticket=ticket,
        name="statement.pdf",
        size=len(STATEMENT),
        sha256=sum_of(STATEMENT),
        state=FileState.REFUSED,
        code=Refusal.PASSWORD,
    )
    customer.get(status_url(customer))
    return customer


def kept(customer: Customer, folder: Path) -> Path:
    """The receipt, as the browser saves it."""
    response = customer.client.get(f"{customer.url}receipt/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    path = folder / "receipt.txt"
    path.write_bytes(response.content)
    return path


def papers(folder: Path) -> list[Path]:
    for name, data in (("passport.jpg", PASSPORT), ("statement.pdf", STATEMENT)):
        (folder / name).write_bytes(data)
    return [folder / "passport.jpg", folder / "statement.pdf"]


def check(*words: Path) -> tuple[int, dict[str, object]]:
    """What the command says, with its exit code."""
    out, code = io.StringIO(), 0
    try:
        call_command("receipt_check", *map(str, words), json=True, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(out.getvalue())


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_the_status_page_offers_it_and_it_names_every_file_with_its_end(sender: Customer, tmp_path: Path) -> None:
    assert f'href="{sender.url}receipt/"' in sender.text

    text = kept(sender, tmp_path).read_text()

    for said in ("passport.jpg", sum_of(PASSPORT), "320 bytes", "statement.pdf", sum_of(STATEMENT), "file_password"):
        assert said in text
    assert "2 files" in text


def test_what_an_agent_turned_down_is_not_called_checked(sender: Customer, tmp_path: Path) -> None:
    assert "Checked" in kept(sender, tmp_path).read_text()
    passport = Attachment.objects.get(name="passport.jpg")
    agent = User.objects.create_user("lea@example.com", is_staff=True)
    judge(file_id=passport.id, reason=Reason.BLURRY, actor=agent, now=timezone.now())

    text = kept(sender, tmp_path).read_text()

    assert label_for_its_sender(Reason.BLURRY) in text
    assert "Checked" not in text
    assert check(tmp_path / "receipt.txt")[1]["receipt"] == "genuine"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_untouched_it_is_ours_and_so_are_the_files(language: str, tmp_path: Path) -> None:
    code, found = check(kept(on_the_status_page(language), tmp_path), *papers(tmp_path))

    assert (code, found["receipt"]) == (0, "genuine")
    assert [each["number"] for each in found["files"]] == [1, 2]  # type: ignore[attr-defined]


def test_one_bit_of_a_file_names_that_file(sender: Customer, tmp_path: Path) -> None:
    receipt, (passport, statement) = kept(sender, tmp_path), papers(tmp_path)
    flipped(passport, 100)

    code, found = check(receipt, passport, statement)

    assert (code, found["receipt"]) == (3, "genuine")
    assert [each["number"] for each in found["files"]] == [None, 2]  # type: ignore[attr-defined]


def test_one_bit_of_the_text_is_told_from_one_bit_of_the_signature(sender: Customer, tmp_path: Path) -> None:
    receipt = kept(sender, tmp_path)
    whole = receipt.read_bytes()
    signature = whole.rindex(b"\n", 0, len(whole) - 1) + 1

    for at in range(len(whole) - 1):
        receipt.write_bytes(whole)
        flipped(receipt, at)
        if receipt.read_bytes()[at : at + 1].isspace() or whole[at : at + 1].isspace():
            continue  # What programs do to blanks and ends of lines does not count.
        _code, found = check(receipt)
        assert found["receipt"] == ("text_altered" if at < signature else "not_signed"), (at, whole[at : at + 1])


def test_what_a_mail_program_does_to_line_ends_does_not_matter(sender: Customer, tmp_path: Path) -> None:
    receipt = kept(sender, tmp_path)
    text = receipt.read_text()
    receipt.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "  \r\n").encode() + b"\r\n\r\n")

    assert check(receipt)[1]["receipt"] == "genuine"


def test_a_receipt_of_another_portal_is_not_ours(sender: Customer, tmp_path: Path, settings: LazySettings) -> None:
    receipt = kept(sender, tmp_path)
    settings.SECRET_KEY = "another portal's key, long enough to be one"

    assert check(receipt)[1]["receipt"] == "not_signed"


def test_a_name_that_looks_like_a_line_of_the_receipt_changes_no_number(tmp_path: Path) -> None:
    customer = a_quick_sender()
    trick = sum_of(STATEMENT)
    a_file(
        now=NOW,
        ticket=ticket_of(customer),
        name=f"7. SHA-256 {trick}.pdf",
        sha256=sum_of(PASSPORT),
        size=len(PASSPORT),
    )
    customer.get(status_url(customer))

    _code, found = check(kept(customer, tmp_path), *papers(tmp_path))

    assert [each["number"] for each in found["files"]] == [1, None]  # type: ignore[attr-defined]


def test_whoever_only_holds_the_link_gets_no_receipt(sender: Customer) -> None:
    stranger = Customer("en")

    stranger.get(sender.url)
    assert "receipt/" not in stranger.text
    assert stranger.client.get(f"{sender.url}receipt/").status_code == 404
    assert stranger.client.get(reverse("receipt", args=["nothing"])).status_code == 404
