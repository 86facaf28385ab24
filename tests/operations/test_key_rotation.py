"""A new secret key, put in as the operators' page says, shuts nobody out of what they began or sent."""

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from forms_catalog.models import Draft
from operations.sealed import Sealed
from tests.attachments import samples
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import lose_a_phone, send
from tests.operations.test_sealed import EARLIER, NEWER
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def renew_the_key(settings: LazySettings) -> None:
    """What the operator does."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEWER, [EARLIER]


@pytest.fixture
def customer(settings: LazySettings) -> Customer:
    """Somebody on the documents page, under the earlier key."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = EARLIER, []
    person = Customer()
    lose_a_phone(person)
    return person


def test_a_draft_still_opens_with_its_answers_and_can_be_sent(customer: Customer, settings: LazySettings) -> None:
    renew_the_key(settings)
    assert customer.get(customer.url).status_code == 200
    assert Draft.objects.get().answers["account_email"] == "alice+kraken@example.com"
    customer.add(("photo.jpg", samples.photo()))
    customer.post(customer.url)
    assert "It was taken from my bag at the station this morning." in customer.text
    assert send(customer).account_email == "alice+kraken@example.com"


def test_the_conversation_and_the_list_of_requests_still_open_in_the_same_browser(
    customer: Customer, settings: LazySettings
) -> None:
    customer.add(("photo.jpg", samples.photo()))
    customer.post(customer.url)
    ticket = send(customer)
    status = next(part for part in customer.text.split('"') if "/t/" in part)
    renew_the_key(settings)
    customer.get(status)
    assert customer.page.status_code == 200
    assert "It was taken from my bag at the station this morning." in customer.text
    assert ticket.reference in customer.get("/en/track/").content.decode()


def test_what_lies_sealed_is_sealed_anew_and_then_needs_the_old_key_no_more(
    customer: Customer, settings: LazySettings
) -> None:
    customer.add(("photo.jpg", samples.photo()))
    customer.post(customer.url)
    ticket = send(customer)
    message = ticket.messages.get()
    message.body = Sealed(message.body)
    message.save(update_fields=["body"])
    renew_the_key(settings)
    call_command("reseal")
    settings.SECRET_KEY_FALLBACKS = []
    assert Ticket.objects.get(id=ticket.id).answers["account_email"] == "alice+kraken@example.com"
    message.refresh_from_db()
    assert message.body == "It was taken from my bag at the station this morning."


def test_a_row_whose_key_is_gone_is_named_and_nothing_is_lost(customer: Customer, settings: LazySettings) -> None:
    customer.get(customer.url)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEWER, []
    with pytest.raises(SystemExit) as end:
        call_command("reseal")
    assert end.value.code == 3
    settings.SECRET_KEY_FALLBACKS = [EARLIER]
    assert Draft.objects.get().answers["account_email"] == "alice+kraken@example.com"
