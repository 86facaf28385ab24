"""Puts the sentences of a field together, and its limits of length with the codes of ours."""

from typing import Any

from django.core.validators import MaxLengthValidator, MinLengthValidator

from forms_catalog.definition import Words
from forms_catalog.errors import SENTENCES


class AtLeast(MinLengthValidator):
    """Refuses a text that is too short (E-SHORT)."""

    code = "short"

    def __init__(self, limit: int, sentence: Words = "") -> None:
        super().__init__(limit, message=sentence or SENTENCES["short"])


class AtMost(MaxLengthValidator):
    """Refuses a text that is too long (E-LONG)."""

    code = "long"

    def __init__(self, limit: int, sentence: Words = "") -> None:
        super().__init__(limit, message=sentence or SENTENCES["long"])


def sentences(required: Words, **others: Words) -> dict[str, Any]:
    """The error messages of a field by code."""
    return {"required": required or SENTENCES["required"], **others}
