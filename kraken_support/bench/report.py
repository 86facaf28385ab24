"""Puts measurements into words and into JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from kraken_support.bench.clocks import MIB
from kraken_support.bench.rounds import Measured


@dataclass(frozen=True)
class Goal:
    """What a line is to reach: a ratio to its floor, or processor milliseconds on the machine of the references."""

    ratio: float | None = None
    cpu_ms: float | None = None

    def is_met(self, measured: Measured) -> bool:
        """Whether one measurement stays within it."""
        return (self.ratio is None or measured.ratio <= self.ratio) and (
            self.cpu_ms is None or measured.cpu_ms <= self.cpu_ms
        )


TITLES = {
    "home": "home page",
    "empty_step": "a question, empty",
    "empty_entry": "an entry of a list, empty",
    "suggesting_step": "a question with an answer suggested",
    "step_with_errors": "a question, sent without an answer",
    "check_page": "check page",
    "send": "Send",
    "check_and_send": "check page and Send together",
    "status_page": "status page",
    "agents_list": "agents’ list, a full page",
    "attach_5mb": "5 MB attached, until the answer page",
    "attach_5x10mb": "5 × 10 MB in one request, until the answer page",
    "attach_5mb_in_pieces": "5 MB in pieces, until the list",
    "attach_5x10mb_in_pieces": "5 × 10 MB in pieces, until the list",
    "check_file": "checking one file",
}
GOALS = {
    "empty_step": Goal(ratio=2.0),
    "empty_entry": Goal(ratio=2.0),
    "check_and_send": Goal(cpu_ms=6.5),
    "attach_5mb": Goal(ratio=1.3),
    "attach_5x10mb": Goal(ratio=1.2),
    "check_file": Goal(ratio=1.15),
}


def lines_of(measured: Sequence[Measured]) -> list[dict[str, Any]]:
    """One line for each operation; for one with several variants the typical numbers, and the heaviest by name."""
    by_name: dict[str, list[Measured]] = {}
    for each in measured:
        by_name.setdefault(each.name.partition(":")[0], []).append(each)
    return [_line(name, variants) for name, variants in by_name.items()]


def _line(name: str, variants: list[Measured]) -> dict[str, Any]:
    goal, heaviest = GOALS.get(name), max(variants, key=lambda each: each.ratio)
    took = [ms for each in variants for ms in each.took]
    ratios = [ratio for each in variants for ratio in each.ratios]
    return {
        "name": name,
        "what": TITLES[name],
        "cpu_ms": _rounded(median(each.cpu_ms for each in variants)),
        "floor_cpu_ms": _rounded(median(each.floor_cpu_ms for each in variants)),
        "ratio": _rounded(median(each.ratio for each in variants)),
        "cpu_ms_of_rounds": [_rounded(min(took)), _rounded(max(took))],
        "ratio_of_rounds": [_rounded(min(ratios)), _rounded(max(ratios))],
        "heaviest": _variant(heaviest),
        "variants": [_variant(each) for each in variants],
        "goal": {"ratio": goal.ratio, "cpu_ms": goal.cpu_ms} if goal else None,
        "meets_goal": goal.is_met(heaviest) if goal else None,
    }


def _variant(measured: Measured) -> dict[str, Any]:
    return {
        "of": measured.name.partition(":")[2],
        "cpu_ms": _rounded(measured.cpu_ms),
        "floor_cpu_ms": _rounded(measured.floor_cpu_ms),
        "ratio": _rounded(measured.ratio),
    }


def _rounded(number: float) -> float:
    return round(number, 3)


def in_words(result: dict[str, Any]) -> list[str]:
    """The result as lines for a terminal."""
    machine = result["machine"]
    lines = [
        f"Processor milliseconds per operation, application and {machine['database']}; "
        f"medians of {result['rounds']} rounds, each beside its floor.",
        "",
        f"{'':<50}{'CPU ms':>9}{'floor':>9}{'ratio':>8}   goal",
    ]
    for each in result["operations"]:
        lines.append(
            f"{each['what']:<50}{each['cpu_ms']:>9.2f}{each['floor_cpu_ms']:>9.2f}{each['ratio']:>8.2f}   {_goal(each)}"
        )
        heaviest = each["heaviest"]
        if heaviest["of"]:
            name = f"  heaviest: {heaviest['of']}"
            lines.append(
                f"{name:<50}{heaviest['cpu_ms']:>9.2f}{heaviest['floor_cpu_ms']:>9.2f}{heaviest['ratio']:>8.2f}"
            )
    if machine["load"] > machine["cores"]:
        lines += ["", "This machine is busy: its milliseconds are longer than usual, the ratios are what they are."]
    lines += [""]
    lines += [f"{each['what']:<50}{each['mib']:>9.1f} MiB" for each in result["memory"]]
    for name, parts in result["libraries"].items():
        told = ", ".join(f"{part} {ms:.1f}" for part, ms in parts.items())
        lines.append(f"{name}: {told} ms; {result['files_per_second_per_core'][name]:.1f} files per second per core")
    if not machine["scanner_counted"]:
        lines.append("The work of a virus scanner is not in these numbers.")
    lines += [f"Left out: {each}" for each in result["left_out"]]
    return lines


def _goal(line: dict[str, Any]) -> str:
    goal = line["goal"]
    if not goal:
        return ""
    wanted = f"ratio {goal['ratio']:g}" if goal["ratio"] else f"{goal['cpu_ms']:g} ms"
    return f"{wanted}: {'met' if line['meets_goal'] else 'missed'}"


def memory_line(what: str, number: float) -> dict[str, Any]:
    """One line on memory. In: bytes."""
    return {"what": what, "mib": round(number / MIB, 1)}
