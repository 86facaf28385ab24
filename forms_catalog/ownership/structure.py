"""A company with its owners and theirs, as somebody named them: one row for each holding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from operations.typed import folded


class Measure(StrEnum):
    """What a holding is a part of; each is reckoned for itself (U2)."""

    EQUITY = "equity"
    SHARES = "shares"
    VOTES = "votes"


class Kind(StrEnum):
    """What an owner is."""

    PERSON = "person"
    COMPANY = "company"
    TRUST = "trust"
    LISTED = "listed"
    """Traded on a stock exchange: the chain ends there (U8)."""
    STATE = "state"
    """A state or public body: likewise."""
    MEMBER = "member"
    """A person of a trust: trustee, settlor or beneficiary. Each counts for all that the trust holds."""


Key = tuple[str, ...]
"""Who somebody is, however they were spelled."""
NOTHING: Mapping[Measure, Fraction] = dict.fromkeys(Measure, Fraction(0))
WHOLE: Mapping[Measure, Fraction] = dict.fromkeys(Measure, Fraction(1))


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One owner in one place. `under` is the id of the holding it owns a part of, empty for the company itself."""

    id: str
    under: str = ""
    kind: Kind
    name: str
    born: str = ""
    country: str = ""
    stakes: Mapping[Measure, Fraction] = field(default_factory=lambda: NOTHING)
    roles: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_person(self) -> bool:
        """Whether the owner is a natural person."""
        return self.kind in {Kind.PERSON, Kind.MEMBER}

    @property
    def key(self) -> Key:
        """People by their names in any order and their birth date (U6), all others by kind, name and country."""
        if self.is_person:
            return person_key(name=self.name, born=self.born)
        return key_of(kind=self.kind, name=self.name, country=self.country)


def named(name: str) -> str:
    """A name without case, accents and signs; one that is nothing but signs stays itself."""
    return folded(name) or name


def person_key(*, name: str, born: str) -> Key:
    """Who a person is: their names in any order, and their birth date."""
    return ("person", " ".join(sorted(named(name).split())), born)


def key_of(*, kind: Kind, name: str, country: str) -> Key:
    """Who an owner is that is no person."""
    return (kind.value, named(name), country)


@dataclass(frozen=True, kw_only=True)
class Structure:
    """The company that is asked about, and every holding that was named."""

    name: str
    country: str
    holdings: tuple[Holding, ...]

    @property
    def key(self) -> Key:
        """Who the company itself is."""
        return key_of(kind=Kind.COMPANY, name=self.name, country=self.country)

    def owners(self, under: str) -> list[Holding]:
        """Who was named under one holding; under the company itself when empty."""
        return [each for each in self.holdings if each.under == under]

    def name_of(self, holding_id: str) -> str:
        """The name of one holding's owner; that of the company itself when empty."""
        return next((each.name for each in self.holdings if each.id == holding_id), self.name)
