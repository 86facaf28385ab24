"""Compares two names as people do who read both: case, spaces and dashes do not count, accents and order do."""

import re
import unicodedata

from operations.typed import folded, one_line

_BETWEEN = re.compile(r"[\s\-‐-―'’.,]+")


def _plain(name: str) -> str:
    return " ".join(_BETWEEN.sub(" ", unicodedata.normalize("NFKC", one_line(name)).casefold()).split())


def is_the_same_name(one: str, other: str) -> bool:
    """Whether two names are written alike. An accent that was missing makes another name: that is a change worth asking for."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def shares_a_name(one: str, other: str) -> bool:
    """Whether some word of a name is also in the other, accents aside, or nearly: a slip of one or two letters."""
    mine, theirs = folded(one).split(), folded(other).split()
    return any(_is_near(each, word) for each in mine for word in theirs)


def _is_near(one: str, other: str) -> bool:
    """The same word with at most a third of its letters wrong."""
    if one == other:
        return True
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, there in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != there)))
    return row[-1] * 3 <= min(len(one), len(other))
