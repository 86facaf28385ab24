"""A person's own words: the story, or one line."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import AtLeast, AtMost, sentences
from secret_guard.fields import GuardedText

MOST_LINKS = 10
"""Links in one text. Whoever sends a form is not proven yet, and a text full of links is an advertisement."""
LONG_TEXT = 50
"""From this length on a text that is too short is told by how much."""
COUNTED = _("Write at least %(limit_value)d characters; it has %(show_value)d")
_LINK = re.compile(r"\bh(?:tt|xx)ps?://|\bwww\.", re.IGNORECASE)


def few_links(value: str) -> None:
    """Refuse a text with more links than anybody needs to tell what happened."""
    found = sum(1 for _each in _LINK.finditer(value))
    if found > MOST_LINKS:
        raise refusal("links", limit=MOST_LINKS, found=found)


def details(
    label: Words,
    *,
    hint: Words = "",
    minimum: int = 10,
    maximum: int = 10_000,
    required: bool = True,
    empty: Words = "",
) -> GuardedText:
    """Free text; more detail helps. In: `empty` is said where there is none."""
    return GuardedText(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea(attrs={"rows": 8, "data-limit": maximum}),
        error_messages=sentences(empty or _("Tell us what happened")),
        validators=(
            AtLeast(minimum, COUNTED if minimum >= LONG_TEXT else ""),
            AtMost(maximum),
            few_links,
        ),
    )


def short_text(
    label: Words, *, hint: Words = "", required: Words = "", maximum: int = 200, fills: str = ""
) -> GuardedText:
    """One line of text; optional unless `required` says what to do.

    `fills` lets a script suggest what the browser knows of itself: its `system` or `browser`.
    """
    return GuardedText(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": "off"} | ({"data-fills": fills} if fills else {})),
        validators=(AtMost(maximum, _("Shorten this to %(limit_value)d characters; it has %(show_value)d")),),
    )
