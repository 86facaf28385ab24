"""No request, browser or network fills the disk: what arrives in a day is counted, and what is there stays there."""

import base64
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.utils import timezone

from attachments import limits, quotas, storage
from attachments.models import Attachment, Tray, Upload
from attachments.receive import new_tray
from attachments.sweeping import remove_orphans
from attachments.tray_tokens import token_for
from forms_catalog import drafts
from forms_catalog.models import Draft
from operations import rate_limits
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import a_photo, lose_a_phone
from tests.services.programs import Valkey

pytestmark = pytest.mark.django_db

WORDS = {
    "request": {
        "en": "You have sent very many files today.",
        "fr": "Vous avez envoyé un très grand nombre de fichiers",
    },
    "network": {"en": "Very many files came from your network", "fr": "est arrivé de votre réseau aujourd’hui"},
}
WORDS["browser"] = WORDS["request"]
ANY = pytest.mark.parametrize("whose", ["request", "browser", "network"])


def at_most(settings: LazySettings, whose: str, *, files: int = 1000, units: int = 1000) -> None:
    """Set one quota, in files and in what is counted as one unit of their bytes."""
    settings.FILES_A_DAY = {"request": 1000, "browser": 1000, "network": 1000, whose: files}
    everybody = {"request": 8000, "browser": 8000, "network": 8000}
    settings.MEBIBYTES_A_DAY = everybody | {whose: units * quotas.UNIT}


def announce(tray: Tray, *, length: int = 1000, network: str = "192.0.2.1", person_id: UUID | None = None) -> Any:
    """Say by the protocol of pieces that a file will come."""
    return Client().post(
        f"/uploads/{token_for(tray_id=tray.id, limit=5, person_id=person_id)}/",
        HTTP_TUS_RESUMABLE="1.0.0",
        HTTP_UPLOAD_LENGTH=str(length),
        HTTP_UPLOAD_METADATA=f"filename {base64.b64encode(b'scan.pdf').decode()}",
        REMOTE_ADDR=network,
    )


@pytest.fixture(params=["en", "fr"])
def customer(request: pytest.FixtureRequest) -> Customer:
    """Somebody on the documents page with a file already there, in each language."""
    customer = Customer(request.param)
    lose_a_phone(customer)
    assert customer.add(("first.jpg", a_photo("navy"))).status_code == 200
    return customer


@ANY
def test_the_form_without_scripts_says_so_in_words_and_loses_nothing(
    customer: Customer, settings: LazySettings, whose: str
) -> None:
    at_most(settings, whose, files=1)
    customer.get(customer.url)
    assert customer.add(("second.jpg", a_photo("red"))).status_code == 200
    answer = customer.add(("third.jpg", a_photo("green")))
    assert answer.status_code == 429
    assert WORDS[whose][customer.language] in customer.text
    assert {"first.jpg", "second.jpg"} == set(Attachment.objects.values_list("name", flat=True))
    assert "first.jpg" in customer.text
    # Whoever adds nothing more goes on and sends what is there.
    customer.post(customer.url.replace("add/", ""))
    assert customer.step == "check"


