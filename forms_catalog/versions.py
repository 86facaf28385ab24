"""What customers read in a request type, text by text: its version, the versions kept, and what differs between two."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from django import forms

from forms_catalog.catalogue import catalogue, in_every_language, languages
from forms_catalog.definition import RequestType, SelfHelp, Step
from forms_catalog.fields import Entries
from forms_catalog.models import FormVersion
from forms_catalog.papers.asking import asked_for
from tickets.models import Ticket

Seen = dict[str, dict[str, str]]
"""Texts in each language by the place they stand in, such as `page device, title`."""


def as_seen(request_type: RequestType) -> Seen:
    """Every text that a customer of this type can come to read, errors included."""
    return {
        place: in_every_language(text)
        for place, text in chain(_start_page(request_type), _pages(request_type), _elsewhere(request_type))
        if text not in ("", None)
    }


@cache
def version(slug: str) -> str:
    """A name for what people see now: it changes when a page, a label, a choice or an error sentence does."""
    seen = as_seen(catalogue()[slug])
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def keep_version(*, slug: str, now: datetime) -> str:
    """Keep what customers see now, once, as a ticket is made from it. Out: the version's name."""
    name = version(slug)
    if not FormVersion.objects.filter(request_type=slug, version=name).exists():
        kept = FormVersion(request_type=slug, version=name, seen=as_seen(catalogue()[slug]), first_used_at=now)
        # Two first customers at once keep the same text: either row will do.
        FormVersion.objects.bulk_create([kept], ignore_conflicts=True)
    return name


def last_used(*, slug: str) -> FormVersion | None:
    """What the customer of the newest ticket of this type saw; None when there is no ticket yet."""
    newest = Ticket.objects.filter(request_type=slug).order_by("-created_at", "-id").first()
    if newest is None:
        return None
    return FormVersion.objects.filter(request_type=slug, version=newest.definition_version).first()


def differences(*, before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What a customer will see differently, one sentence each."""
    gone = [f"{place}: gone, was “{_shown(before[place])}”" for place in before if place not in now]
    new = [f"{place}: new, “{_shown(now[place])}”" for place in now if place not in before]
    changed = [
        f"{place} ({code}): “{before[place].get(code, '')}” becomes “{now[place][code]}”"
        for place in now
        if place in before
        for code in languages()
        if before[place].get(code) != now[place][code]
    ]
    return [*gone, *new, *changed]


def _shown(texts: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(texts.values()))


def _start_page(request_type: RequestType) -> Iterator[tuple[str, Any]]:
    yield "title", request_type.title
    yield "summary", request_type.summary
    yield "reply", request_type.reply
    yield "minutes", str(request_type.minutes)
    yield from _numbered("start page", request_type.intro)
    yield from _numbered("what is needed", request_type.needs)
    yield from _help("self-help", request_type.self_help)
    yield from _help("at once", request_type.at_once)


def _pages(request_type: RequestType) -> Iterator[tuple[str, Any]]:
    yield "pages in order", ", ".join(step.slug for step in request_type.steps)
    for step in request_type.steps:
        yield from _page(step)


def _page(step: Step) -> Iterator[tuple[str, Any]]:
    place = f"page {step.slug}"
    yield f"{place}, title", step.title
    yield f"{place}, hint", step.hint
    yield f"{place}, way past it", step.skip
    for name, field in step.fields().items():
        yield from _field(f"{place}, {name}", field)


def _field(place: str, field: forms.Field) -> Iterator[tuple[str, Any]]:
    yield f"{place}, label", field.label
    yield f"{place}, hint", field.help_text
    for code, label in getattr(field, "choices", ()):
        yield f"{place}, choice {code}", label
    for code, text in getattr(field, "helps", {}).items():
        yield f"{place}, help with {code}", text
    for code, sentence in errors_of(field).items():
        yield f"{place}, error {code}", sentence
    if isinstance(field, Entries):
        for what in ("one", "another", "none"):
            yield f"{place}, {what}", getattr(field, what)
        for code, kind in field.kinds.items():
            yield f"{place}, {code}", kind.label
            yield f"{place}, {code}, title", kind.title
            yield f"{place}, {code}, hint", kind.hint
            yield f"{place}, {code}, under it", kind.add
            for name, each in kind.asked.items():
                yield from _field(f"{place}, {code}, {name}", each)


def errors_of(field: forms.Field) -> dict[str, Any]:
    """The sentences a field can answer with, by code."""
    sentences: dict[str, Any] = dict(field.error_messages)
    if not field.required:
        sentences.pop("required", None)
    for validator in field.validators:
        code, sentence = getattr(validator, "code", ""), getattr(validator, "message", "")
        if code and sentence:
            sentences[code] = sentence
    return sentences


def _elsewhere(request_type: RequestType) -> Iterator[tuple[str, Any]]:
    for ending in request_type.endings:
        yield f"ending {ending.slug}, title", ending.title
        yield from _numbered(f"ending {ending.slug}", ending.paragraphs)
        yield from _numbered(f"ending {ending.slug}, step", ending.steps)
        yield f"ending {ending.slug}, way past it", ending.anyway
    yield from _numbered("hand-over", [way.notice for way in request_type.ways()])
    yield from _numbered("caution", [each.text for each in request_type.cautions])
    yield from _numbered("what happens next", [getattr(each, "text", each) for each in request_type.next_steps])
    if request_type.files:
        yield "documents, title", request_type.files.title
        yield "documents, hint", request_type.files.hint
        yield "documents, needed", "yes" if request_type.files.required else "no"
        yield "documents, kinds", " ".join(request_type.files.only)
        yield "documents, at most", str(request_type.files.at_most or "")
        for code, label in request_type.files.roles.items():
            yield f"documents, choice {code}", label
        for each in asked_for(roles=request_type.files.roles, answers={}):
            yield f"documents, {each.kind}", each.gist
            yield from _numbered(f"documents, {each.kind}, counts", each.counts)
            yield from _numbered(f"documents, {each.kind}, does not", each.refused)
            yield from _numbered(f"documents, {each.kind}, written by hand", each.note)
            yield from _numbered(f"documents, {each.kind}, remark", each.remarks)


def _numbered(place: str, texts: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for number, text in enumerate(texts, 1):
        yield f"{place} {number}", text


def _help(place: str, advice: SelfHelp | None) -> Iterator[tuple[str, Any]]:
    if advice:
        yield f"{place}, title", advice.title
        yield f"{place}, intro", advice.intro
        yield from _numbered(f"{place}, title of step", [each.title for each in advice.steps])
        yield from _numbered(f"{place}, step", [each.text for each in advice.steps])
