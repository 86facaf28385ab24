"""Somebody who has just sent a request, for tests of what follows."""

import re
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone

from accounts.devices import device_of
from tests.customer import Customer
from tests.factories import a_ticket
from tickets.links import issue_link
from tickets.models import Ticket

SECRET_WORDS = "the thief knows my street"


def a_quick_sender(*, language: str = "en", address: str = "alice@example.com", **overrides: Any) -> Customer:
    """The same, its request made without its form."""
    customer = Customer(language)
    key = uuid4().hex
    customer.client.cookies[settings.DEVICE_COOKIE_NAME] = key
    request = RequestFactory().get("/")
    request.COOKIES = {settings.DEVICE_COOKIE_NAME: key}
    values = {
        "device": device_of(request=request),
        "language": language,
        "account_email": address,
        "contact_email": address,
        "body": f"I have a new phone and {SECRET_WORDS}.",
        "worked_unconfirmed": False,
    }
    ticket = a_ticket(now=timezone.now(), **(values | overrides))
    issue_link(ticket=ticket, now=timezone.now())
    customer.get(f"/{language}/sent/{ticket.reference}/")
    return customer


def a_sender(*, language: str = "en", address: str = "alice@example.com") -> Customer:
    """A browser on the confirmation page of a request that waits for its address to be proven."""
    customer = about_to_send(language=language, address=address)
    customer.post(customer.url.replace("/check/", "/send/"))
    return customer


def about_to_send(*, language: str = "en", address: str = "alice@example.com") -> Customer:
    """A browser on the last page before Send."""
    customer = Customer(language)
    customer.begin("2fa-unavailable")
    customer.answer(cause="changed")
    customer.answer(method="authenticator")
    customer.answer(which="sign_in")
    customer.answer(master_key_set="no")
    customer.answer(gsl_on="yes")
    customer.answer(account_email=address)
    customer.answer(still_have_email="yes")
    customer.answer(skip="1")
    customer.answer(description=f"I have a new phone and {SECRET_WORDS}.")
    return customer


def ticket_of(customer: Customer) -> Ticket:
    """The request whose confirmation page a customer sees."""
    return Ticket.objects.get(reference=customer.step)


def status_url(customer: Customer) -> str:
    """The link on the confirmation."""
    found = re.search(r'href="(/\w\w/t/[^"]+)"', customer.text)
    assert found
    return found.group(1)
