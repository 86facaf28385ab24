"""Takes off what hides a secret from a program and not from a person: wide letters, invisible signs, struck-out digits."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)
_VOICED = "\u3099\u309a"
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-")
_LONGEST_SIGN = 4
"""Signs that stand for whole phrases are left as they are, so that no text grows many times over."""


def undressed(text: str) -> str:
    """A text as a person reads it: letters without accents, digits of every script as 0 to 9, nothing invisible.

    Case is kept, and so are the voiced marks of Japanese, which make other words. It works sign by sign: a whole text of
    nothing but accents would take Python quadratic time to put in order.
    """
    return text if text.isascii() else "".join(map(_plain, _INVISIBLE.sub("", text).translate(_DASHES)))


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    decomposed = unicodedata.normalize("NFKD", sign)
    if len(decomposed) > _LONGEST_SIGN:
        return sign
    kept = (each for each in decomposed if each in _VOICED or unicodedata.category(each) not in {"Mn", "Me"})
    return "".join("'" if each in "’ʼ‘" else each for each in kept)
