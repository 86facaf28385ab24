"""A registry of checks on the world around the portal; higher apps add theirs in a `doctor_checks` module."""

import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from typing import Any

from django.db import DatabaseError

OK = "ok"
WARNING = "warning"
ERROR = "error"
SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found: its state, one sentence, and the command or sentence that mends it."""

    state: str
    result: str
    mend: str = ""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """One line of doctor's report."""

    name: str
    state: str
    result: str
    why: str
    mend: str
    ms: int

    def as_json(self) -> dict[str, Any]:
        """The line as data."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Check:
    """A registered check: what it looks at and why that matters."""

    name: str
    why: str
    look: Callable[[], Finding]
    needed_to_answer: bool
    told_by_readyz: bool


class CheckNamedTwice(Exception):
    """Two checks claim the same name."""


_registry: dict[str, Check] = {}


def check(
    *, name: str, why: str, needed_to_answer: bool = False, told_by_readyz: bool = False
) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Register a check.

    `needed_to_answer`: without it the portal cannot serve anybody, and /readyz says so. `told_by_readyz`: /readyz shows
    its state, and is ready all the same.
    """

    def register(look: Callable[[], Finding]) -> Callable[[], Finding]:
        if name in _registry:
            raise CheckNamedTwice(name)
        _registry[name] = Check(
            name=name,
            why=why,
            look=look,
            needed_to_answer=needed_to_answer,
            told_by_readyz=needed_to_answer or told_by_readyz,
        )
        return look

    return register


def names() -> list[str]:
    """The registered checks' names."""
    return sorted(_registry)


def needed_to_answer() -> frozenset[str]:
    """The names of the checks without which the portal cannot serve anybody."""
    return frozenset(each.name for each in _registry.values() if each.needed_to_answer)


def told_by_readyz() -> frozenset[str]:
    """The names of the checks that /readyz shows."""
    return frozenset(each.name for each in _registry.values() if each.told_by_readyz)


def diagnose(*, only: Collection[str] = (), skip: Collection[str] = ()) -> list[Diagnosis]:
    """Run the checks, in the order they were registered. A check that breaks is an error of its own, not of doctor's."""
    wanted = [each for each in _registry.values() if (not only or each.name in only) and each.name not in skip]
    return [_run(each) for each in wanted]


def _first_line(fault: Exception) -> str:
    return str(fault).partition("\n")[0]


def _run(each: Check) -> Diagnosis:
    begun = time.monotonic()
    try:
        finding = each.look()
    except DatabaseError as fault:
        result = f"The database did not answer what this check asks ({type(fault).__name__}: {_first_line(fault)})"
        finding = Finding(state=ERROR, result=result, mend="mend the lines “database” and “migrations” first")
    except Exception as fault:
        result = f"The check itself broke: {type(fault).__name__}: {_first_line(fault)}"
        finding = Finding(
            state=ERROR, result=result, mend=f"manage.py doctor --only {each.name}; then report this line"
        )
    took = round((time.monotonic() - begun) * 1000)
    return Diagnosis(
        name=each.name, state=finding.state, result=finding.result, why=each.why, mend=finding.mend, ms=took
    )
