"""manage.py attachments_verify: looks whether the disk and the rows of files agree."""

from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from itertools import chain
from typing import Any

from attachments.ledger import Breach, Lying, of_disk, of_files
from attachments.management.choosing import a_part
from operations.clock import database_now
from operations.commands import OK, PROBLEMS, OpsCommand, Outcome

NAMED_AT_MOST = 1000


class Command(OpsCommand):
    """The part of the ledger that concerns bytes: missing, altered, without a row, in a wrong state. Changes nothing."""

    help = "Look whether the bytes on the disk and the rows of files agree."
    examples = ("manage.py attachments_verify", "manage.py attachments_verify --deep --sample 1%")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How closely."""
        super().add_arguments(parser)
        parser.add_argument("--deep", action="store_true", help="compute SHA-256 anew")
        parser.add_argument(
            "--sample", type=a_part, default=1.0, help="with --deep: of which part of the files, as 1%%"
        )

    def run(self, options: dict[str, Any]) -> Outcome:
        """Look at all rows, then at all bytes."""
        now, lying, counts = database_now(), Lying(), Counter[str]()
        named: list[Breach] = []
        share = options["sample"] if options["deep"] else 0
        for each in chain(of_files(now=now, share=share), of_disk(now=now, lying=lying)):
            counts[each.law] += 1
            if len(named) < NAMED_AT_MOST:
                named.append(each)
        return Outcome(
            code=PROBLEMS if counts else OK,
            data={
                "breach_counts": dict(sorted(counts.items())),
                "breaches": [asdict(each) for each in named],
                "on_disk": dict(sorted(lying.counts.items())),
            },
            lines=[f"{each.law}: {each.subject} {each.sentence}\n    mend: {each.mend}" for each in named],
            summary=f"{lying.counts['kept']} files kept, {counts.total()} problems",
        )
