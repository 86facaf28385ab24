"""Reads a share as people write it, and writes it as a percentage that is never rounded up; fractions, never floats."""

import re
from fractions import Fraction

from operations.typed import in_plain_signs

MOST_DECIMALS = 6
_PERCENTAGE = re.compile(rf"([0-9]{{1,3}})(?:[.,]([0-9]{{1,{MOST_DECIMALS}}}))?%?")
_FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_OTHER_SIGNS = str.maketrans({"\u066b": ".", "\u066a": "%", "\u2044": "/", "\u2215": "/", " ": None})
"""Arabic decimal and percent signs, the slashes of ⅓, and spaces."""


class NotAShare(ValueError):
    """The text is neither a percentage from 0 to 100 with at most six decimals nor a fraction of the whole."""


def plain_share(text: str) -> str:
    """A share in one spelling: `33.3` for 33,30 %, `1/3` for ⅓. Raises NotAShare."""
    signs = in_plain_signs(text).translate(_OTHER_SIGNS)
    if percentage := _PERCENTAGE.fullmatch(signs):
        decimals = (percentage[2] or "").rstrip("0")
        plain = str(int(percentage[1])) + (f".{decimals}" if decimals else "")
    elif fraction := _FRACTION.fullmatch(signs):
        plain = f"{int(fraction[1])}/{int(fraction[2])}"
    else:
        raise NotAShare(text[:40])
    if plain.endswith("/0") or share_of(plain) > 1:
        raise NotAShare(plain)
    return plain


def share_of(plain: str) -> Fraction:
    """The part of the whole that a share in plain spelling stands for."""
    return Fraction(plain) if "/" in plain else Fraction(plain) / 100


def percentage_of(share: Fraction) -> tuple[str, bool]:
    """A share as a percentage, and whether it is exact: else its further decimals are cut off, so that it never looks larger."""
    millionths, remainder = divmod(share.numerator * 100 * 10**MOST_DECIMALS, share.denominator)
    whole, decimals = divmod(millionths, 10**MOST_DECIMALS)
    text = f"{whole}.{decimals:0{MOST_DECIMALS}d}".rstrip("0").rstrip(".")
    return text, remainder == 0
