"""What the child tells the process that asked: plain data, sent line by line so that a death leaves what was known."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field


@dataclass
class Drawn:
    """The image of one page, written into the working folder as `<number>.webp`."""

    number: int
    width: int
    height: int


@dataclass
class Report:
    """What was found out about a file."""

    code: str = ""
    media_type: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    flags: set[str] = field(default_factory=set)
    previews: list[Drawn] = field(default_factory=list)

    def as_data(self) -> dict[str, object]:
        """As it is sent."""
        return asdict(self) | {"flags": sorted(self.flags)}


@dataclass
class Telling:
    """How the child reports on its way: what it found so far, and that from now on effort is the file's own doing."""

    send: Callable[[dict[str, object]], None]

    def drawing(self, report: Report) -> None:
        """The structure is sound; decoding and drawing begin. A death by our limits from here on is the file's size."""
        self.send({"drawing": report.as_data()})
