"""What it costs the workers to check a file, beside what the libraries they use would cost alone."""

import hashlib
import io
import os
import shutil
import signal
import socket
import struct
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pikepdf
import pypdfium2
from django.conf import settings
from django.utils import timezone
from PIL import Image

from attachments import storage
from attachments.inspection import Scanner, scanner_from_url
from attachments.inspection.drawing import EFFORT, QUALITY
from attachments.inspection.kinds import HEAD_BYTES, described
from attachments.inspection.workshop import Workshop, give_to_child
from attachments.limits import PREVIEW_PAGES, PREVIEW_SIDE
from attachments.models import Attachment
from attachments.receive import new_tray, take_files
from attachments.states import UNFINISHED
from attachments.upload_handler import ReceivedFile
from kraken_support.bench import clocks
from kraken_support.bench.rounds import Operation
from kraken_support.bench.samples import Sample
from operations.ids import new_id

WORKERS = 2
"""So many processes of the worker check files (`./portal` says so to Celery)."""
LOOK_SECONDS = 0.01
PATIENCE_SECONDS = 120


class NeverChecked(Exception):
    """The workers did not check a file in time."""


@dataclass
class Workers:
    """The portal's workers, asleep but for the moments in which they are measured."""

    pid: int

    def sleep(self) -> None:
        """Stop them where they are."""
        os.killpg(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Let them go on."""
        os.killpg(self.pid, signal.SIGCONT)


@dataclass
class Checking:
    """Files of each kind, checked by the workers as ever."""

    workers: Workers
    samples: list[Sample]
    now: datetime
    scanner: Scanner | None = field(default_factory=lambda: scanner_from_url(settings.CLAMD_URL))
    waiting: list[UUID] = field(default_factory=list)
    of_libraries: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    def warm_up(self) -> None:
        """Let every worker process check a file, and so start the process that opens files for it."""
        self._receive(self.samples[0], WORKERS)
        self._until_checked()

    def operations(self) -> list[Operation]:
        """Each kind, one file at a time, as its floor is."""
        return [
            Operation(
                f"check_file:{each.name}",
                self._until_checked,
                self.clock,
                f"libraries:{each.name}",
                prepare=partial(self._receive, each, 1),
            )
            for each in self.samples
        ]

    def floors(self) -> dict[str, Operation]:
        """The libraries alone."""
        return {
            f"libraries:{each.name}": Operation(f"libraries:{each.name}", self._libraries(each), self.own_clock)
            for each in self.samples
        }

    def clock(self) -> float:
        """What the workers, the processes they start, the scanner and the database have used."""
        pids = [*clocks.tree(self.workers.pid), *scanner_processes(), *clocks.database_processes()]
        return clocks.cpu_seconds(pids)

    def own_clock(self) -> float:
        """What this process and the scanner have used."""
        return time.process_time() + clocks.cpu_seconds(scanner_processes())

    def _receive(self, sample: Sample, count: int) -> None:
        self.workers.sleep()
        data = sample.path.read_bytes()
        for _each in range(count):
            file_id, tray = new_id(now=timezone.now()), new_tray(now=timezone.now())
            storage.incoming_path(file_id).write_bytes(data)
            digest = hashlib.sha256(data).hexdigest()
            received = ReceivedFile(file_id=file_id, name=sample.name, size=len(data), sha256=digest, head=data)
            take_files(tray_id=tray.id, received=[received], limit=1, now=timezone.now())
            self.waiting.append(file_id)

    def _until_checked(self) -> None:
        self.workers.wake()
        patience = time.monotonic() + PATIENCE_SECONDS
        while Attachment.objects.filter(id__in=self.waiting, state__in=UNFINISHED).exists():
            if time.monotonic() > patience:
                raise NeverChecked("The workers did not check the files in time. Look at their log.")
            time.sleep(LOOK_SECONDS)
        for each in self.waiting:
            storage.discard(each)
        self.waiting = []

    def _libraries(self, sample: Sample) -> Callable[[], None]:
        noted = self.of_libraries.setdefault(sample.name, {})
        uses: dict[str, Callable[[], object]] = {
            "scanner": lambda: self.scanner.scan(sample.path) if self.scanner else "",
            "sha256": lambda: hashlib.sha256(sample.path.read_bytes()).hexdigest(),
            "libmagic": lambda: described(sample.path.read_bytes()[:HEAD_BYTES]),
        }
        if sample.path.suffix == ".pdf":
            uses |= {"pikepdf": lambda: _opened(sample.path), "pypdfium2 and Pillow": lambda: _drawn(sample.path)}
        else:
            uses["Pillow"] = lambda: _shrunk(Image.open(sample.path))

        def run() -> None:
            for name, use in uses.items():
                before = self.own_clock()
                use()
                noted.setdefault(name, []).append((self.own_clock() - before) * 1000)

        return run

    def peaks(self) -> dict[str, int]:
        """The most memory that each worker process has held, and the child that opens each kind of file, in bytes."""
        found = {"worker": max(clocks.memory_bytes(pid, "VmHWM") for pid in clocks.tree(self.workers.pid))}
        workshop = Workshop("attachments.inspection.examine:work")
        try:
            for each in self.samples:
                found[f"child:{each.name}"] = _peak_of_child(workshop, each.path)
        finally:
            workshop.close()
        return found


def _peak_of_child(workshop: Workshop, path: Path) -> int:
    folder = Path(tempfile.mkdtemp(dir=settings.FILES_DIR))
    try:
        give_to_child(folder)
        with path.open("rb") as file:
            return workshop.start(file, {"draw": True}, folder=folder).wait().peak_bytes
    finally:
        shutil.rmtree(folder)


def scanner_processes() -> list[int]:
    """The process of a scanner on a unix socket; that of one elsewhere is not known, and its work is then left out."""
    parts = urlsplit(settings.CLAMD_URL)
    if parts.scheme != "unix":
        return []
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(parts.path)
        pid, _user, _group = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return [pid] if pid else []


def _opened(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _drawn(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for index in range(min(len(document), PREVIEW_PAGES)):
        page = document[index]
        scale = PREVIEW_SIDE / max(page.get_size())
        page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB").save(
            io.BytesIO(), "WEBP", quality=QUALITY, method=EFFORT
        )
    document.close()


def _shrunk(image: Image.Image) -> None:
    image.draft(None, (PREVIEW_SIDE, PREVIEW_SIDE))
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    image.convert("RGB").save(io.BytesIO(), "WEBP", quality=QUALITY, method=EFFORT)
