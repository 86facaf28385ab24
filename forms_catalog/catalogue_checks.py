"""Looks for what a request type must never have: texts in one language, pages nobody reaches, secrets asked, mute errors."""

import re
from collections.abc import Iterator, Mapping

from django import forms

from forms_catalog.assets import PROPER_NAMES
from forms_catalog.catalogue import in_every_language
from forms_catalog.definition import Access, RequestType
from forms_catalog.errors import every_sentence
from forms_catalog.fields import Entries
from forms_catalog.paths import explore
from forms_catalog.pointer import Pointer, Way
from forms_catalog.versions import as_seen, errors_of

MOST_SELF_HELP = 5
"""Things to try before a form: more are not read by anybody in trouble."""
FORBIDDEN = re.compile(
    r"passw|passcode|username|user_name|otp|totp|one_time|2fa_code|code_2fa|seed|recovery_phrase|mnemonic|private_key|"
    r"master_key$|api_secret|card_number|cvv|(^|_)tin(_|$)|(^|_)ssn(_|$)|tax_number",
    re.IGNORECASE,
)
"""Names of fields that no form but the agents' sign-in may have (DESIGN law 7)."""
SAME_IN_EVERY_LANGUAGE = PROPER_NAMES | {
    "X",
    "Telegram",
    "Facebook",
    "Reddit",
    "Discord",
    "WhatsApp",
    "Instagram",
    "SMS",
}
"""Proper names."""
NO_TEXTS = frozenset({"minutes", "pages in order", "documents, needed", "documents, kinds", "documents, at most"})
"""Places of a version that hold no words."""
MAY_LEAD_TO: Mapping[Access, frozenset[Access]] = {
    Access.ANYONE: frozenset({Access.ANYONE, Access.LOCKED_OUT}),
    Access.LOCKED_OUT: frozenset({Access.ANYONE, Access.LOCKED_OUT}),
    Access.SIGNED_IN: frozenset({Access.ANYONE, Access.LOCKED_OUT, Access.SIGNED_IN}),
    Access.INVITED: frozenset({Access.ANYONE, Access.LOCKED_OUT}),
}
"""Whom an answer may lead where: nobody is sent to a door that they may not be able to open."""


def problems(catalogue: Mapping[str, RequestType]) -> list[str]:
    """Everything that is wrong, one sentence each, beginning with the type's slug; empty when all is well."""
    found = [f"{slug}: {each}" for slug, request_type in catalogue.items() for each in _of(request_type, catalogue)]
    mute = [f"error {code} has no sentence" for code, text in every_sentence().items() if not str(text).strip()]
    return found + mute


def problems_of_pointers(pointers: Mapping[str, Pointer], catalogue: Mapping[str, RequestType]) -> list[str]:
    """The same for pages that lead past a request: texts in each language, ways that everybody can go, answers that fit."""
    found = []
    for slug, pointer in pointers.items():
        texts = {"title": pointer.title, "summary": pointer.summary}
        texts |= {f"paragraph {number}": text for number, text in enumerate(pointer.paragraphs, 1)}
        texts |= {f"step {number}": text for number, text in enumerate(pointer.steps, 1)}
        texts |= {f"way to {way.to}": way.label for way in pointer.ways}
        found += [f"{slug}: {each}" for each in _one_sided({at: in_every_language(text) for at, text in texts.items()})]
        found += [f"{slug}: {each}" for way in pointer.ways for each in _wrong_way_on(way, catalogue)]
        if not pointer.ways:
            found.append(f"{slug}: no way leads on for whoever is not helped")
    return found


def _wrong_way_on(way: Way, catalogue: Mapping[str, RequestType]) -> Iterator[str]:
    if way.to not in catalogue:
        yield f"way to {way.to}: there is no such type"
        return
    if catalogue[way.to].access is Access.INVITED:
        yield f"way to {way.to}: the person may not be able to open it"
    fields = {name: each for step in catalogue[way.to].steps for name, each in step.fields().items()}
    for name, answer in way.gives.items():
        codes = [code for code, _label in getattr(fields.get(name), "choices", ())]
        if answer not in codes:
            yield f"way to {way.to}: it has no answer {answer} to {name}"


def _of(request_type: RequestType, catalogue: Mapping[str, RequestType]) -> Iterator[str]:
    yield from _untranslated(request_type)
    yield from _unreachable(request_type)
    yield from _wrong_ways(request_type, catalogue)
    yield from _long_self_help(request_type)
    for step in request_type.steps:
        for name, field in step.fields().items():
            yield from (f"page {step.slug}, {each}" for each in _wrong_field(name, field))


def _untranslated(request_type: RequestType) -> Iterator[str]:
    yield from _one_sided({at: texts for at, texts in as_seen(request_type).items() if at not in NO_TEXTS})


def _one_sided(told: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for place, texts in told.items():
        if any(not text.strip() for text in texts.values()):
            yield f"{place}: a language has no text"
        elif len(set(texts.values())) < len(texts) and texts["en"] not in SAME_IN_EVERY_LANGUAGE:
            yield f"{place}: “{texts['en']}” is not translated"


def _unreachable(request_type: RequestType) -> Iterator[str]:
    paths = explore(request_type)
    for step in request_type.steps:
        if step.slug not in paths.reached:
            yield f"page {step.slug}: no answer leads there"
    for exit in request_type.exits:
        if exit.when and id(exit) not in paths.taken:
            yield f"hand-over to {exit.to}: no answer leads there"
    for ending in request_type.endings:
        if ending.when and id(ending) not in paths.taken:
            yield f"ending {ending.slug}: no answer leads there"
    if not paths.completes:
        yield "no way ends in a ticket"
    for name in sorted(paths.asked_twice):
        yield f"{name}: asked on two pages of one way"


def _wrong_ways(request_type: RequestType, catalogue: Mapping[str, RequestType]) -> Iterator[str]:
    for way in request_type.ways():
        if way.to not in catalogue:
            yield f"hand-over to {way.to}: there is no such type"
        elif catalogue[way.to].access not in MAY_LEAD_TO[request_type.access]:
            yield f"hand-over to {way.to}: the person may not be able to open it"


def _long_self_help(request_type: RequestType) -> Iterator[str]:
    for place, advice in (("self-help", request_type.self_help), ("at once", request_type.at_once)):
        if advice and len(advice.steps) > MOST_SELF_HELP:
            yield f"{place}: {len(advice.steps)} steps, at most {MOST_SELF_HELP} are read"


def _wrong_field(name: str, field: forms.Field) -> Iterator[str]:
    if FORBIDDEN.search(name):
        yield f"{name}: no form may ask for this"
    for code, sentence in errors_of(field).items():
        if not str(sentence).strip():
            yield f"{name}: error {code} has no sentence"
    typed = isinstance(field.widget, forms.TextInput) and field.widget.input_type in {"text", "email", "tel", "url"}
    if typed and not field.widget.attrs.get("autocomplete"):
        yield f"{name}: no autocomplete attribute, so the browser guesses what belongs there"
    if isinstance(field, Entries):
        for kind in field.kinds.values():
            for each, its in kind.asked.items():
                yield from _wrong_field(each, its)
