"""manage.py attachments_rescan: asks the virus scanner once more about files that were accepted."""

import re
from argparse import ArgumentParser
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from attachments.inspection import InspectionDied, Scanner, ScannerUnavailable, scanner_from_url
from attachments.management.choosing import how_long_or_when, moment_of
from attachments.models import Attachment
from attachments.rescanning import RECENT, Found, accepted_since, scan_again
from operations.clock import database_now
from operations.commands import CONFIG, OK, PARTIAL, TRY_LATER, OpsCommand, Outcome

FAILED = "failed"


class Command(OpsCommand):
    """What is found now is taken from agents, refused, and told on both pages; each file by itself."""

    help = "Ask the virus scanner once more about accepted files."
    examples = (
        "manage.py attachments_rescan --dry-run",
        "manage.py attachments_rescan --since 30d --signature-older-than 7d",
        "manage.py attachments_rescan --since 2026-03-01",
    )
    changes = True
    alone = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files."""
        super().add_arguments(parser)
        parser.add_argument(
            "--since", type=how_long_or_when, default=RECENT, help=f"accepted since then; {RECENT.days}d unless given"
        )
        parser.add_argument(
            "--signature-older-than", type=how_long_or_when, help="only those judged with signatures older than this"
        )

    def run(self, options: dict[str, Any]) -> Outcome:
        """Scan one after the other."""
        now = database_now()
        chosen = accepted_since(since=moment_of(options["since"], now=now))
        ids = self._outdated(chosen, options["signature_older_than"], now)
        if options["dry_run"] or not ids:
            return Outcome(data={"planned": len(ids)}, summary=f"{len(ids)} files to scan again; none was scanned.")
        try:
            scanner = scanner_from_url(settings.CLAMD_URL)
            if scanner is None:
                return Outcome(code=CONFIG, data={"error": "no_scanner"}, summary="CLAMD_URL names no virus scanner.")
            counts = _scan(ids, scanner)
        except ScannerUnavailable as fault:
            return Outcome(code=TRY_LATER, data={"error": "scanner_unavailable"}, summary=f"{fault} Nothing is lost.")
        return Outcome(
            code=PARTIAL if counts[FAILED] else OK,
            data={"planned": len(ids), **dict(sorted(counts.items()))},
            summary=f"{counts[Found.CLEAN.value]} clean, {counts[Found.WITHDRAWN.value]} taken away, {counts[FAILED]} failed",
        )

    def _outdated(self, chosen: "QuerySet[Attachment]", older_than: Any, now: datetime) -> list[Any]:
        if older_than is None:
            return list(chosen.values_list("id", flat=True))
        limit = moment_of(older_than, now=now)
        told = chosen.values_list("id", "signatures").iterator()
        return [file_id for file_id, signatures in told if (made_at(signatures) or limit) <= limit]


def made_at(signatures: str) -> datetime | None:
    """When these signatures were made, from `ClamAV 1.0.3/27210/Mon Mar 11 09:28:12 2024`; None where it is not told."""
    found = re.search(r"/\d+/\w{3} (\w{3} [ \d]\d [\d:]{8} \d{4})$", signatures)
    return datetime.strptime(found[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC) if found else None


def _scan(ids: list[Any], scanner: Scanner) -> "Counter[str]":
    counts: Counter[str] = Counter()
    for file_id in ids:
        try:
            counts[scan_again(file_id=file_id, scanner=scanner, now=timezone.now()).value] += 1
        except (InspectionDied, OSError):
            counts[FAILED] += 1
    return counts
