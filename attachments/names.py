"""Cleans the names of offered files for display; on the disk a file has a name of ours."""

import unicodedata
from urllib.parse import quote

from secret_guard import LONGEST_TEXT, SecretFound, refuse_secrets

LONGEST = 120
NAMELESS = "file"


def clean_name(raw: str) -> str:
    """A name that is safe to show: no folders, no control, direction or invisible signs, at most 120 characters.

    The ending is kept, also of a name that must be cut.
    """
    text = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        each for each in text if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    name = " ".join(visible.split()).strip(". ") or NAMELESS
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        return name[:LONGEST]
    return stem[: LONGEST - len(ending) - 1].rstrip() + dot + ending


def kind_of_secret(raw: str) -> str:
    """What kind of secret an offered name holds, as it came or as it would be shown; empty for none."""
    for name in (raw, clean_name(raw)):
        try:
            # No more of it is ever shown than the guard reads.
            refuse_secrets(text=name[:LONGEST_TEXT])
        except SecretFound as found:
            return found.kind
    return ""


def extension(name: str) -> str:
    """The ending of a name in lower case, without the dot; empty when it has none."""
    stem, _dot, ending = clean_name(name).rpartition(".")
    return ending.lower() if stem else ""


def content_disposition(name: str) -> str:
    """The header that makes a browser save a file under this name and never show it in place."""
    cleaned = clean_name(name)
    ascii_name = "".join(each if each.isascii() and each not in '"\\%;' else "_" for each in cleaned)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(cleaned, safe='')}"
