"""Compiles and checks the translation catalogues, without the gettext programs."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

FRENCH_TYPOGRAPHY = (
    (re.compile(r"(?<!\u202f)[;!?](?![\w=&])"), "U+202F belongs before ; ! and ?"),
    (re.compile(r"(?<=\d)[ \u00a0]?%"), "U+202F belongs before %"),
    (re.compile(r"(?<!\u00a0)(?<!https)(?<!http)(?<!\d):(?!\d)"), "U+00A0 belongs before :"),
    (re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"), "U+00A0 belongs inside « »"),
    (re.compile(r"(?<=\w)'(?=\w)"), "the apostrophe is ’"),
    (re.compile(r"\.\.\."), "an ellipsis is one character: …"),
    (re.compile(r"\be-mail", re.IGNORECASE), "e‑mail is written with U+2011, so that it never breaks"),
    (re.compile(r"[“”]"), "French quotes are « »"),
)


@dataclass(frozen=True)
class Slip:
    """One thing wrong with one text."""

    language: str
    msgid: str
    what: str


def compile_catalogues(*, folder: Path) -> list[Path]:
    """Compile each .po whose .mo is missing or older; the same input gives the same bytes. Out: what was written."""
    written = stale_catalogues(folder=folder)
    for target in written:
        # Whole or not at all: a running portal may read it at this moment.
        fresh = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(target.with_suffix(".po"))).save_as_mofile(str(fresh))
        fresh.replace(target)
    return written


def stale_catalogues(*, folder: Path) -> list[Path]:
    """Each .mo that is missing or older than its .po."""
    pairs = [(source, source.with_suffix(".mo")) for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    return [
        target for source, target in pairs if not target.exists() or target.stat().st_mtime < source.stat().st_mtime
    ]


def slips(*, folder: Path, language: str) -> list[Slip]:
    """Everything wrong with a language: untranslated, fuzzy, other placeholders, typography."""
    found: list[Slip] = []
    for source in sorted((folder / language / "LC_MESSAGES").glob("*.po")):
        for entry in polib.pofile(str(source)):
            if not entry.obsolete:
                found += [Slip(language, entry.msgid, what) for what in _of(entry, language)]
    return found


def _of(entry: polib.POEntry, language: str) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "not translated"
        return
    if entry.fuzzy:
        yield "fuzzy"
    for text in texts:
        wanted = {match.group(0) for match in _PLACEHOLDER.finditer(entry.msgid)}
        if {match.group(0) for match in _PLACEHOLDER.finditer(text)} != wanted:
            yield "other placeholders than the English"
        if language == "fr":
            plain = _PLACEHOLDER.sub("x", text)
            yield from (what for pattern, what in FRENCH_TYPOGRAPHY if pattern.search(plain))
