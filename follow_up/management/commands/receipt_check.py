"""manage.py receipt_check: says whether a receipt is ours as we made it, and whether files are those that it names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from follow_up.receipt import LARGEST_RECEIPT_BYTES, Checked, Compared, Finding, check_receipt, compare
from operations.commands import OK, PROBLEMS, USAGE, OpsCommand, Outcome

SENTENCES = {
    Finding.GENUINE: "This receipt is ours, and says what it said when it was made.",
    Finding.TEXT_ALTERED: "The text was altered: the signature under it is ours, and belongs to another text.",
    Finding.NOT_SIGNED: "The last line is no signature of this portal: it was altered or cut off, or made elsewhere.",
}


class Command(OpsCommand):
    """Reads a receipt that a customer kept, and the files that they say they sent. Changes nothing."""

    help = "Say whether a receipt is ours, and whether files are those that it names."
    examples = (
        "manage.py receipt_check receipt-KS-7G2M-94TX.txt",
        "manage.py receipt_check receipt.txt passport.jpg --json",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The receipt, and files to hold beside it."""
        super().add_arguments(parser)
        parser.add_argument("receipt", type=Path, help="the text as the customer kept it")
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a file that it should name")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Look at the signature first, then at each file."""
        try:
            checked = check_receipt(text=_read(options["receipt"]))
            files = compare(checked=checked, paths=options["files"])
        except OSError as fault:
            raise CommandError(f"{fault.filename} cannot be read ({fault.strerror}).", returncode=USAGE) from fault
        good = checked.finding is Finding.GENUINE and all(each.number for each in files)
        return Outcome(
            code=OK if good else PROBLEMS,
            data=_as_data(checked, files),
            lines=[_in_words(each) for each in files],
            summary=SENTENCES[checked.finding],
        )


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(LARGEST_RECEIPT_BYTES).decode("utf-8-sig", errors="replace")


def _as_data(checked: Checked, files: list[Compared]) -> dict[str, Any]:
    return {
        "receipt": checked.finding.value,
        "reference": checked.reference,
        "files": [{"path": str(each.path), "sha256": each.sha256, "number": each.number} for each in files],
    }


def _in_words(file: Compared) -> str:
    if file.number:
        return f"{file.path}: file {file.number} of the receipt, byte for byte"
    return f"{file.path}: none of the receipt's files; it was altered, or is another one"
