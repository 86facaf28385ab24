"""Measures operations and their floors in turns, round after round, so that a busy machine falsifies no ratio."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

Clock = Callable[[], float]
"""Tells the processor seconds used until now by whatever does the work."""


@dataclass(frozen=True)
class Operation:
    """Something to measure: `run` does it once, `prepare` makes what it needs before the clock starts."""

    name: str
    run: Callable[[], object]
    clock: Clock
    floor: str = ""
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
    def ratios(self) -> list[float]:
        """Each round compares what was measured within the same moment."""
        return [took / floor for took, floor in zip(self.took, self.floor_took, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(self.ratios)


def measure(operations: Sequence[Operation], *, floors: Mapping[str, Operation], rounds: int) -> list[Measured]:
    """Run every operation once unmeasured, then in each round once right after its floor, in an order that changes."""
    found = {each.name: Measured(each.name, each.floor) for each in operations}
    for each in [*floors.values(), *operations]:
        each.prepare()
        each.run()
    turns = list(operations)
    for _round in range(rounds):
        random.shuffle(turns)
        for each in turns:
            found[each.name].floor_took.append(_took(floors[each.floor]))
            found[each.name].took.append(_took(each))
    return list(found.values())


def _took(operation: Operation) -> float:
    operation.prepare()
    before = operation.clock()
    for _each in range(operation.times):
        operation.run()
    return (operation.clock() - before) * 1000 / operation.times
