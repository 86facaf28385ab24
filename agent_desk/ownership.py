"""A company's owners as agents see them: reckoned again from the stored answers, with what is worth a second look."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_catalog.company_owners import (
    MEASURES,
    OWNER_KINDS,
    TRUST_ROLES,
    amounts_in_words,
    reckoned,
    structure_of,
    threshold,
)
from forms_catalog.fields.shares import share_in_words
from forms_catalog.ownership.reckoning import Held, Reckoning
from forms_catalog.ownership.structure import Holding, Key, Kind, Structure, person_key
from operations.dates import day_in_words
from tickets.models import Ticket


@dataclass(frozen=True)
class Branch:
    """One holding with those under it: what it is a part of, and what its owner holds of the company in the end."""

    name: str
    kind: str
    part: str
    in_the_end: str
    branches: list["Branch"]


@dataclass(frozen=True)
class PersonHeld:
    """What one person holds in the end, in each measure."""

    name: str
    born: str
    shares: list[str]
    is_owner: bool


@dataclass(frozen=True)
class Ownership:
    """Everything the ticket page shows of a company's owners."""

    company: str
    threshold: str
    measures: list[str]
    persons: list[PersonHeld]
    flags: list[str]
    tree: list[Branch]


def ownership(*, ticket: Ticket) -> Ownership | None:
    """The owners in a ticket's answers, in the active language; None when it names none."""
    if not ticket.answers.get("owners"):
        return None
    structure, found = structure_of(ticket.answers), reckoned(ticket.answers)
    return Ownership(
        company=structure.name,
        threshold=share_in_words(threshold()),
        measures=[str(label) for label in MEASURES.values()],
        persons=[_person(each, found) for each in found.persons],
        flags=list(_flags(found, structure, ticket.answers)),
        tree=_branches(structure, "", {each.key: each for each in [*found.persons, *found.others]}),
    )


def _person(held: Held, found: Reckoning) -> PersonHeld:
    return PersonHeld(
        name=" / ".join(held.spellings),
        born=_day(held.places[0].born),
        shares=[share_in_words(held.amounts[measure]) for measure in MEASURES],
        is_owner=held in found.owners,
    )


def _day(kept: str) -> str:
    day = parse_date(kept)
    return day_in_words(day) if day else kept


def _branches(structure: Structure, under: str, held: Mapping[Key, Held]) -> list[Branch]:
    return [_branch(structure, each, held) for each in structure.owners(under)]


def _branch(structure: Structure, holding: Holding, held: Mapping[Key, Held]) -> Branch:
    roles = ", ".join(str(TRUST_ROLES[each]) for each in holding.roles)
    return Branch(
        name=holding.name,
        kind=str(OWNER_KINDS[holding.kind.value].label),
        part=roles or amounts_in_words(holding.stakes),
        in_the_end=amounts_in_words(held[holding.key].amounts) if holding.key in held else "",
        branches=_branches(structure, holding.id, held),
    )


def _flags(found: Reckoning, structure: Structure, answers: Mapping[str, Any]) -> Iterator[str]:
    """What is odd about the figures, one sentence each; the customer reads none of them."""
    for each in found.near_misses:
        yield _("%(name)s is just below the threshold: %(amounts)s.") % _named(each)
    for each in found.joined:
        yield ngettext(
            "%(name)s stands in %(places)d place and was added up: the name and birth date are the same.",
            "%(name)s stands in %(places)d places and was added up: the names and birth date are the same.",
            len(each.places),
        ) % {"name": " / ".join(each.spellings), "places": len(each.places)}
    for loop in found.loops:
        told = {"company": loop.name, "note": loop.note}
        yield (
            _("%(company)s appears as an owner of itself; the figures leave this out. The customer: “%(note)s”") % told
        )
    for each in found.closed:
        yield _("The owners of %(name)s were not named: %(amounts)s.") % _named(each)
    for each in found.ends:
        yield _("The chain ends at %(name)s, which needs a proof of its own: %(amounts)s.") % _named(each)
    for level in found.levels:
        if level.rest:
            told = {"company": level.name, "rest": share_in_words(max(level.rest.values()))}
            yield _("In %(company)s %(rest)s belong to nobody who was named.") % told
    yield from _trusts_with_gaps(structure)
    yield from _said(answers)


def _named(held: Held) -> dict[str, str]:
    return {"name": held.name, "amounts": amounts_in_words(held.amounts)}


def _trusts_with_gaps(structure: Structure) -> Iterator[str]:
    for trust in (each for each in structure.holdings if each.kind is Kind.TRUST):
        named = {role for each in structure.owners(trust.id) for role in each.roles}
        missing = [str(label) for role, label in TRUST_ROLES.items() if role not in named]
        if missing:
            yield _("Of the trust %(name)s nobody was named as: %(roles)s.") % {
                "name": trust.name,
                "roles": ", ".join(missing),
            }


def _said(answers: Mapping[str, Any]) -> Iterator[str]:
    if answers.get("result_note"):
        yield _("The customer says of the result: “%(note)s”") % {"note": answers["result_note"]}
    owners = [each for each in answers["owners"] if each.get("born")]
    places = [
        (_("acts for the company"), answers.get("people") or ()),
        (_("owns a part"), owners),
        (_("has control"), answers.get("control") or ()),
    ]
    by_key: dict[Key, dict[str, str]] = defaultdict(dict)
    for place, entries in places:
        for each in entries:
            by_key[person_key(name=each["name"], born=each["born"])].setdefault(place, each["name"])
    for named in by_key.values():
        if len(named) > 1:
            told = {"name": " / ".join(dict.fromkeys(named.values())), "places": ", ".join(named)}
            yield _("%(name)s is one person by name and birth date: %(places)s.") % told
    yield from _born_on_two_days(by_key)
    in_control = [named for named in by_key.values() if places[2][0] in named]
    if in_control and not any(places[1][0] in named for named in in_control):
        yield _("The person in control is none of the owners.")


def _born_on_two_days(by_key: Mapping[Key, Mapping[str, str]]) -> Iterator[str]:
    """One name with two birth dates is two people, or a slip."""
    days: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for (_kind, spelled, born), named in by_key.items():
        days[spelled].append(born)
        names.setdefault(spelled, next(iter(named.values())))
    for spelled, given in days.items():
        if len(given) > 1:
            told = {"name": names[spelled], "days": ", ".join(_day(each) for each in sorted(given))}
            yield _("%(name)s is named with different birth dates: %(days)s.") % told
