"""Walks through everything a batch at a time, and calls a breach only what is one at a second look."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from attachments.ledger.breaches import Breach

Key = TypeVar("Key")

BATCH = 500
SECOND_LOOK_SECONDS = 0.25
"""What is written in two places, disk and database, is for a moment written in one only."""


def keys_of(rows: "QuerySet[Any, Any]") -> Iterator[list[UUID]]:
    """The primary keys of rows, in batches by ascending key; never more than one batch in memory."""
    ordered = rows.order_by("pk").values_list("pk", flat=True)
    batch = list(ordered[:BATCH])
    while batch:
        yield batch
        batch = list(ordered.filter(pk__gt=batch[-1])[:BATCH])


def confirmed(*, batches: Iterable[list[Key]], look: Callable[[list[Key]], list[Breach]]) -> Iterator[Breach]:
    """The breaches that `look` finds in each batch twice in a row: life goes on between two reads."""
    for batch in batches:
        found = look(batch)
        if found:
            time.sleep(SECOND_LOOK_SECONDS)
            still = set(look(batch))
            yield from (each for each in found if each in still)
