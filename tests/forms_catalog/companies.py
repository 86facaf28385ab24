"""Companies of the tests: owners written down as a customer would name them."""

from fractions import Fraction
from itertools import count
from typing import Any

from forms_catalog.ownership.reckoning import Held, Reckoning, reckon
from forms_catalog.ownership.structure import Holding, Kind, Measure, Structure

QUARTER = Fraction(1, 4)


def owner(name: str, shares: str, *owners: dict[str, Any], kind: str = "person", **more: Any) -> dict[str, Any]:
    """An owner with its owners; who has some is a company."""
    return {"name": name, "shares": shares, "kind": "company" if owners else kind, "owners": owners, **more}


def as_entries(*owners: dict[str, Any], under: str = "", numbers: Any = None) -> list[dict[str, Any]]:
    """The owners as a draft keeps them."""
    numbers = numbers or count(1)
    found: list[dict[str, Any]] = []
    for each in owners:
        own = f"{next(numbers):06x}"
        entry = {"country": "FR", "equity": "", "votes": "", "id": f"{under}-{own}" if under else own, **each}
        entry |= {"born": "1980-03-01"} if each["kind"] in {"person", "member"} and "born" not in each else {}
        below = entry.pop("owners")
        found += [entry, *as_entries(*below, under=entry["id"], numbers=numbers)]
    return found


def reckoning_of(*holdings: Holding, threshold: Fraction = QUARTER) -> Reckoning:
    """What follows from holdings of the company X."""
    return reckon(structure=Structure(name="X", country="FR", holdings=holdings), threshold=threshold)


def holding(
    number: int, name: str, share: Fraction, *, under: int = 0, kind: Kind = Kind.PERSON, **more: Any
) -> Holding:
    """A holding with the same part in every measure."""
    return Holding(
        id=str(number),
        under=str(under) if under else "",
        kind=kind,
        name=name,
        country="FR",
        stakes=dict.fromkeys(Measure, share),
        **more,
    )


def shares_of(found: list[Held]) -> dict[str, Fraction]:
    """The part of the shares by the owner's name."""
    return {each.name: each.amounts[Measure.SHARES] for each in found}
