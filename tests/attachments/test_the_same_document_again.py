"""The same document again: recognised for the person who sent it before, and for nobody else in any way."""

import errno
import re

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import proofs
from accounts.models import Person
from attachments import storage
from attachments.again import NoLongerThere, documents_of, use_again
from attachments.checking import check_file
from attachments.judging import judge, take_back
from attachments.ledger import prove
from attachments.models import Attachment
from attachments.reasons import Reason
from attachments.receive import new_tray, remove_file
from attachments.requeueing import requeue
from attachments.states import FileState, Refusal
from attachments.tray_tokens import token_for
from forms_catalog.catalogue import catalogue
from forms_catalog.models import Draft
from tests.attachments import samples
from tests.attachments.stub_scanner import StubScanner
from tests.customer import Customer
from tests.forms_catalog.opening import open_request
from tests.forms_catalog.test_filing_a_request import lose_a_phone, send
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PASSPORT = samples.photo("navy")
ALICE = "alice@example.com"
KNOWN = {"en": "We already have this document", "fr": "Nous avons déjà ce document"}
OFFER = {"en": "Use a document that you have sent before", "fr": "Utiliser un document que vous avez déjà envoyé"}


def at_the_documents(language: str = "en", address: str = ALICE) -> Customer:
    """Somebody in a new browser, signed in, on the documents page of a new request."""
    customer = Customer(language)
    lose_a_phone(customer)
    if address:
        sign_in(customer, address)
    return customer


def check_all() -> None:
    """As the workers do."""
    for file_id in Attachment.objects.filter(state=FileState.QUEUED).values_list("id", flat=True):
        check_file(file_id=file_id)


@pytest.fixture
def earlier() -> Attachment:
    """What Alice sent with a request of hers: a passport, accepted."""
    customer = at_the_documents()
    customer.add(("passport.jpg", PASSPORT))
    check_all()
    customer.get(customer.url)
    customer.post(customer.url)
    send(customer)
    return Attachment.objects.get(state=FileState.ACCEPTED)


