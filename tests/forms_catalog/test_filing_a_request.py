"""A customer files requests, page by page, without scripts."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from attachments.models import Attachment
from attachments.states import FileState
from forms_catalog.catalogue import catalogue
from forms_catalog.fields import Consent
from forms_catalog.models import Draft
from tests.customer import Customer
from tickets.models import Joining, Ticket

pytestmark = pytest.mark.django_db


def a_photo(colour: str = "navy") -> bytes:
    """A small real photo."""
    held = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(held, "JPEG")
    return held.getvalue()


@pytest.fixture(params=["en", "fr"])
def customer(request: pytest.FixtureRequest) -> Customer:
    """Somebody with a browser, in each language."""
    return Customer(request.param)


def lose_a_phone(customer: Customer, state: str = "stolen") -> None:
    """Answer everything about a stolen phone up to the documents page."""
    customer.begin("lost-device")
    customer.answer(device_state=state)
    customer.answer(device_type="phone")
    customer.answer(when=(timezone.now() - timedelta(days=1)).date().isoformat())
    customer.answer(had_on_it=["authenticator", "sim"])
    if state == "stolen":
        customer.answer(device_unlocked="no")
    customer.answer(account_email="alice+kraken@Example.COM")
    customer.answer(still_have_email="yes")
    customer.answer(master_key_set="unsure")
    customer.answer(sim_blocked="yes")
    if state == "stolen":
        customer.answer(skip="1")
    customer.answer(description="It was taken from my bag at the station this morning.")


def send(customer: Customer) -> Ticket:
    """Press Send on the review page."""
    assert customer.step == "check", customer.url
    customer.post(customer.url.replace("/check/", "/send/"))
    assert "/sent/KS-" in customer.url
    return Ticket.objects.get(reference=customer.step)


def test_a_stolen_phone_becomes_one_urgent_ticket_with_its_files(customer: Customer) -> None:
    lose_a_phone(customer)
    assert customer.step == "files"
    customer.add(("photo.jpg", a_photo()))
    customer.post(customer.url)
    ticket = send(customer)
    assert (ticket.request_type, ticket.priority, ticket.language) == ("lost-device", 1, customer.language)
    assert ticket.account_email == ticket.contact_email == "alice+kraken@example.com"
    assert ticket.answers["device_state"] == "stolen"
    assert ticket.messages.get().body.startswith("It was taken")
    assert [each.name for each in ticket.files.all()] == ["photo.jpg"]
    assert not Draft.objects.exists()


def test_whoever_had_the_sim_blocked_is_not_told_to_do_it(customer: Customer) -> None:
    sim = {"en": "block the SIM card", "fr": "bloquer la carte SIM"}[customer.language]
    lose_a_phone(customer)
    customer.post(customer.url)
    blocked = send(customer)
    assert sim not in customer.text
    assert any("lock or wipe" in each["en"] for each in blocked.form["next_steps"])
    again = Customer(customer.language)
    lose_a_phone(again)
    base = again.url.removesuffix("files/")
    again.get(base + "sim/")
    again.answer(sim_blocked="no")
    again.get(base + "files/")
    again.post(again.url)
    again.post(base + "send/")
    assert sim in again.text


def test_sending_twice_makes_one_ticket_and_shows_it_again(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.post(customer.url)
    send_url = customer.url.replace("/check/", "/send/")
    first = send(customer)
    customer.post(send_url)
    assert customer.step == first.reference
    assert Ticket.objects.count() == 1


def test_a_wrong_answer_is_a_422_with_the_sentence_and_what_was_typed(customer: Customer) -> None:
    customer.begin("lost-device")
    customer.answer(device_state="lost")
    customer.answer(device_type="tablet")
    customer.answer(skip="1")
    customer.answer()
    response = customer.answer(account_email="marie@")
    assert response.status_code == 422
    assert 'role="alert"' in customer.text
    assert 'value="marie@"' in customer.text
    assert 'href="#id_account_email"' in customer.text


def test_answers_and_files_come_along_when_the_device_is_only_broken_and_back(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.add(("police.png", a_photo("red")))
    file_id = Attachment.objects.get().id
    base = customer.url.removesuffix("files/")
    customer.get(base + "what-happened/")
    customer.answer(device_state="broken")
    assert Draft.objects.get().request_type == "2fa-unavailable"
    assert Draft.objects.get().answers["cause"] == "broken"
    assert Draft.objects.get().answers["account_email"] == "alice+kraken@example.com"
    assert customer.step == "method"
    customer.get(base + "what-changed/")
    customer.answer(cause="stolen")
    draft = Draft.objects.get()
    assert draft.request_type == "lost-device"
    assert draft.answers["device_state"] == "stolen"
    assert [each.id for each in Attachment.objects.filter(tray=draft.tray)] == [file_id]


def test_a_known_master_key_ends_without_a_ticket_and_the_answer_can_be_changed(customer: Customer) -> None:
    customer.begin("2fa-unavailable")
    customer.answer(cause="changed")
    customer.answer(method="authenticator")
    customer.answer(which="sign_in")
    customer.answer(master_key_set="yes")
    assert customer.step == "end-master-key"
    assert "/send/" not in customer.text
    customer.get(customer.url.replace("end-master-key", "master-key"))
    customer.answer(master_key_set="no")
    assert customer.step == "settings-lock"


def test_documents_join_a_request_sent_from_this_same_browser(customer: Customer) -> None:
    lose_a_phone(customer, state="lost")
    customer.post(customer.url)
    parent = send(customer)
    customer.begin("documents-general")
    customer.answer(ticket_reference=parent.reference.lower().replace("-", " "))
    assert customer.step == "note"
    customer.answer(skip="1")
    customer.answer(consent="on")
    customer.add(("passport.jpg", a_photo()))
    customer.post(customer.url)
    documents = send(customer)
    assert (documents.joins_id, documents.joining) == (parent.id, Joining.WAITING)
    assert parent.reference in customer.text


@pytest.mark.parametrize("whose", ["somebody-elses", "nobodys", "nonsense"])
def test_any_other_reference_gets_the_same_words_and_the_offer_to_send_without(whose: str) -> None:
    other = Customer()
    lose_a_phone(other, state="lost")
    other.post(other.url)
    theirs = send(other).reference
    references = {"somebody-elses": theirs, "nobodys": "KS-0000-0000", "nonsense": "<script>"}
    customer = Customer()
    customer.begin("documents-general")
    response = customer.answer(ticket_reference=references[whose])
    assert response.status_code == 422
    assert "We cannot find this request for you" in customer.text
    customer.answer(skip="1")
    assert customer.step == "account-email"


def test_documents_need_at_least_one_file(customer: Customer) -> None:
    customer.begin("documents-general")
    customer.answer(ticket_reference="")
    customer.answer(account_email="bob@example.com")
    customer.answer(note="")
    customer.answer(consent="on")
    response = customer.post(customer.url)
    assert response.status_code == 422
    assert customer.step == "files"


def test_the_sixth_file_is_named_and_the_first_five_are_kept(customer: Customer) -> None:
    lose_a_phone(customer)
    photos = [(f"photo-{number}.jpg", a_photo(f"#0000{number}0")) for number in range(1, 7)]
    response = customer.add(*photos)
    assert response.status_code == 422
    assert "photo-6.jpg" in customer.text
    assert Attachment.objects.count() == 5


def test_an_empty_file_and_one_that_is_too_large_are_refused_with_a_sentence(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attachments.upload_handler.MAX_FILE_BYTES", 1000)
    lose_a_phone(customer)
    customer.add(("nothing.pdf", b""), ("large.pdf", b"x" * 1001), ("exact.pdf", b"x" * 1000))
    found = {each.name: (each.state, each.code) for each in Attachment.objects.order_by("id")}
    assert found == {
        "nothing.pdf": (FileState.REFUSED, "file_empty"),
        "large.pdf": (FileState.REFUSED, "file_size"),
        "exact.pdf": (FileState.QUEUED, ""),
    }


def test_the_same_file_twice_is_a_sentence_not_a_second_file(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.add(("photo.jpg", a_photo()))
    customer.get(customer.url)
    customer.add(("copy.jpg", a_photo()))
    assert "copy.jpg" in customer.text
    assert Attachment.objects.count() == 1


def test_a_removed_file_is_gone_with_its_bytes(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.add(("photo.jpg", a_photo()))
    file_id = Attachment.objects.get().id
    customer.post(customer.url + f"{file_id}/remove/")
    assert not Attachment.objects.exists()


def test_another_browser_cannot_open_a_draft_and_a_draft_ends_after_seven_days(customer: Customer) -> None:
    customer.begin("lost-device")
    url = customer.url
    stranger = Customer()
    assert stranger.get(url).status_code == 404
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = customer.get(url)
    assert response.status_code == 404
    assert "7" in customer.text


@pytest.mark.parametrize("step", ["no-such-page", "end-nowhere"])
def test_an_unknown_step_is_a_404(customer: Customer, step: str) -> None:
    customer.begin("lost-device")
    assert customer.get(customer.url.replace("what-happened", step)).status_code == 404


def test_a_later_page_cannot_be_opened_before_its_turn(customer: Customer) -> None:
    customer.begin("lost-device")
    for page in ("details", "files", "check"):
        customer.get(customer.url.replace(customer.step, page))
        assert customer.step == "what-happened"


def test_a_tampered_answer_is_refused(customer: Customer) -> None:
    customer.begin("lost-device")
    assert customer.answer(device_state="teleported").status_code == 422


def test_a_form_without_its_token_changes_nothing(customer: Customer) -> None:
    customer.begin("lost-device")
    response = customer.client.post(customer.url, {"device_state": "lost"})
    assert response.status_code == 403
    assert Draft.objects.get().answers == {}


def test_forgetting_this_device_erases_drafts_and_files(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.add(("photo.jpg", a_photo()))
    customer.post(f"/{customer.language}/d/forget/")
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()
    assert customer.get(f"/{customer.language}/track/").status_code == 200


def test_a_recovery_phrase_is_refused_and_stored_nowhere(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.get(customer.url.replace("files", "details"))
    phrase = "abandon " * 11 + "about"
    response = customer.answer(description=f"My words are {phrase}, please help me")
    assert response.status_code == 422
    assert "abandon" not in str(Draft.objects.get().answers)


def test_the_language_can_be_switched_at_any_page_without_loss() -> None:
    customer = Customer("en")
    lose_a_phone(customer)
    customer.get(customer.url.replace("/en/", "/fr/"))
    assert customer.step == "files"
    assert 'lang="fr"' in customer.text


def test_the_first_page_sets_no_cookie() -> None:
    client = Client()
    for url in ("/en/", "/fr/requests/", "/en/safety/"):
        assert not client.get(url).cookies


def test_a_question_page_costs_few_queries(customer: Customer) -> None:
    customer.begin("lost-device")
    with CaptureQueriesContext(
        connection,
    ) as shown:
        customer.get(customer.url)
    assert len(shown) <= 4
    with CaptureQueriesContext(connection) as answered:
        customer.client.get(customer.url)
    assert len(answered) <= 4


def test_a_secret_in_a_files_name_is_refused_with_a_sentence_and_kept_nowhere(customer: Customer) -> None:
    lose_a_phone(customer)
    name = "abandon " * 11 + "about.jpg"
    response = customer.add((name, a_photo()), ("report.jpg", a_photo("red")))
    assert response.status_code == 422
    assert "abandon" not in customer.text
    assert ("recovery phrase" if customer.language == "en" else "phrase de récupération") in customer.text
    assert [each.name for each in Attachment.objects.all()] == ["report.jpg"]


def test_a_text_far_too_long_gets_one_sentence_and_is_not_read(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.get(customer.url.replace("files", "details"))
    response = customer.answer(description="的 " * 100_000)
    assert response.status_code == 422
    assert customer.text.count('<a href="#id_description">') == 1


@pytest.mark.parametrize("slug", [slug for slug, each in catalogue().items() if each.files and each.files.required])
def test_documents_are_sent_only_by_somebody_who_agreed_that_we_look_at_them(slug: str) -> None:
    asked = {name: field for step in catalogue()[slug].steps for name, field in step.fields().items()}
    assert isinstance(asked["consent"], Consent)
    assert asked["consent"].required
