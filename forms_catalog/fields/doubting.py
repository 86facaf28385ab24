"""A field that may find an answer odd and still take it."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from forms_catalog.definition import Words


@runtime_checkable
class Doubting(Protocol):
    """Says what looks mistyped: read on the next page and on the review, and blocking nothing."""

    def doubts(self, value: str) -> Sequence[Words]:
        """Sentences about an answer, as a draft keeps it; none when it looks right."""
