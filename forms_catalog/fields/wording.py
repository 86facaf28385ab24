"""Puts the sentences of a field together."""

from typing import Any

from forms_catalog.definition import Words


def sentences(required: Words, **others: Words) -> dict[str, Any]:
    """The error messages of a field by code; without `required` it keeps Django’s own, which is then never said."""
    return {"required": required, **others} if required else dict(others)
