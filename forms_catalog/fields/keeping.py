"""Turns cleaned answers into what a draft keeps: codes, numbers and texts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def as_stored(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned answers as a draft keeps them: codes and texts."""
    return {name: _kept(value) for name, value in cleaned.items()}


def _kept(value: Any) -> Any:
    """A cleaned value as a draft keeps it: days and moments as ISO texts, amounts exact, as texts too."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else value
