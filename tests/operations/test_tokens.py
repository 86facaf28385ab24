"""A token opens its row in the one spelling that was given out, and in no other."""

import base64
import secrets
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings

from operations.tokens import row_of, said_by, token_for, token_saying

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def other_spellings(token: str) -> list[str]:
    """Texts that a lenient reader takes for the same bytes, and others that differ in one sign."""
    swapped = [token[:place] + sign + token[place + 1 :] for place in range(len(token)) for sign in ALPHABET]
    padded = [
        token + "=",
        token + "==",
        f" {token}",
        f"{token}\n",
        f"{token[:9]}!{token[9:]}",
        f"{token[:9]}é{token[9:]}",
    ]
    standard = token.replace("-", "+").replace("_", "/")
    return [each for each in [*swapped, *padded, standard, token[:-1], token[1:], ""] if each != token]


def test_a_token_is_read_in_its_one_spelling_and_in_no_other() -> None:
    row = uuid4()
    token = token_for(purpose=b"a-door", row=row)
    assert row_of(purpose=b"a-door", token=token) == row
    assert [each for each in other_spellings(token) if row_of(purpose=b"a-door", token=each) is not None] == []


def test_a_token_made_for_one_door_opens_no_other() -> None:
    token = token_for(purpose=b"a-door", row=uuid4())
    assert row_of(purpose=b"another", token=token) is None
    assert row_of(purpose=b"a-door", token=token_saying(purpose=b"a-door", said=b"longer than a row's id")) is None


@pytest.mark.parametrize("length", range(40))
def test_random_bytes_say_nothing(length: int) -> None:
    guess = base64.urlsafe_b64encode(secrets.token_bytes(length)).decode().rstrip("=")
    assert said_by(purpose=b"a-door", token=guess) is None


def test_a_token_outlives_a_new_secret_key_as_long_as_the_old_one_is_named(settings: LazySettings) -> None:
    row: UUID = uuid4()
    token = token_for(purpose=b"a-door", row=row)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert row_of(purpose=b"a-door", token=token) == row
    settings.SECRET_KEY_FALLBACKS = []
    assert row_of(purpose=b"a-door", token=token) is None
