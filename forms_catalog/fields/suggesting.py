"""A box to type in that suggests; what is typed counts, so it works as well where nothing is suggested."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Suggestions = Callable[[str], Iterable[str]]
"""The texts to suggest in a language."""


class Suggesting(forms.TextInput):
    """A text box with a list of suggestions, which a browser narrows while somebody types.

    The list is rendered once per language: 250 options cost a page nothing but their bytes.
    """

    def __init__(self, suggestions: Suggestions, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocapitalize": "words", "spellcheck": "false", **(attrs or {})})
        self.suggestions = suggestions

    def suggested(self, list_id: str) -> SafeString:
        """The list itself."""
        return format_html(
            '<datalist id="{}">{}</datalist>', list_id, _options(self.suggestions, get_language() or "en")
        )

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The box and its list."""
        list_id = f"{name}_suggestions"
        box = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        return format_html("{}{}", box, self.suggested(list_id))


@cache
def _options(suggestions: Suggestions, language: str) -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((each,) for each in suggestions(language)))
