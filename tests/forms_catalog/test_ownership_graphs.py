"""What is reckoned over random companies equals what independent ways of counting give: every path, and powers of a matrix."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_catalog.ownership.reckoning import ROUNDING
from forms_catalog.ownership.structure import Holding, Kind, Measure
from tests.forms_catalog.companies import QUARTER, holding, reckoning_of, shares_of

SMALL = settings(max_examples=120, deadline=None)


@st.composite
def graphs(draw: Any) -> tuple[int, dict[tuple[int, int], Fraction]]:
    """Companies 0 to n, 0 being the one asked about, with parts of earlier ones in later ones' hands, and people after them."""
    companies, people = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    parts: dict[tuple[int, int], Fraction] = {}
    for owned in range(companies):
        left = Fraction(1)
        for owner in range(owned + 1, companies + people):
            part = min(
                left, draw(st.sampled_from([0, 0, 1, 2, 5, 12, 25, 50])) * Fraction(1, draw(st.sampled_from([100, 75])))
            )
            if part:
                parts[owner, owned] = part
                left -= part
    return companies, parts


def as_holdings(companies: int, parts: dict[tuple[int, int], Fraction]) -> list[Holding]:
    """The graph as somebody would name it: from the top, each company opened where it is met first."""
    holdings: list[Holding] = []
    opened = {0}

    def name(owned: int, place: int) -> None:
        for (owner, of), part in parts.items():
            if of != owned:
                continue
            kind = Kind.COMPANY if owner < companies else Kind.PERSON
            number = len(holdings) + 1
            holdings.append(holding(number, f"{kind.value} {owner}", part, under=place, kind=kind))
            if owner < companies and owner not in opened:
                opened.add(owner)
                name(owner, number)

    name(0, 0)
    return holdings


def paths(parts: dict[tuple[int, int], Fraction], owner: int) -> Iterator[Fraction]:
    """The product along each way from an owner down to the company."""
    if owner == 0:
        yield Fraction(1)
        return
    for (who, owned), part in parts.items():
        if who == owner:
            yield from (part * further for further in paths(parts, owned))


def by_powers(parts: dict[tuple[int, int], Fraction], owner: int) -> Fraction:
    """The same as the sum of a matrix's powers, applied to the company; without loops there are only so many."""
    size = 1 + max((each for pair in parts for each in pair), default=0)
    held = [Fraction(index == 0) for index in range(size)]
    total = [Fraction(0)] * size
    for _chain in range(size):
        held = [
            sum((parts.get((who, of), Fraction(0)) * held[of] for of in range(size)), Fraction(0))
            for who in range(size)
        ]
        total = [one + other for one, other in zip(total, held, strict=True)]
    return total[owner] if owner < size else Fraction(0)


@SMALL
@given(graphs())
def test_each_share_is_the_sum_over_every_path(graph: tuple[int, dict[tuple[int, int], Fraction]]) -> None:
    companies, parts = graph
    found = shares_of(reckoning_of(*as_holdings(companies, parts)).persons)
    for number in range(companies, companies + 4):
        expected = sum(paths(parts, number), Fraction(0))
        assert found.get(f"person {number}", 0) == expected
        assert by_powers(parts, number) == expected


@SMALL
@given(graphs())
def test_nobody_is_listed_below_the_threshold_or_left_out_at_it(
    graph: tuple[int, dict[tuple[int, int], Fraction]],
) -> None:
    companies, parts = graph
    found = reckoning_of(*as_holdings(companies, parts))
    everybody = {f"person {each}": sum(paths(parts, each), Fraction(0)) for each in range(companies, companies + 4)}
    assert {each.name for each in found.owners} == {name for name, part in everybody.items() if part >= QUARTER}
    assert {each.name for each in found.near_misses} == {
        name for name, part in everybody.items() if QUARTER - Fraction(1, 100) <= part < QUARTER
    }


@SMALL
@given(graphs())
def test_people_and_what_nobody_holds_are_the_whole(graph: tuple[int, dict[tuple[int, int], Fraction]]) -> None:
    companies, parts = graph
    found = reckoning_of(*as_holdings(companies, parts))
    reached = {0} | {int(each.name.split()[1]) for each in found.others}
    of_company = {each: sum((p for (_o, owned), p in parts.items() if owned == each), Fraction(0)) for each in reached}
    held = {0: Fraction(1)} | {int(each.name.split()[1]): each.amounts[Measure.SHARES] for each in found.others}
    nobody = sum((held[each] * (1 - of_company[each]) for each in reached), Fraction(0))
    assert sum(shares_of(found.persons).values()) + nobody == 1
    assert found.loops == []
    assert not any(level.over for level in found.levels)
    for level in found.levels:
        assert all(rest > ROUNDING for rest in level.rest.values())


@SMALL
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_in_which_owners_are_named_changes_nothing(
    graph: tuple[int, dict[tuple[int, int], Fraction]], dice: Any
) -> None:
    companies, parts = graph
    shuffled = list(parts.items())
    dice.shuffle(shuffled)
    one = reckoning_of(*as_holdings(companies, parts))
    other = reckoning_of(*as_holdings(companies, dict(shuffled)))
    assert shares_of(one.persons) == shares_of(other.persons)


@SMALL
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 60)), max_size=12))
def test_any_tangle_of_companies_is_reckoned_and_every_circle_in_it_is_found(
    tangle: list[tuple[int, int, int]],
) -> None:
    parts = {(owner, owned): Fraction(percent, 100) for owner, owned, percent in tangle}
    holdings = as_holdings(5, parts)
    # The company itself is called X, in whatever place it turns up.
    named = [
        holding(
            int(each.id),
            "X" if each.name == "company 0" else each.name,
            each.stakes[Measure.SHARES],
            under=int(each.under or 0),
            kind=each.kind,
        )
        for each in holdings
    ]
    reached, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        fresh = {owner for owner, owned in parts if owned == here} - reached
        reached |= fresh
        waiting += fresh

    def leads_back(company: int) -> bool:
        seen: set[int] = set()
        todo = [owner for owner, owned in parts if owned == company]
        while todo:
            each = todo.pop()
            if each == company:
                return True
            if each not in seen:
                seen.add(each)
                todo += [owner for owner, owned in parts if owned == each]
        return False

    found = reckoning_of(*named)
    assert bool(found.loops) == any(leads_back(each) for each in reached)


def test_a_wide_and_deep_company_is_reckoned_although_it_has_ten_thousand_million_paths() -> None:
    levels, wide = 10, 10
    holdings: list[Holding] = []
    opened: list[int] = [0]
    for level in range(levels):
        kind = Kind.COMPANY if level < levels - 1 else Kind.PERSON
        next_opened: list[int] = []
        for place in opened:
            for number in range(wide):
                each = holding(len(holdings) + 1, f"H{level}-{number}", Fraction(1, wide), under=place, kind=kind)
                holdings.append(each)
                if place == opened[0]:
                    next_opened.append(int(each.id))
        opened = next_opened
    found = reckoning_of(*holdings)
    assert set(shares_of(found.persons).values()) == {Fraction(1, wide)}
    assert len(found.persons) == wide
    assert found.to_open == []