@ANY
def test_bytes_count_on_what_arrives_also_when_none_of_it_is_kept(
    customer: Customer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    monkeypatch.setattr("attachments.upload_handler.MAX_FILE_BYTES", 1000)
    at_most(settings, whose, units=2)
    too_large = os.urandom(quotas.UNIT * limits.MEBIBYTE + 1)
    customer.get(customer.url)
    # Two units, of a file that is refused for its size.
    customer.add(("large.pdf", too_large))
    assert customer.add(("small.jpg", a_photo("green"))).status_code == 429


@pytest.mark.parametrize(("whose", "outcome"), [("request", "enough"), ("browser", "enough"), ("network", "too_many")])
def test_pieces_are_refused_before_the_first_of_them_is_sent(settings: LazySettings, whose: str, outcome: str) -> None:
    at_most(settings, whose, files=2)
    tray = new_tray(now=timezone.now(), customer="somebody")
    assert [announce(tray).status_code for _each in range(2)] == [201, 201]
    refused = announce(tray)
    assert (refused.status_code, refused.headers["Upload-Outcome"]) == (429, outcome)
    assert int(refused.headers["Retry-After"]) > 0
    assert Upload.objects.count() == 2


def test_what_is_announced_counts_with_all_its_bytes(settings: LazySettings) -> None:
    at_most(settings, "request", units=10)
    tray = new_tray(now=timezone.now(), customer="somebody")
    assert announce(tray, length=limits.MAX_FILE_BYTES).status_code == 201
    assert announce(tray, length=limits.MAX_FILE_BYTES).status_code == 429
    assert announce(tray, length=1000).status_code == 201


@pytest.mark.parametrize("length", [limits.MAX_FILE_BYTES + 1, 10**15 - 1])
def test_a_file_that_is_too_large_is_told_so_however_large_and_takes_no_room(
    settings: LazySettings, length: int
) -> None:
    at_most(settings, "request", units=8)
    tray = new_tray(now=timezone.now(), customer="somebody")
    refused = announce(tray, length=length)
    assert (refused.status_code, refused.headers["Upload-Outcome"]) == (413, "refused")
    assert announce(tray, length=limits.MAX_FILE_BYTES).status_code == 201


def test_one_quota_is_nobody_elses(settings: LazySettings) -> None:
    at_most(settings, "browser", files=1)
    first, second = (new_tray(now=timezone.now(), customer=each) for each in ("first", "second"))
    assert announce(first).status_code == 201
    another_of_the_first = new_tray(now=timezone.now(), customer="first")
    assert announce(another_of_the_first).status_code == 429
    assert announce(second).status_code == 201


def test_whoever_is_signed_in_has_one_quota_in_all_browsers(settings: LazySettings) -> None:
    at_most(settings, "browser", files=1)
    first, second = (new_tray(now=timezone.now(), customer=each) for each in ("a browser", "another browser"))
    alice, bob = uuid4(), uuid4()
    assert announce(first, person_id=alice).status_code == 201
    assert announce(second, person_id=alice).status_code == 429
    assert announce(second, person_id=bob).status_code == 201


def test_a_crowd_behind_one_network_is_told_so_and_another_network_is_free(settings: LazySettings) -> None:
    at_most(settings, "network", files=2)
    crowd = [new_tray(now=timezone.now(), customer=f"browser {number}") for number in range(3)]
    assert [announce(each).status_code for each in crowd] == [201, 201, 429]
    assert announce(crowd[2], network="198.51.100.7").status_code == 201


def test_all_processes_count_together_and_what_does_not_fit_counts_for_nothing(
    settings: LazySettings, valkey: Valkey
) -> None:
    settings.REDIS_URL = valkey.url
    at_most(settings, "request", units=8)
    tray = new_tray(now=timezone.now(), customer="somebody")
    assert announce(tray, length=limits.MAX_FILE_BYTES).status_code == 201
    # Another process has counted nothing itself yet.
    rate_limits._counters.cache_clear()
    assert announce(tray, length=limits.MAX_FILE_BYTES).status_code == 429
    assert announce(tray, length=1000).status_code == 201
    assert announce(tray, length=1000).status_code == 429


def test_hundreds_of_uploads_that_were_given_up_leave_the_disk_as_it_was(settings: LazySettings) -> None:
    at_most(settings, "network", files=300)
    trays = [new_tray(now=timezone.now(), customer=f"browser {number}") for number in range(100)]
    answers = [announce(trays[number % 100]) for number in range(310)]
    assert [each.status_code for each in answers] == [201] * 300 + [429] * 10
    for upload in Upload.objects.all():
        storage.incoming_path(upload.id).write_bytes(bytes(1000))
    assert bytes_on_the_disk() == 300 * 1000
    assert remove_orphans(now=timezone.now() + timedelta(days=limits.UPLOAD_DAYS, hours=1)) == 300
    assert bytes_on_the_disk() == 0
    assert not Upload.objects.exists()


def test_a_wizard_that_was_given_up_leaves_nothing_once_its_time_is_over(customer: Customer) -> None:
    customer.add(("second.jpg", a_photo("red")))
    assert bytes_on_the_disk()
    draft = Draft.objects.get()
    drafts.purge_expired(now=draft.expires_at + timedelta(seconds=1))
    assert bytes_on_the_disk() == 0
    assert not Attachment.objects.exists()


def bytes_on_the_disk() -> int:
    """What all files of ours weigh together."""
    root = Path(settings.FILES_DIR)
    return sum(each.stat().st_size for each in root.rglob("*") if each.is_file())
