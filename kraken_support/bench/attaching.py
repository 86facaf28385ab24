"""What it costs the web server to take files, one of 5 MB and five of 10 MB: in one form, and in pieces as our script does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from attachments.limits import MAX_FILES_SIGNED_OUT, MEBIBYTE, UPLOAD_CHUNK_BYTES
from attachments.tray_tokens import token_for
from forms_catalog import drafts
from kraken_support.bench import clocks
from kraken_support.bench.rounds import Clock, Operation
from kraken_support.bench.samples import WRITTEN_AT_ONCE, filler
from kraken_support.bench.visitor import Upload, Visitor, step_path
from kraken_support.bench.ways import Way, ways

SIZES = {"attach_5mb": [5], "attach_5x10mb": [10] * 5}
IN_PIECES = "_in_pieces"


@dataclass
class Attaching:
    """Uploads as a browser without scripts makes them, the form, then the page with the files on it; and as ours does."""

    visitor: Visitor
    clock: Clock
    now: datetime
    web: list[int]
    page: str = ""
    tray: str = ""
    rise: dict[str, list[int]] = field(default_factory=dict)

    def operations(self) -> list[Operation]:
        """Each upload, until the page or the list with the files on it."""
        return [
            Operation(name + way, sending(name + way, sizes), self.clock, f"floor_of_{name}", prepare=self.anew)
            for name, sizes in SIZES.items()
            for way, sending in (("", self._sending), (IN_PIECES, self._in_pieces))
        ]

    def floors(self) -> dict[str, Operation]:
        """The same bodies, taken by Django's own handler and hashed."""
        return {
            f"floor_of_{name}": Operation(f"floor_of_{name}", self._at_the_floor(name, sizes), self.clock)
            for name, sizes in SIZES.items()
        }

    @cached_property
    def way(self) -> Way:
        """A request with files that anybody may send."""
        return next(each for each in ways(self.now) if each.request_type.files and each.is_complete and each.is_open)

    def anew(self) -> None:
        """Erase what was sent, and stand on the documents page of a new draft."""
        drafts.forget_all(device=self.visitor.device)
        draft = drafts.begin(request_type=self.way.request_type.slug, device=self.visitor.device, now=self.now)
        drafts.save_answers(draft=draft, answers=self.way.answers, now=self.now)
        self.page = step_path(draft.id, "files")
        self.tray = reverse("uploads", args=[token_for(tray_id=draft.tray_id, limit=MAX_FILES_SIGNED_OUT)])

    def _sending(self, name: str, sizes: list[int]) -> Callable[[], None]:
        files = _uploads(sizes)

        def run() -> None:
            with self._watched(name):
                self.visitor.get(self.visitor.upload(f"{self.page}add/", files, status=302))

        return run

    def _in_pieces(self, name: str, sizes: list[int]) -> Callable[[], None]:
        files = _uploads(sizes, piece=UPLOAD_CHUNK_BYTES)

        def run() -> None:
            with self._watched(name):
                for each in files:
                    self.visitor.upload_in_pieces(self.tray, each)
                self.visitor.get(f"{self.page}list/")

        return run

    def _at_the_floor(self, name: str, sizes: list[int]) -> Callable[[], None]:
        files, path = _uploads(sizes), reverse("bench_files")

        def run() -> None:
            with self._watched(f"floor_of_{name}"):
                self.visitor.upload(path, files, status=200)

        return run

    def _watched(self, name: str) -> "clocks.Rise":
        return clocks.Rise(self.web, self.rise.setdefault(name, []))


def _uploads(sizes: list[int], *, piece: int = WRITTEN_AT_ONCE) -> list[Upload]:
    return [Upload(f"scan-{number}.pdf", filler(size * MEBIBYTE, number, piece)) for number, size in enumerate(sizes)]
