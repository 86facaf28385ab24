"""Keeps a list that somebody fills entry by entry: as it stands on its page until Continue makes it the answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from forms_catalog.drafts import DraftGone, save_answers
from forms_catalog.fields.entries import Entries, Entry
from forms_catalog.models import Draft


class NoRoom(Exception):
    """The entry has no place in the list: the list is full, or what the entry stood under is gone."""


def as_it_stands(*, answers: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list that is being filled, else those it was answered with."""
    return list(answers.get(_working(name)) or answers.get(name) or [])


def new_id(*, under: str) -> str:
    """An id for an entry that is still to be written, under another or at the top."""
    return f"{under}-{token_hex(3)}" if under else token_hex(3)


def put_entry(
    *, draft: Draft, name: str, field: Entries, entry: Mapping[str, Any], now: datetime, also: Mapping[str, Any]
) -> None:
    """Add an entry, or put it in the place of the one with its id; `also` is kept with it. Raises NoRoom and DraftGone."""

    def change(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not field.fits(entry["id"], entry["kind"], given):
            raise NoRoom
        if any(each["id"] == entry["id"] for each in given):
            return [dict(entry) if each["id"] == entry["id"] else each for each in given]
        return [*given, dict(entry)]

    _change(draft, name, field, change, now, also)


def remove_entry(*, draft: Draft, name: str, field: Entries, entry_id: str, now: datetime) -> None:
    """Take an entry out, with all that stands under it; one that is gone already is no fault. Raises DraftGone."""

    def change(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [each for each in given if each["id"] != entry_id and not each["id"].startswith(f"{entry_id}-")]

    _change(draft, name, field, change, now, {})


def _working(name: str) -> str:
    return f"_{name}"


def _change(
    draft: Draft,
    name: str,
    field: Entries,
    change: Callable[[list[dict[str, Any]]], list[Entry] | list[dict[str, Any]]],
    now: datetime,
    also: Mapping[str, Any],
) -> None:
    with transaction.atomic():
        # Another tab may add to the same list: neither may lose what the other wrote.
        fresh = Draft.objects.select_for_update().filter(id=draft.id).first()
        if fresh is None:
            raise DraftGone
        changed = change(as_it_stands(answers=fresh.answers, name=name))
        # What hung on the list as it was is asked again, and the list itself is an answer again only after Continue.
        unsettled = {name, *field.unsettles}
        kept = {each: value for each, value in fresh.answers.items() if each not in unsettled}
        answers = {**kept, _working(name): changed, **also}
        # With the type named, these answers take the place of all that are there.
        save_answers(draft=draft, answers=answers, now=now, request_type=fresh.request_type)