def newest() -> Attachment:
    """The file that came last."""
    return Attachment.objects.order_by("-received_at")[0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sent_again_it_is_taken_and_the_page_says_kindly_that_it_is_here(language: str, earlier: Attachment) -> None:
    customer = at_the_documents(language)
    assert customer.add(("my passport.jpg", PASSPORT)).status_code == 200
    assert KNOWN[language] in customer.text
    check_all()
    customer.get(re.sub(r"files/.*$", "files/", customer.url))
    assert KNOWN[language] in customer.text
    file = newest()
    assert (file.state, file.same_as, file.name) == (FileState.ACCEPTED, earlier.id, "my passport.jpg")


def test_its_bytes_lie_on_the_disk_once_and_each_is_erased_by_itself(earlier: Attachment) -> None:
    at_the_documents().add(("passport.jpg", PASSPORT))
    check_all()
    file = newest()
    first, second = (storage.quarantine_path(each.id) for each in (earlier, file))
    assert first.samefile(second)
    assert storage.preview_path(earlier.id, 1).samefile(storage.preview_path(file.id, 1))
    assert prove(now=timezone.now(), share=1, conversation=None).holds
    assert file.tray_id
    remove_file(tray_id=file.tray_id, file_id=file.id)
    assert first.read_bytes() == PASSPORT
    assert storage.preview_path(earlier.id, 1).exists()


def test_a_damaged_earlier_copy_is_mended_by_the_newer_one(earlier: Attachment) -> None:
    storage.quarantine_path(earlier.id).write_bytes(b"damaged")
    at_the_documents().add(("passport.jpg", PASSPORT))
    check_all()
    assert storage.quarantine_path(earlier.id).read_bytes() == PASSPORT


def test_a_copy_that_was_altered_since_is_checked_anew_and_does_not_take_the_earlier_ones_place(
    earlier: Attachment,
) -> None:
    at_the_documents().add(("passport.jpg", PASSPORT))
    check_all()
    file = newest()
    # As a backup that was put back without its links: two files, and one of them damaged.
    path = storage.quarantine_path(file.id)
    path.unlink()
    path.write_bytes(PASSPORT[:-200])
    assert requeue(file_id=file.id, now=timezone.now(), by={"os_user": "ops", "command": "attachments_requeue"})
    check_all()
    assert newest().state == FileState.REFUSED
    assert storage.quarantine_path(earlier.id).read_bytes() == PASSPORT


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_can_be_used_again_without_sending_it(language: str, earlier: Attachment) -> None:
    customer = at_the_documents(language)
    assert OFFER[language] in customer.text
    way = re.search(r'formaction="([^"]+/again/)"', customer.text)
    assert way
    customer.post(way[1])
    check_all()
    file = newest()
    assert (file.state, file.same_as, file.sha256) == (FileState.ACCEPTED, earlier.id, earlier.sha256)
    customer.get(re.sub(r"files/.*$", "files/", customer.url))
    customer.post(customer.url)
    ticket = send(customer)
    assert ticket.files.get().sha256 == earlier.sha256
    assert prove(now=timezone.now(), share=1, conversation=None).holds


def test_used_twice_in_one_request_it_is_a_sentence_and_one_file(earlier: Attachment) -> None:
    customer = at_the_documents()
    way = re.search(r'formaction="([^"]+/again/)"', customer.text)
    assert way
    assert customer.post(way[1]).status_code == 200
    assert customer.post(way[1]).status_code == 422
    assert "You have already added" in customer.text
    assert Attachment.objects.count() == 2


def test_the_same_signatures_are_not_asked_again_and_newer_ones_are(
    earlier: Attachment, settings: LazySettings, stub_scanner: StubScanner
) -> None:
    settings.CLAMD_URL = stub_scanner.url
    Attachment.objects.update(signatures=stub_scanner.signatures.decode().strip("\0"))
    # Whatever is really scanned from here on is malware.
    stub_scanner.reply = b"stream: Found.Later FOUND\0"
    customer = at_the_documents()
    customer.add(("passport.jpg", PASSPORT))
    check_all()
    assert newest().state == FileState.ACCEPTED
    remove_file(tray_id=newest().tray_id, file_id=newest().id)  # type: ignore[arg-type]  # it is in a tray
    stub_scanner.signatures = stub_scanner.signatures.replace(b"27210", b"27211")
    customer.add(("passport.jpg", PASSPORT))
    check_all()
    assert (newest().state, newest().code) == (FileState.REFUSED, Refusal.UNSAFE)


def test_under_a_forbidden_name_it_is_judged_by_the_name(earlier: Attachment) -> None:
    at_the_documents().add(("passport.exe", PASSPORT))
    check_all()
    assert (newest().state, newest().code) == (FileState.REFUSED, Refusal.TYPE)


@pytest.mark.parametrize("address", ["", "bob@example.com"])
def test_somebody_elses_identical_file_is_a_new_one_in_every_respect(address: str, earlier: Attachment) -> None:
    said = []
    for content in (PASSPORT, samples.photo("teal")):
        customer = at_the_documents(address=address)
        answer = customer.add(("scan.jpg", content))
        check_all()
        customer.get(re.sub(r"files/.*$", "files/", customer.url))
        said.append((answer.status_code, without_what_is_always_new(customer.text)))
        file = newest()
        assert (file.same_as, file.known_since) == (None, None)
        assert not storage.quarantine_path(file.id).samefile(storage.quarantine_path(earlier.id))
    assert said[0] == said[1]
    assert OFFER["en"] not in said[0][1]


def test_in_pieces_it_is_recognised_by_the_tray_s_token_and_the_answer_says_nothing_of_it(earlier: Attachment) -> None:
    alice, bob = Person.objects.get(address=ALICE), somebody_else()
    answers = {person: in_pieces(person) for person in (alice, bob)}
    assert answers[alice] == answers[bob]
    known = Attachment.objects.filter(tray__isnull=False).order_by("received_at").values_list("same_as", flat=True)
    assert list(known) == [earlier.id, None]


def somebody_else() -> Person:
    """Another person with a proven address."""
    return proofs.prove(device="another browser", address="bob@example.com", now=timezone.now())


def in_pieces(person: Person) -> tuple[int, set[str]]:
    """Send the passport into a new tray of this person's. Out: the last answer's status and headers."""
    tray = new_tray(now=timezone.now())
    endpoint = f"/uploads/{token_for(tray_id=tray.id, limit=5, person_id=person.id)}/"
    client, tus = Client(), {"HTTP_TUS_RESUMABLE": "1.0.0"}
    begun = client.post(endpoint, HTTP_UPLOAD_LENGTH=str(len(PASSPORT)), **tus)  # type: ignore[arg-type]  # headers
    kind = "application/offset+octet-stream"
    where = begun.headers["Location"]
    answer = client.generic("PATCH", where, PASSPORT, kind, HTTP_UPLOAD_OFFSET="0", CONTENT_TYPE=kind, **tus)  # type: ignore[arg-type]
    return answer.status_code, set(answer.headers)


def test_nobody_uses_somebody_elses_document_or_one_that_is_gone(earlier: Attachment) -> None:
    tray, now = new_tray(now=timezone.now()), timezone.now()
    alice, bob = Person.objects.get(address=ALICE), somebody_else()
    assert documents_of(person=bob) == []
    with pytest.raises(NoLongerThere):
        use_again(tray_id=tray.id, file_id=earlier.id, person=bob, limit=5, now=now)
    storage.discard(earlier.id)
    with pytest.raises(NoLongerThere):
        use_again(tray_id=tray.id, file_id=earlier.id, person=alice, limit=5, now=now)
    stranger = at_the_documents(address="")
    stranger.post(f"{stranger.url}{earlier.id}/again/")
    assert not Attachment.objects.filter(tray__isnull=False).exists()


def test_what_lies_here_damaged_is_not_used_again_but_asked_for_anew(earlier: Attachment) -> None:
    tray, alice = new_tray(now=timezone.now()), Person.objects.get(address=ALICE)
    path = storage.quarantine_path(earlier.id)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(NoLongerThere):
        use_again(tray_id=tray.id, file_id=earlier.id, person=alice, limit=5, now=timezone.now())
    assert Attachment.objects.count() == 1
    assert not list(storage.incoming_path(tray.id).parent.iterdir())


def test_a_form_offers_again_only_what_it_takes(earlier: Attachment) -> None:
    alice = Person.objects.get(address=ALICE)
    assert documents_of(person=alice, media_types=["application/pdf"]) == []
    assert [file.id for file in documents_of(person=alice, media_types=["image/jpeg"])] == [earlier.id]


def test_a_form_that_takes_no_files_takes_none_again(earlier: Attachment) -> None:
    customer = at_the_documents()
    customer.begin("feedback")
    customer.post(re.sub(r"[^/]*/$", f"files/{earlier.id}/again/", customer.url))
    assert Attachment.objects.count() == 1


def test_a_disk_that_takes_no_name_more_is_said_in_a_sentence(
    earlier: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = at_the_documents()
    way = re.search(r'formaction="([^"]+/again/)"', customer.text)
    assert way

    def full(*_paths: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.link", full)
        assert customer.post(way[1]).status_code == 503
    assert "We have no room for files at the moment" in customer.text
    assert customer.post(way[1]).status_code == 200


def test_using_again_is_counted_as_any_file(earlier: Attachment, settings: LazySettings) -> None:
    customer = at_the_documents()
    way = re.search(r'formaction="([^"]+/again/)"', customer.text)
    assert way
    settings.FILES_A_DAY = settings.FILES_A_DAY | {"request": 1}
    assert customer.post(way[1]).status_code == 200
    remove_file(tray_id=newest().tray_id, file_id=newest().id)  # type: ignore[arg-type]  # it is in a tray
    assert customer.post(way[1]).status_code == 429
    assert "You have sent very many files today" in customer.text


def test_only_what_was_accepted_is_offered_each_document_once_newest_first(earlier: Attachment) -> None:
    person = Person.objects.get(address=ALICE)
    customer = at_the_documents()
    customer.add(("passport again.jpg", PASSPORT), ("bill.pdf", samples.pdf(1)), ("broken.pdf", b"%PDF-1.7 nothing"))
    check_all()
    customer.get(re.sub(r"files/.*$", "files/", customer.url))
    customer.post(customer.url)
    send(customer)
    names = [file.name for file in documents_of(person=person)]
    assert names == ["bill.pdf", "passport again.jpg"]


def without_what_is_always_new(html: str) -> str:
    """A page without its ids, tokens and paddings."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{32,}", "…", html)


def test_what_an_agent_has_turned_down_is_not_offered_again(earlier: Attachment) -> None:
    person, agent = Person.objects.get(address=ALICE), User.objects.create_user("lea@example.com", is_staff=True)
    assert [file.id for file in documents_of(person=person)] == [earlier.id]
    judge(file_id=earlier.id, reason=Reason.BLURRY, actor=agent, now=timezone.now())
    assert documents_of(person=person) == []
    take_back(file_id=earlier.id, actor=agent, now=timezone.now())
    judge(file_id=earlier.id, reason="", actor=agent, now=timezone.now())
    assert [file.id for file in documents_of(person=person)] == [earlier.id]


def test_it_is_not_slipped_into_a_form_that_takes_no_files(earlier: Attachment) -> None:
    customer = Customer()
    open_request(customer, catalogue()["tin-update"])
    draft = Draft.objects.get(request_type="tin-update")
    customer.post(reverse("files_again", args=[draft.id, earlier.id]))
    assert not Attachment.objects.filter(tray=draft.tray_id).exists()
