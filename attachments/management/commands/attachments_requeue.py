"""manage.py attachments_requeue: has files checked once more that failed, are stuck, or are named."""

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from attachments.management.choosing import how_long, ticket_named
from attachments.models import Attachment
from attachments.requeueing import WITH_BYTES, requeue, to_requeue
from attachments.states import UNFINISHED, FileState
from operations.clock import database_now
from operations.commands import OK, PARTIAL, OpsCommand, Outcome, who_ran_it

DEFAULT_STATES = (*UNFINISHED, FileState.FAILED)


class Command(OpsCommand):
    """Each file by itself: whoever interrupts it and runs it again goes on where it stopped."""

    help = "Have files checked once more that could not be checked, or that are stuck."
    examples = (
        "manage.py attachments_requeue --dry-run",
        "manage.py attachments_requeue --state failed --ticket KS-7G2M-94TX",
        "manage.py attachments_requeue --file 0190b5c4-7d1e-7c3a-9a1f-6d2f8f1f7a10",
    )
    changes = True
    alone = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files."""
        super().add_arguments(parser)
        states = [state.lower() for state in DEFAULT_STATES]
        parser.add_argument("--stuck-for", type=how_long, default=timedelta(minutes=10), help="10m unless given")
        parser.add_argument("--state", choices=states, action="append", help="only these; may be repeated")
        parser.add_argument("--ticket", metavar="REFERENCE", help="only the conversation this request lives in")
        parser.add_argument("--file", type=UUID, action="append", metavar="ID", help="this file, also an accepted one")
        parser.add_argument("--limit", type=int, default=10_000, help="at most so many")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Plan, then queue one after the other."""
        now = database_now()
        found = self._chosen(options).order_by("received_at", "id").values_list("id", "state")[: options["limit"]]
        plan = list(found)
        states = Counter(state.lower() for _file_id, state in plan)
        lines = [f"{state}: {number}" for state, number in sorted(states.items())]
        missing = len(set(options["file"] or ())) - len(plan) if options["file"] else 0
        data = {"planned": dict(sorted(states.items())), "requeued": 0, "skipped": missing}
        if options["dry_run"]:
            return Outcome(data=data, lines=lines, summary=f"Would have {len(plan)} files checked again.")
        done = sum(requeue(file_id=file_id, now=now, by=who_ran_it()) for file_id, _state in plan)
        skipped = missing + len(plan) - done
        return Outcome(
            code=PARTIAL if skipped else OK,
            data=data | {"requeued": done, "skipped": skipped},
            lines=lines,
            summary=f"{done} files are checked again, {skipped} skipped. See: manage.py queue_status",
        )

    def _chosen(self, options: dict[str, Any]) -> "QuerySet[Attachment]":
        if options["file"]:
            return Attachment.objects.filter(id__in=options["file"], state__in=WITH_BYTES)
        states = [each.upper() for each in options["state"] or DEFAULT_STATES]
        ticket = ticket_named(options["ticket"]).survivor_id if options["ticket"] else None
        return to_requeue(states=states, stuck_for=options["stuck_for"], now=database_now(), ticket=ticket)
