"""The short code in each letter, by which anybody can ask the portal whether a letter is ours."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings

from outbox.models import Letter, LetterState

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""
NUMBER_SYMBOLS, SIGNATURE_SYMBOLS = 8, 4
BITS_A_SYMBOL = 5
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_PURPOSE = b"letter-code"


def new_number() -> int:
    """The half of a letter's code that is stored; random, so that it does not tell how many letters we write."""
    return secrets.randbits(NUMBER_SYMBOLS * BITS_A_SYMBOL)


def code_of(*, letter: Letter) -> str:
    """The code as it stands in the letter: three groups of four symbols."""
    text = _spelled(letter.number, NUMBER_SYMBOLS) + _signature(letter, settings.SECRET_KEY)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def letter_with_code(*, text: str) -> Letter | None:
    """The sent letter that a code stands in, however it was typed; None for every text that is no such code."""
    symbols = "".join(each for each in text.upper() if each.isalnum()).translate(_LOOKALIKES)
    if len(symbols) != NUMBER_SYMBOLS + SIGNATURE_SYMBOLS or any(each not in SYMBOLS for each in symbols):
        return None
    number = 0
    for each in symbols[:NUMBER_SYMBOLS]:
        number = number << BITS_A_SYMBOL | SYMBOLS.index(each)
    signed = symbols[NUMBER_SYMBOLS:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    found = Letter.objects.filter(number=number, state=LetterState.SENT).order_by("id")
    matches = [each for each in found for key in keys if hmac.compare_digest(_signature(each, key), signed)]
    return matches[0] if matches else None


def _signature(letter: Letter, key: str) -> str:
    digest = hmac.digest(key.encode(), _PURPOSE + letter.id.bytes, sha256)
    return _spelled(int.from_bytes(digest[:8], "big"), SIGNATURE_SYMBOLS)


def _spelled(number: int, symbols: int) -> str:
    shifts = range((symbols - 1) * BITS_A_SYMBOL, -1, -BITS_A_SYMBOL)
    return "".join(SYMBOLS[number >> shift & 31] for shift in shifts)
