"""Says what the pipeline would decide about a local file, with exactly the worker's code."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from attachments.inspection import (
    InspectionDied,
    ScannerUnavailable,
    Verdict,
    flatten,
    inspect,
    scanner_from_url,
    wants_flat_copy,
)
from attachments.inspection.verdicts import ACCEPTED
from operations.commands import OK, PARTIAL, TRY_LATER, USAGE, OpsCommand, Outcome

SCANNER_AWAY = "scanner_unavailable"
FAILED = "inspection_failed"
MISSING = "no_such_file"
FLAT_COPY = "flat.pdf"


class Command(OpsCommand):
    """One JSON object per line: path, verdict, code, media_type, pages, pixels, flags."""

    help = "Say what the pipeline would decide about local files."
    examples = (
        "manage.py inspect_file passport.jpg statement.pdf --json",
        "manage.py inspect_file upload.bin --name scan.pdf",
        "manage.py inspect_file statement.pdf --copies seen-by-agents",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and the name they would be offered under."""
        super().add_arguments(parser)
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--name", help="the name the file is offered under (else taken from its path)")
        parser.add_argument(
            "--copies",
            type=Path,
            metavar="DIR",
            help="write what agents would get into a folder of its own in DIR for each file, for other tools to judge",
        )

    def run(self, options: dict[str, Any]) -> Outcome:
        """Inspect each that is there, and name the others."""
        missing = [str(path) for path in options["paths"] if not path.is_file()]
        sentence = f"No such file: {', '.join(missing)}"
        if len(missing) == len(options["paths"]):
            raise CommandError(sentence, returncode=USAGE)
        if missing:
            self.stderr.write(sentence)
        results = [decide(path, options["name"] or path.name, options["copies"]) for path in options["paths"]]
        codes = {each["code"] for each in results}
        codes_at_the_end = {MISSING: PARTIAL, FAILED: PARTIAL, SCANNER_AWAY: TRY_LATER}
        lines = [
            f"{each['verdict']:<10} {each['code'] or '-':<20} {','.join(each['flags']) or '-':<20} {each['path']}"
            for each in results
        ]
        accepted = sum(each["verdict"] == "accepted" for each in results)
        return Outcome(
            code=next((code for what, code in codes_at_the_end.items() if what in codes), OK),
            data=results,
            lines=lines,
            summary=f"files: {len(results)}, accepted: {accepted}",
            json_lines=True,
        )


def decide(path: Path, name: str, copies: Path | None) -> dict[str, Any]:
    """One file's verdict as data. In: where to leave what agents would get of it, if anywhere."""
    if not path.is_file():
        return unchecked(path, MISSING)
    with _folder_for(path, copies) as folder:
        try:
            found = inspect(path.resolve(), name=name, out_dir=folder, scanner=scanner_from_url(settings.CLAMD_URL))
            if copies:
                _flatten(path, found, folder)
            return {
                "path": str(path),
                "verdict": found.verdict,
                "code": found.code,
                "media_type": found.media_type,
                "pages": found.pages,
                "pixels": found.width * found.height if found.width and found.height else None,
                "flags": list(found.flags),
            } | ({"copies": str(folder)} if copies else {})
        except ScannerUnavailable:
            return unchecked(path, SCANNER_AWAY)
        except (InspectionDied, OSError):
            return unchecked(path, FAILED)


@contextmanager
def _folder_for(path: Path, copies: Path | None) -> Iterator[Path]:
    """Where what agents would get is written: for a moment, or to stay, then never over what is there."""
    if copies is None:
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)
        return
    copies.mkdir(parents=True, exist_ok=True)
    names = chain([path.name], (f"{path.name}-{number}" for number in count(2)))
    folder = next(copies / name for name in names if not (copies / name).exists())
    folder.mkdir()
    yield folder.resolve()


def _flatten(path: Path, verdict: Verdict, folder: Path) -> None:
    if verdict.verdict != ACCEPTED or not wants_flat_copy(
        media_type=verdict.media_type, pages=verdict.pages, flags=verdict.flags
    ):
        return
    with tempfile.TemporaryDirectory(dir=folder) as pages:
        made, drawn = flatten(path, pages=verdict.pages or 0, folder=Path(pages))
        if drawn:
            made.rename(folder / FLAT_COPY)


def unchecked(path: Path, code: str) -> dict[str, Any]:
    """A file about which nothing is decided, and why, as data."""
    return {
        "path": str(path),
        "verdict": "unchecked",
        "code": code,
        "media_type": "",
        "pages": None,
        "pixels": None,
        "flags": [],
    }
