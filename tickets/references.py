"""References that people read aloud and write by hand: KS-XXXX-XXXX, seven random symbols and a check symbol."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U (domain §7.5: customers copy it onto a photographed note)."""
RANDOM_SYMBOLS = 7
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL = 0b100101
"""x⁵ + x² + 1, which makes the 32 symbols a field."""


def _times_alpha(value: int) -> int:
    value <<= 1
    return value ^ _FIELD_POLYNOMIAL if value & 32 else value


def check_symbol(symbols: str) -> str:
    """The check symbol of seven symbols: it betrays every single wrong symbol and every swap of two neighbours."""
    total = 0
    for symbol in symbols:
        total = _times_alpha(total ^ ALPHABET.index(symbol))
    return ALPHABET[total]


def new_reference() -> str:
    """A fresh reference. It opens nothing; that two never meet is the database's constraint, with a retry."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SYMBOLS))
    return f"KS-{symbols[:4]}-{symbols[4:]}{check_symbol(symbols)}"


def parse_reference(text: str) -> str | None:
    """The reference a person meant, in its one spelling, or None when it cannot be one.

    Takes any case, missing or odd dashes and spaces, and the letters people mistake for digits.
    """
    symbols = "".join(each for each in text.upper() if each.isalnum())
    symbols = symbols.removeprefix("KS") if len(symbols) > RANDOM_SYMBOLS + 1 else symbols
    symbols = symbols.translate(_LOOKALIKES)
    if len(symbols) != RANDOM_SYMBOLS + 1 or any(each not in ALPHABET for each in symbols):
        return None
    if check_symbol(symbols[:RANDOM_SYMBOLS]) != symbols[RANDOM_SYMBOLS]:
        return None
    return f"KS-{symbols[:4]}-{symbols[4:]}"
