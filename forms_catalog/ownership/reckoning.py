"""Reckons what each person holds of a company through all chains together, and what is odd about the figures (U1 to U8).

The holdings are a graph between companies, not a tree: one that was named twice is opened once. Where a company turns up
among its own owners the chain is cut, so that what remains has an order, and each share is carried down it once.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from forms_catalog.ownership.structure import NOTHING, WHOLE, Holding, Key, Kind, Measure, Structure

NEAR = Fraction(1, 100)
"""How far below the threshold a share is worth an agent's look (U7)."""
ROUNDING = Fraction(1, 10_000)
"""Three times 33.33 % is meant to be the whole: a rest as small as this is nobody's."""
Amounts = dict[Measure, Fraction]


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one owner holds of the company in the end. `places` are the holdings it was added up from."""

    key: Key
    places: tuple[Holding, ...]
    amounts: Amounts

    @property
    def name(self) -> str:
        """The owner as it was named first."""
        return self.places[0].name

    @property
    def spellings(self) -> list[str]:
        """Every way in which it was named."""
        return list(dict.fromkeys(each.name for each in self.places))

    @property
    def most(self) -> Fraction:
        """The largest of its three shares."""
        return max(self.amounts.values())

    @property
    def through_trust(self) -> bool:
        """Whether some of it is held by a trust, which nobody owns in parts."""
        return any(each.kind is Kind.MEMBER for each in self.places)


@dataclass(frozen=True, kw_only=True)
class Level:
    """What the owners of one company add up to; `opened` is the holding they were named under, empty for the company itself."""

    name: str
    opened: str
    amounts: Amounts

    @property
    def over(self) -> list[Measure]:
        """The measures of which more than the whole was given away (E-OWNERSHIP-SUM)."""
        return [measure for measure, amount in self.amounts.items() if amount > 1]

    @property
    def rest(self) -> Amounts:
        """What belongs to nobody who was named, where it is more than rounding."""
        return {measure: 1 - amount for measure, amount in self.amounts.items() if 1 - amount > ROUNDING}


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """Everything that follows from a structure."""

    threshold: Fraction
    persons: list[Held]
    others: list[Held]
    """Companies, trusts and where the chain ends."""
    levels: list[Level]
    loops: list[Holding]
    """Holdings that close a circle: each names a company as an owner of itself (E-OWNERSHIP-LOOP)."""
    opened_twice: list[Holding]
    opened: frozenset[Key]

    @property
    def owners(self) -> list[Held]:
        """The persons to be named: those at or over the threshold in any measure (U1, U2), the largest first."""
        return [each for each in self.persons if each.most >= self.threshold]

    @property
    def near_misses(self) -> list[Held]:
        """Persons just below it (U7)."""
        return [each for each in self.persons if self.threshold - NEAR <= each.most < self.threshold]

    @property
    def joined(self) -> list[Held]:
        """Persons who were named in several places (U6)."""
        return [each for each in self.persons if len(each.places) > 1]

    @property
    def to_open(self) -> list[Held]:
        """Companies and trusts whose owners must be named, and were not (U3)."""
        return [each for each in self.closed if self._must_open(each)]

    @property
    def closed(self) -> list[Held]:
        """Every company and trust whose owners were not named."""
        looped = {each.key for each in self.loops}
        closed = [each for each in self.others if each.key not in self.opened | looped]
        return [each for each in closed if each.key[0] in {Kind.COMPANY, Kind.TRUST}]

    @property
    def ends(self) -> list[Held]:
        """Listed companies and public bodies that hold as much as an owner would (U8)."""
        ends = [each for each in self.others if each.key[0] in {Kind.LISTED, Kind.STATE}]
        return [each for each in ends if each.most >= self.threshold]

    def _must_open(self, held: Held) -> bool:
        if held.key[0] == Kind.TRUST:
            return held.most >= self.threshold
        return max(held.amounts[Measure.EQUITY], held.amounts[Measure.SHARES]) >= self.threshold


@dataclass
class _Ground:
    """The companies of a structure, each with the place where its owners were named."""

    structure: Structure
    places: dict[Key, str] = field(default_factory=dict)
    twice: list[Holding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places[self.structure.key] = ""
        self._under: dict[str, list[Holding]] = defaultdict(list)
        for each in self.structure.holdings:
            self._under[each.under].append(each)
        for each in self.structure.holdings:
            if self._under.get(each.id) and self.places.setdefault(each.key, each.id) != each.id:
                self.twice.append(each)

    def owners(self, company: Key) -> list[Holding]:
        return self._under.get(self.places[company], [])


def reckon(*, structure: Structure, threshold: Fraction) -> Reckoning:
    """Add up what everybody holds. In: the share from which a person counts as an owner, inclusive."""
    ground = _Ground(structure)
    order, loops = _in_order(ground)
    cut = {each.id for each in loops}
    amounts: dict[Key, Amounts] = {structure.key: dict(WHOLE)}
    places: dict[Key, list[Holding]] = defaultdict(list)
    for company in order:
        for holding in ground.owners(company):
            if holding.id in cut:
                continue
            stakes = WHOLE if holding.kind is Kind.MEMBER else holding.stakes
            held = amounts.setdefault(holding.key, dict(NOTHING))
            for measure in Measure:
                held[measure] += amounts[company][measure] * stakes[measure]
            places[holding.key].append(holding)
    found = [Held(key=key, places=tuple(named), amounts=amounts[key]) for key, named in places.items()]
    found.sort(key=lambda each: each.most, reverse=True)
    return Reckoning(
        threshold=threshold,
        persons=[each for each in found if each.places[0].is_person],
        others=[each for each in found if not each.places[0].is_person],
        levels=[
            _level(structure, place, ground.owners(company))
            for company, place in ground.places.items()
            if company[0] == Kind.COMPANY
        ],
        loops=loops,
        opened_twice=ground.twice,
        opened=frozenset(ground.places),
    )


def _in_order(ground: _Ground) -> tuple[list[Key], list[Holding]]:
    """Each company before those that own it, and the holdings that had to be cut for that."""
    loops: list[Holding] = []
    done: list[Key] = []
    on_the_way: set[Key] = set()

    def visit(company: Key) -> None:
        on_the_way.add(company)
        for holding in ground.owners(company):
            if holding.key in on_the_way:
                loops.append(holding)
            elif holding.key in ground.places and holding.key not in done:
                visit(holding.key)
        on_the_way.discard(company)
        done.append(company)

    visit(ground.structure.key)
    return done[::-1], loops


def _level(structure: Structure, place: str, owners: list[Holding]) -> Level:
    amounts = {measure: sum((each.stakes[measure] for each in owners), Fraction(0)) for measure in Measure}
    return Level(name=structure.name_of(place), opened=place, amounts=amounts)
