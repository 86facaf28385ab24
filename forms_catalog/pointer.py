"""The word for what customers ask and can do by themselves: a page of steps and ways on, not a request (domain B4, D7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.definition import Group, Tile, Words


@dataclass(frozen=True, kw_only=True)
class Way:
    """A request that helps whoever the steps did not: its slug, the button's words, and answers that are clear already."""

    to: str
    label: Words
    gives: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A page that says how something is done without us. It is found like a request: by search, list, group and tile."""

    slug: str
    group: Group
    title: Words
    summary: Words
    paragraphs: Sequence[Words]
    steps: Sequence[Words]
    ways: Sequence[Way]
    keywords: str = ""
    tiles: Sequence[Tile] = ()
