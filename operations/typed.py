"""Reads what people type as they mean it: digits of other scripts, wide letters, signs that nobody sees."""

import re
import unicodedata

LONGEST_READ = 1_000
"""Characters of the longest text that is brought into one spelling. No name, number or code is longer, and Python takes
quadratic time to put thousands of accents in order; a longer text is left as it is, for its refusal."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def without_invisible(text: str) -> str:
    """A text without zero-width and direction signs, which make two texts look the same that are not."""
    return _INVISIBLE.sub("", text)


def has_control_signs(text: str) -> bool:
    """Whether a text holds line breaks or other signs that command instead of being read."""
    return bool(_CONTROL.search(text))


def one_line(text: str) -> str:
    """A text in one line and one spelling (NFC): nothing invisible, no control signs, single spaces."""
    if len(text) > LONGEST_READ:
        return text
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", without_invisible(text))).split())


def in_plain_signs(text: str) -> str:
    """A number or code with the digits and signs of any script brought to ASCII: full-width, Arabic, Devanagari…"""
    if len(text) > LONGEST_READ:
        return text
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", without_invisible(text)))
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in plain).strip()


def folded(text: str) -> str:
    """A name without case, accents and punctuation, to compare what was typed with what is meant."""
    if len(text) > LONGEST_READ:
        return text
    decomposed = unicodedata.normalize("NFKD", without_invisible(text).casefold())
    letters = (each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))
    return " ".join("".join(letters).split())
