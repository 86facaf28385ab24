"""manage.py attachments_show: the life of one file, every event of it, and what lies on the disk."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError

from attachments import storage
from attachments.ledger.of_files import files
from attachments.models import Attachment, FlatCopy, Upload
from operations.clock import database_now
from operations.commands import OK, PROBLEMS, REFUSED, OpsCommand, Outcome
from tickets.models import Event

FIELDS = (
    "state",
    "code",
    "size",
    "sha256",
    "media_type",
    "pages",
    "flags",
    "signatures",
    "received_at",
    "settled_at",
    "turn_at",
    "next_try_at",
    "lease_until",
    "errors",
    "dead_leases",
    "waiting_for",
)


class Command(OpsCommand):
    """Says nothing that the customer wrote, not even the file’s name."""

    help = "Show the life of one file: where it stands, what lies on the disk, every event."
    examples = ("manage.py attachments_show 0190b5c4-7d1e-7c3a-9a1f-6d2f8f1f7a10",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        super().add_arguments(parser)
        parser.add_argument("id", type=UUID)

    def run(self, options: dict[str, Any]) -> Outcome:
        """Put together what is known."""
        file_id = options["id"]
        where = _where(file_id)
        file = Attachment.objects.select_related("ticket", "ticket__survivor").filter(id=file_id).first()
        if file is None and not where and not Upload.objects.filter(id=file_id).exists():
            raise CommandError(f"There is no file {file_id}.", returncode=REFUSED)
        data: dict[str, Any] = {"id": str(file_id), "on_disk": where}
        if file:
            data |= {name: getattr(file, name) for name in FIELDS}
            data["request"] = file.ticket.reference if file.ticket else ""
            data["lives_in"] = file.ticket.survivor.reference if file.ticket else ""
            data["previews"] = file.previews.count()
            data["flat_copy"] = _flat_copy(file_id)
        breaches = files(now=database_now(), share=1)([file_id])
        data["breaches"] = [f"{each.law}: {each.sentence}; mend: {each.mend}" for each in breaches]
        data["events"] = _events(file)
        told = [f"{name}: {value}" for name, value in data.items() if name not in {"events", "breaches"}]
        lines = [
            *told,
            *data["breaches"],
            *(f"{each['at']} {each['verb']} {each['details']}" for each in data["events"]),
        ]
        stands = file.state if file else "no row"
        return Outcome(code=PROBLEMS if breaches else OK, data=data, lines=lines, summary=f"file {file_id}: {stands}")


def _flat_copy(file_id: UUID) -> dict[str, Any]:
    """How far its flat copy is; nothing when it needs none."""
    fields = ("due_at", "runs", "next_page", "made_at", "drawn", "size")
    return FlatCopy.objects.filter(pk=file_id).values(*fields).first() or {}


def _where(file_id: UUID) -> dict[str, int]:
    """Its size in each folder where bytes of it lie."""
    paths = {
        "incoming": storage.incoming_path(file_id),
        "quarantine": storage.quarantine_path(file_id),
        "aside": storage.aside_path(file_id),
    }
    return {name: path.stat().st_size for name, path in paths.items() if path.exists()}


def _events(file: Attachment | None) -> list[dict[str, Any]]:
    if file is None or file.ticket_id is None:
        return []
    found = Event.objects.filter(ticket=file.ticket_id, details__file=str(file.id)).order_by("id")
    return [
        {
            "at": f"{at:%F %T} UTC",
            "verb": verb,
            "details": {key: value for key, value in details.items() if key != "file"},
        }
        for at, verb, details in found.values_list("at", "verb", "details")
    ]
