"""Going back, changing, switching the language, reloading: nothing that was given is lost, and nothing changes its meaning."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from attachments.models import Attachment
from forms_catalog.models import Draft
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import a_photo, lose_a_phone, send
from tickets.models import Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db


def base(customer: Customer) -> str:
    """The address of the draft, without a page."""
    return customer.url.removesuffix(f"{customer.step}/")


def test_there_and_back_again_nothing_is_asked_twice() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    draft = base(customer)
    customer.get(draft + "what-happened/")
    customer.answer(device_state="broken")
    assert customer.step == "method"
    customer.get(draft + "what-changed/")
    customer.answer(cause="lost")
    assert Draft.objects.get().answers["had_on_it"] == ["authenticator", "sim"]
    assert customer.step == "master-key"
    customer.answer(master_key_set="unsure")
    assert customer.step == "files"


def test_yes_to_a_master_key_does_not_become_i_know_it() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    draft = base(customer)
    customer.get(draft + "master-key/")
    customer.answer(master_key_set="yes")
    customer.get(draft + "what-happened/")
    customer.answer(device_state="reset")
    customer.answer(method="authenticator")
    customer.answer(which="sign_in")
    assert customer.step == "master-key"
    assert not re.search(r"<input[^>]* checked", customer.text)


def test_files_sent_with_continue_are_kept_when_another_tab_made_a_question_open_again() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    documents = customer.url
    customer.get(base(customer) + "email-access/")
    customer.answer(still_have_email="no")
    customer.get(documents)
    customer.post(documents, {"files": [SimpleUploadedFile("late.jpg", a_photo())]})
    assert customer.step == "contact-email"
    assert [each.name for each in Attachment.objects.all()] == ["late.jpg"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_address_that_a_form_was_sent_to_can_be_opened(language: str) -> None:
    other = "fr" if language == "en" else "en"
    customer = Customer(language)
    customer.get(f"/{language}/requests/2fa-unavailable/try/")
    customer.post(f"/{language}/requests/2fa-unavailable/solved/")
    for address in ("requests/2fa-unavailable/solved/", "requests/2fa-unavailable/begin/", "d/forget/", "d/forgotten/"):
        assert customer.get(f"/{other}/{address}").status_code == 200
    lose_a_phone(customer)
    draft, documents = base(customer), customer.url
    customer.add(("note.pdf", b""))
    assert customer.get(documents.replace(f"/{language}/", f"/{other}/") + "add/").status_code == 200
    assert customer.step == "files"
    file_id = Attachment.objects.get().id
    assert customer.get(f"{documents}{file_id}/remove/").status_code == 200
    assert Attachment.objects.count() == 1
    customer.get(documents)
    customer.post(documents)
    customer.get(draft + "send/")
    assert customer.step == "check"


def test_pages_of_a_type_that_is_gone_say_so_and_the_home_page_still_opens() -> None:
    customer = Customer()
    customer.begin("lost-device")
    Draft.objects.update(request_type="no-longer-there")
    assert customer.get(customer.url).status_code == 404
    assert customer.get("/en/").status_code == 200
    assert customer.get("/en/requests/lost-device/").status_code == 200


def test_the_home_page_leads_back_to_what_was_begun_in_this_browser_only() -> None:
    customer = Customer()
    customer.begin("lost-device")
    customer.answer(device_state="lost")
    here = customer.url
    customer.get("/en/")
    assert f'href="{here}"' in customer.text
    stranger = Customer()
    stranger.get("/en/")
    assert "/d/" not in stranger.text


def test_line_breaks_count_once_as_in_the_browser() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    customer.get(base(customer) + "details/")
    customer.answer(description="a line\r\n" * 20 + "x" * (10_000 - 140))
    assert customer.step == "files"
    customer.post(customer.url)
    assert "\r" not in send(customer).messages.get().body


def test_the_contact_address_may_be_the_accounts_when_the_person_is_not_sure() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    draft = base(customer)
    for access, expected in (("no", 422), ("unsure", 200)):
        customer.get(draft + "email-access/")
        customer.answer(still_have_email=access)
        assert customer.step == "contact-email"
        assert customer.answer(contact_email="alice+kraken@example.com").status_code == expected


def test_a_change_of_language_takes_along_what_was_typed_good_or_not() -> None:
    customer = Customer("en")
    lose_a_phone(customer, state="lost")
    details = base(customer) + "details/"
    customer.get(details)
    customer.answer(description="Too short", to_language="fr")
    assert "Too short" in customer.text
    assert 'lang="fr"' in customer.text
    assert 'role="alert"' not in customer.text
    assert f'action="{details.replace("/en/", "/fr/")}"' in customer.text
    customer.answer(description="Long enough for an agent to read it.", to_language="fr")
    assert customer.url == details.replace("/en/", "/fr/")
    assert Draft.objects.get().answers["description"] == "Long enough for an agent to read it."


def test_a_secret_is_shown_again_in_the_other_language_and_kept_nowhere() -> None:
    customer = Customer("en")
    lose_a_phone(customer, state="lost")
    customer.get(base(customer) + "details/")
    customer.answer(description="abandon " * 11 + "about", to_language="fr")
    assert "abandon" in customer.text
    assert "abandon" not in str(Draft.objects.get().answers)


def test_files_and_what_they_are_survive_a_change_of_language() -> None:
    customer = Customer("en")
    lose_a_phone(customer, state="lost")
    documents = customer.url
    customer.add(("report.jpg", a_photo()))
    file = Attachment.objects.get()
    customer.get(documents)
    customer.post(documents, {f"role-{file.id}": "police_report", "to_language": "fr"})
    assert customer.url == documents.replace("/en/", "/fr/")
    file.refresh_from_db()
    assert file.role == "police_report"


def test_a_reference_is_kept_in_its_one_spelling() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    customer.post(customer.url)
    reference = send(customer).reference
    customer.begin("documents-general")
    customer.answer(ticket_reference=reference.lower().replace("-", " "))
    assert Draft.objects.get().answers["ticket_reference"] == reference


def test_a_change_of_language_answers_nothing_that_nobody_answered() -> None:
    customer = Customer("en")
    customer.begin("documents-general")
    customer.answer(ticket_reference="", to_language="fr")
    assert Draft.objects.get().answers == {}
    customer.get(base(customer) + "check/")
    assert customer.step == "reference"


def test_documents_for_a_closed_request_are_not_said_to_join_it() -> None:
    customer = Customer()
    lose_a_phone(customer, state="lost")
    customer.post(customer.url)
    parent = send(customer)
    customer.begin("documents-general")
    customer.answer(ticket_reference=parent.reference)
    customer.answer(skip="1")
    customer.answer(consent="on")
    customer.add(("passport.jpg", a_photo()))
    customer.post(customer.url)
    assert f"These documents join your request {parent.reference} by themselves" in customer.text
    Ticket.objects.update(state=State.CLOSED)
    customer.get(customer.url)
    assert f"The request {parent.reference} is closed" in customer.text
    assert "by themselves" not in customer.text


def test_an_odd_address_never_becomes_part_of_everybodys_page() -> None:
    one, other = Customer(), Customer()
    one.begin("lost-device")
    one.get(one.url + "?&&&")
    other.begin("lost-device")
    assert "&amp;" not in other.text.split("</header>")[0]
