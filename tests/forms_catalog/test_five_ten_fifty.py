"""Rule R3 of the domain, row by row: five, ten, fifty.

Its rows on two requests in parallel and on one file’s size stand in tests/attachments/test_receiving.py, those on what
a file’s name and content say in tests/attachments/test_inspection.py, all of them as `test_r3_…`.
"""

import re

import pytest

from attachments.limits import MAX_FILES_SIGNED_IN, MAX_FILES_SIGNED_OUT
from attachments.models import Attachment
from forms_catalog.models import Draft
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import a_photo, lose_a_phone
from tests.signing_in import end_sign_ins, sign_in
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

SIGN_IN_WAY = re.compile(r'<a class="button second" href="/(?:en|fr)/sign-in/\?next=/(?:en|fr)/d/[-0-9a-f]+/files/">')


@pytest.fixture(params=["en", "fr"])
def customer(request: pytest.FixtureRequest) -> Customer:
    """Somebody on the documents page, in each language."""
    customer = Customer(request.param)
    lose_a_phone(customer)
    return customer


def add(customer: Customer, first: int, last: int) -> int:
    """Add photos by number, all different. Out: the status of the answer."""
    photos = [(f"photo-{number}.jpg", a_photo(f"rgb({number * 10}, 0, 0)")) for number in range(first, last + 1)]
    customer.get(re.sub(r"files/.*$", "files/", customer.url))
    return int(customer.add(*photos).status_code)


def names() -> set[str]:
    """The files that are kept."""
    return set(Attachment.objects.values_list("name", flat=True))


def photos(count: int) -> set[str]:
    """The names of the first photos."""
    return {f"photo-{number}.jpg" for number in range(1, count + 1)}


def press_send(customer: Customer) -> None:
    """Press Send on the review page."""
    assert customer.step == "check"
    customer.post(customer.url.replace("/check/", "/send/"))


def test_r3_signed_out_5_files_accepted(customer: Customer) -> None:
    assert add(customer, 1, 5) == 200
    customer.post(customer.url)
    press_send(customer)
    assert Ticket.objects.get().files.count() == MAX_FILES_SIGNED_OUT


def test_r3_signed_out_6_e_files_5_with_a_sign_in_button_the_first_5_not_lost(customer: Customer) -> None:
    assert add(customer, 1, 6) == 422
    assert "photo-6.jpg" in customer.text
    assert SIGN_IN_WAY.search(customer.text)
    assert names() == photos(5)


def test_r3_signed_in_10_accepted_11_e_files_10_with_another_batch(customer: Customer) -> None:
    sign_in(customer)
    assert add(customer, 1, 10) == 200
    assert add(customer, 11, 11) == 422
    assert "photo-11.jpg" in customer.text
    assert 'name="another"' in customer.text
    assert not SIGN_IN_WAY.search(customer.text)
    assert names() == photos(10)


def test_r3_signed_out_3_in_the_id_field_3_in_the_proof_field_e_files_5(customer: Customer) -> None:
    # There is one field for all files, with a role for each: so the sum is counted, whichever way they come.
    assert add(customer, 1, 3) == 200
    assert add(customer, 4, 6) == 422
    assert "photo-6.jpg" in customer.text
    assert names() == photos(5)


def test_r3_signed_out_with_5_signs_in_mid_form_adds_5_accepted_10(customer: Customer) -> None:
    add(customer, 1, 5)
    customer.get(customer.url)
    sign_in(customer)
    assert customer.step == "files"
    assert add(customer, 6, 10) == 200
    customer.post(customer.url)
    press_send(customer)
    assert Ticket.objects.get().files.count() == MAX_FILES_SIGNED_IN


def test_r3_signed_in_with_8_session_ends_submit_refused_with_sign_in_again_8_still_there(customer: Customer) -> None:
    sign_in(customer)
    add(customer, 1, 8)
    customer.post(customer.url)
    assert customer.step == "check"
    end_sign_ins()
    press_send(customer)
    assert not Ticket.objects.exists()
    assert names() == photos(8)
    assert customer.step == "files"
    assert ("Sign in again" if customer.language == "en" else "Connectez-vous à nouveau") in customer.text
    assert SIGN_IN_WAY.search(customer.text)
    # Continue does not get around it, and nothing is lost by trying.
    assert customer.post(customer.url).status_code == 422
    assert names() == photos(8)
    sign_in(customer)
    customer.post(customer.url)
    press_send(customer)
    assert Ticket.objects.get().files.count() == 8


def test_with_8_files_and_no_way_to_sign_in_again_removing_3_is_enough(customer: Customer) -> None:
    sign_in(customer)
    add(customer, 1, 8)
    end_sign_ins()
    customer.get(customer.url)
    for file in Attachment.objects.filter(name__in=["photo-6.jpg", "photo-7.jpg", "photo-8.jpg"]):
        customer.post(re.sub(r"files/.*$", f"files/{file.id}/remove/", customer.url))
    customer.post(re.sub(r"files/.*$", "files/", customer.url))
    press_send(customer)
    assert Ticket.objects.get().files.count() == 5


def test_p8_23_documents_are_10_10_3_in_one_ticket() -> None:
    customer = Customer()
    lose_a_phone(customer)
    customer.post(customer.url)
    press_send(customer)
    parent = Ticket.objects.get()
    customer.begin("documents-general")
    customer.answer(ticket_reference=parent.reference)
    customer.answer(skip="1")
    customer.answer(consent="on")
    sign_in(customer, "alice+kraken@example.com")
    for first, last in ((1, 10), (11, 20), (21, 23)):
        add(customer, first, last)
        customer.post(customer.url, {"another": "1"} if last < 23 else {})
        customer.post(customer.url.replace("/check/", "/send/"), {"another": "1"} if last < 23 else {})
        if last < 23:
            assert customer.step == "note"
            assert Draft.objects.get().parent == parent
            customer.answer(skip="1")
            customer.answer(consent="on")
    batches = Ticket.objects.filter(joins=parent)
    assert sorted(each.files.count() for each in batches) == [3, 10, 10]
    assert not Draft.objects.exists()


def test_more_files_than_one_request_holds_go_with_it_in_the_next(customer: Customer) -> None:
    add(customer, 1, 5)
    customer.post(customer.url, {"another": "1"})
    assert 'name="another"' in customer.text
    customer.post(customer.url.replace("/check/", "/send/"), {"another": "1"})
    first = Ticket.objects.get()
    assert first.reference in customer.text
    draft = Draft.objects.get()
    assert (draft.request_type, draft.parent) == ("documents-general", first)


def test_more_security_documents_stay_security_documents(customer: Customer) -> None:
    customer.post(customer.url)
    press_send(customer)
    request = Ticket.objects.get()
    customer.begin("documents-security")
    customer.answer(ticket_reference=request.reference)
    customer.answer(skip="1")
    customer.answer(consent="on")
    add(customer, 1, 5)
    customer.post(customer.url, {"another": "1"})
    customer.post(customer.url.replace("/check/", "/send/"), {"another": "1"})
    assert Ticket.objects.get(request_type="documents-security").restricted
    draft = Draft.objects.get()
    assert (draft.request_type, draft.parent) == ("documents-security", request)
