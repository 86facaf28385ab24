"""Measures the portal that `./portal bench` has started, by its address and the numbers of its processes."""

import argparse
import json
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  (from here on models are imported, which need what is set up above)
from django.db import connection  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from kraken_support.bench import clocks, pages, report  # noqa: E402
from kraken_support.bench.attaching import Attaching  # noqa: E402
from kraken_support.bench.checking import Checking, NeverChecked, Workers, scanner_processes  # noqa: E402
from kraken_support.bench.pages import Pages  # noqa: E402
from kraken_support.bench.rounds import Measured, Operation, measure  # noqa: E402
from kraken_support.bench.samples import make_samples  # noqa: E402
from kraken_support.bench.visitor import AnotherAnswer, Visitor  # noqa: E402
from operations.commands import FAILED, INTERRUPTED  # noqa: E402

ATTACHING, CHECKING = "attaching", "checking"
FEWER_ROUNDS = 5
"""A check takes seconds and not milliseconds; its numbers move less."""


class Bench:
    """One run of the bench over some groups, and what it found."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.now = timezone.now()
        self.visitor = Visitor(options.url)
        self.measured: list[Measured] = []
        self.left_out: list[str] = []
        self.memory: list[dict[str, Any]] = []
        self.libraries: dict[str, dict[str, float]] = {}

    def run(self) -> dict[str, Any]:
        """Measure all groups that are wanted. Out: the result, as data."""
        workers = Workers(self.options.worker)
        workers.sleep()
        try:
            for group in self.options.groups:
                say(f"Measuring {group} …")
                if group == ATTACHING:
                    self._attaching()
                elif group == CHECKING:
                    self._checking(workers)
                else:
                    self._pages(group)
        finally:
            workers.wake()
        return self._result()

    def _clock(self) -> float:
        return clocks.cpu_seconds([*clocks.tree(self.options.web), *clocks.database_processes()])

    def _pages(self, group: str) -> None:
        made = Pages(self.visitor, self._clock, self.now)
        floors = {pages.FLOOR: pages.floor(self.visitor, self._clock, self.now)}
        operations: Callable[[], list[Operation]] = getattr(made, group)
        self.measured += measure(operations(), floors=floors, rounds=self.options.rounds)
        self.left_out += made.left_out

    def _attaching(self) -> None:
        made = Attaching(self.visitor, self._clock, self.now, clocks.tree(self.options.web))
        rounds = min(self.options.rounds, FEWER_ROUNDS)
        self.measured += measure(made.operations(), floors=made.floors(), rounds=rounds)
        self.memory += [
            report.memory_line(f"  web server’s memory rises, {name}", max(rises[1:]))
            for name, rises in made.rise.items()
        ]
        made.anew()

    def _checking(self, workers: Workers) -> None:
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
            made = Checking(workers, make_samples(Path(folder)), self.now)
            rounds = min(self.options.rounds, FEWER_ROUNDS)
            made.warm_up()
            self.measured += measure(made.operations(), floors=made.floors(), rounds=rounds)
            self.memory += [report.memory_line(f"  {name}, at its peak", peak) for name, peak in made.peaks().items()]
        self.libraries = {
            name: {part: round(median(took), 2) for part, took in parts.items()}
            for name, parts in made.of_libraries.items()
        }

    def _result(self) -> dict[str, Any]:
        checked = {each.name.partition(":")[2]: each.cpu_ms for each in self.measured if "check_file" in each.name}
        return {
            "machine": {
                "cores": os.cpu_count(),
                "load": os.getloadavg()[0],
                "python": platform.python_version(),
                "database": connection.vendor,
                "database_counted": connection.vendor == "sqlite" or bool(clocks.database_processes()),
                "scanner_counted": bool(scanner_processes()),
            },
            "rounds": self.options.rounds,
            "operations": report.lines_of(self.measured),
            "libraries": self.libraries,
            "files_per_second_per_core": {name: round(1000 / ms, 2) for name, ms in checked.items()},
            "memory": self.memory,
            "left_out": self.left_out,
        }


def say(text: str) -> None:
    """Tell what goes on, beside the result."""
    sys.stderr.write(text + "\n")


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="+", help="what to measure, in this order")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--url", required=True, help="where the portal answers")
    parser.add_argument("--web", type=int, required=True, help="the process of its web server")
    parser.add_argument("--worker", type=int, required=True, help="the process of its workers")
    options = parser.parse_args(arguments)
    # An agent is made and files are taken here, which the log of a portal would tell.
    logging.disable(logging.INFO)
    try:
        with translation.override("en"):
            result = Bench(options).run()
    except (AnotherAnswer, NeverChecked) as reason:
        say(str(reason))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    printed = json.dumps(result, indent=2) if options.json else "\n".join(report.in_words(result))
    sys.stdout.write(printed + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
