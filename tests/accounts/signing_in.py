"""Somebody who signs in, as their browser does it; the letter is read from the outbox's own function."""

from typing import Any

from accounts.challenges import code_of
from accounts.models import Challenge
from tests.customer import Customer


def newest_code() -> str:
    """The code that the newest letter carries."""
    return code_of(challenge=Challenge.objects.order_by("-created_at", "-id")[0])


def ask_for_a_code(person: Customer, address: str, **extra: Any) -> Any:
    """Type an address on the sign-in page."""
    person.get(f"/{person.language}/sign-in/")
    return person.post(f"/{person.language}/sign-in/", {"address": address}, **extra)


def sign_in(person: Customer, address: str) -> None:
    """Ask for a code and enter it."""
    ask_for_a_code(person, address)
    person.post(person.url, {"code": newest_code()})
    assert person.url == f"/{person.language}/account/"
