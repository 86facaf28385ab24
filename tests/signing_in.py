"""A customer signs in as people do: by the page, with the code of the letter; and is signed out again."""

import html
import re

from django.utils import timezone

from accounts.challenges import code_of
from accounts.models import Challenge, SignIn
from tests.customer import Customer


def sign_in(customer: Customer, address: str = "alice@example.com") -> None:
    """Follow the present page's way to the sign-in, and come back from it."""
    way = re.search(r'href="([^"]*/sign-in/\?next=[^"]+)"', customer.text)
    assert way, customer.text
    customer.get(html.unescape(way.group(1)))
    _send(customer, address=address)
    _send(customer, code=newest_code(address))


def _send(customer: Customer, **typed: str) -> None:
    """Send the form of the page to where it says; the way back is in there."""
    action = re.search(r'<form method="post" action="([^"]*/sign-in/[^"]*\?next=[^"]+)"', customer.text)
    assert action, customer.text
    customer.post(html.unescape(action.group(1)), typed)


def newest_code(address: str) -> str:
    """The code of the newest letter to an address."""
    return code_of(challenge=Challenge.objects.filter(address=address).order_by("-created_at")[0])


def end_sign_ins() -> None:
    """End every sign-in, as its owner does from another browser."""
    SignIn.objects.update(ended_at=timezone.now())
