"""manage.py attachments_purge: erases old files for good, with their rows, bytes and images."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from attachments.management.choosing import how_long
from attachments.purging import Kind, TrayInUse, old_files, old_trays, purge_file, purge_tray
from operations.commands import REFUSED, OpsCommand, Outcome, who_ran_it


class Command(OpsCommand):
    """Each file by itself; every one leaves a line on its request’s trail, and none on the pages."""

    help = "Erase old files for good: rows, bytes and images."
    examples = (
        "manage.py attachments_purge --kind closed --older-than 365d --dry-run",
        "manage.py attachments_purge --kind draft --older-than 30d --yes",
    )
    changes = True
    irreversible = True
    alone = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files."""
        super().add_arguments(parser)
        parser.add_argument("--kind", choices=[kind.value for kind in Kind], required=True)
        parser.add_argument("--older-than", type=how_long, required=True, help="as 30d")

    def what_is_lost(self, options: dict[str, Any]) -> str:
        """The files themselves."""
        count = self._chosen(options, timezone.now()).count()
        what = "trays with their files, unless a draft needs them" if options["kind"] == Kind.DRAFT else "files"
        return f"This erases {count} {what}." if count else ""

    def run(self, options: dict[str, Any]) -> Outcome:
        """Erase one after the other."""
        now = timezone.now()
        if options["kind"] == Kind.DRAFT and options["older_than"].days < settings.DRAFT_DAYS:
            return Outcome(
                code=REFUSED,
                data={"error": "too_young"},
                summary=f"Refused: a draft lives for {settings.DRAFT_DAYS} days; its files may still be needed.",
            )
        chosen = self._chosen(options, now)
        if options["dry_run"]:
            count = chosen.count()
            return Outcome(data={"planned": count}, summary=f"Would erase {count} of kind {options['kind']}.")
        ids = list(chosen.values_list("id", flat=True))
        erased, kept = self._erase_trays(ids) if options["kind"] == Kind.DRAFT else self._erase_files(ids, options, now)
        return Outcome(
            data={"erased": erased, "kept": kept},
            summary=f"{erased} files erased, {kept} kept because they are needed again",
        )

    def _chosen(self, options: dict[str, Any], now: datetime) -> Any:
        before = now - options["older_than"]
        kind = Kind(options["kind"])
        return old_trays(before=before) if kind == Kind.DRAFT else old_files(kind=kind, before=before)

    def _erase_trays(self, ids: list[Any]) -> tuple[int, int]:
        erased = kept = 0
        for tray_id in ids:
            try:
                erased += purge_tray(tray_id=tray_id)
            except TrayInUse:
                kept += 1
        return erased, kept

    def _erase_files(self, ids: list[Any], options: dict[str, Any], now: datetime) -> tuple[int, int]:
        kind, before, by = Kind(options["kind"]), now - options["older_than"], who_ran_it()
        erased = sum(purge_file(file_id=each, kind=kind, before=before, now=now, by=by) for each in ids)
        return erased, len(ids) - erased
