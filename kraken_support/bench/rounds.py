"""Measures operations and their floors in turns, round after round, so that a busy machine falsifies no ratio."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

Clock = Callable[[], float]


@dataclass(frozen=True)
class Operation:
    """Something to measure: `run` does it once. It gets its floor right before it, so both see the same machine."""

    name: str
    run: Callable[[], object]
    floor: str
    times: int = 1
    prepare: Callable[[], object] = lambda: None


@dataclass
class Measured:
    """What one operation took in each round, with what its floor took beside it; processor milliseconds each."""

    name: str
    floor: str
    took: list[float] = field(default_factory=list)
    floor_took: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        """The median."""
        return median(self.took)

    @property
    def floor_cpu_ms(self) -> float:
        """The floor's median."""
        return median(self.floor_took)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios: each compares what was measured within the same moment."""
        return median(took / floor for took, floor in zip(self.took, self.floor_took, strict=True))

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the largest ratio of any round."""
        ratios = [took / floor for took, floor in zip(self.took, self.floor_took, strict=True)]
        return min(ratios), max(ratios)


def measure(
    operations: Sequence[Operation], *, floors: dict[str, Operation], rounds: int, clock: Clock
) -> dict[str, Measured]:
    """Run every operation once unmeasured, then in each round once beside its floor, in an order that changes.

    In: `clock` tells the processor seconds used until now by whatever does the work. Out: measurements by name.
    """
    found = {each.name: Measured(each.name, each.floor) for each in operations}
    for each in [*floors.values(), *operations]:
        _took(each, clock)
    turns = list(operations)
    for _round in range(rounds):
        random.shuffle(turns)
        for each in turns:
            found[each.name].floor_took.append(_took(floors[each.floor], clock))
            found[each.name].took.append(_took(each, clock))
    return found


def _took(operation: Operation, clock: Clock) -> float:
    operation.prepare()
    before = clock()
    for _each in range(operation.times):
        operation.run()
    return (clock() - before) * 1000 / operation.times
