"""Says what is asked of a person: the rules of everywhere, with what their country adds or has in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from forms_catalog.definition import Answers, Words
from forms_catalog.papers import addresses, companies, identity, names, photos
from forms_catalog.papers.roles import KIND_OF_ROLE
from forms_catalog.papers.rows import Kind, Row

ROWS: Sequence[Row] = (*identity.ROWS, *addresses.ROWS, *photos.ROWS, *companies.ROWS, *names.ROWS)
LIVES_IN = ("country", "id_country")
"""Which answers name the country that counts, the first that is given: where the person lives, or else a document's own."""
Said = TypeVar("Said")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a person in one country for one kind of document."""

    kind: Kind
    gist: Words
    counts: Sequence[Words]
    refused: Sequence[Words]
    remarks: Sequence[Words]
    note: Sequence[Words]
    two_sided: Sequence[str]
    months: int | None
    needed: bool
    pictures: Sequence[str]


def asked(*, kind: Kind, country: str = "") -> Asked:
    """What is asked of a person in a country, or anywhere, for one kind of document."""
    rows = [row for row in ROWS if row.kind is kind and not row.countries]
    rows += [row for row in ROWS if row.kind is kind and country in row.countries]
    return Asked(
        kind=kind,
        gist=_last(row.gist for row in rows) or "",
        counts=_last(row.counts for row in rows) or (),
        refused=list(chain.from_iterable(row.refused for row in rows)),
        remarks=list(chain.from_iterable(row.remarks for row in rows)),
        note=list(chain.from_iterable(row.note for row in rows)),
        two_sided=_last(row.two_sided for row in rows) or (),
        months=_last(row.months for row in rows),
        needed=any(row.needed for row in rows),
        pictures=_last(row.pictures for row in rows) or (),
    )


def _last(said: Iterable[Said]) -> Said | None:
    """What the most special row says that says anything."""
    return next((each for each in reversed(list(said)) if each), None)


def country_for(*, answers: Answers) -> str:
    """The country whose rules count for these answers; empty when none was asked."""
    return next((str(answers[name]) for name in LIVES_IN if answers.get(name)), "")


def asked_for(*, roles: Iterable[str], answers: Answers) -> list[Asked]:
    """What is asked for the documents that a request takes, each kind once, in the order of its roles."""
    kinds = dict.fromkeys(KIND_OF_ROLE[role] for role in roles if role in KIND_OF_ROLE)
    country = country_for(answers=answers)
    return [asked(kind=kind, country=country) for kind in kinds]
