"""Lists with one thing per line: transactions, crypto addresses, and what somebody was cheated with."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_catalog.chains import looks_like_a_transaction, looks_like_an_address
from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.wording import AtMost, sentences
from operations.typed import in_plain_signs, one_line
from secret_guard.fields import GuardedText
from secret_guard.validators import no_secrets

MOST_LINES = 10
LONGEST_LIST = 4_000


class Lines(GuardedText):
    """Up to ten things, one per line; the answer is a text of the same shape."""

    widget = forms.Textarea

    def tidied(self, line: str) -> str:
        """One line as it is kept."""
        return one_line(line)

    def to_python(self, value: Any) -> str:
        """The lines that hold something, each tidied, none twice."""
        text = super().to_python(value)
        if len(text) > LONGEST_LIST:
            return text
        # Before its spaces are gone: they are what tells a recovery phrase from a hash.
        no_secrets(text)
        lines = (self.tidied(each) for each in re.split(r"[\n\r\u2028\u2029]+", text))
        return "\n".join(dict.fromkeys(each for each in lines if each))

    def validate(self, value: Any) -> None:
        """Not more lines than an agent can look at."""
        super().validate(value)
        found = len(value.splitlines())
        if found > MOST_LINES:
            raise refusal("lines", limit=MOST_LINES, found=found)


class Transactions(Lines):
    """Transaction hashes; a strange shape is a doubt, not an error (V-TX)."""

    def tidied(self, line: str) -> str:
        """A hash in one piece."""
        return "".join(in_plain_signs(line).split())

    def doubts(self, value: str) -> Sequence[str]:
        """Which lines look like no transaction of any network we know."""
        return [
            _("“%(text)s” does not look like a transaction ID. Check it, or leave it as it is.") % {"text": _cut(each)}
            for each in value.splitlines()
            if not looks_like_a_transaction(text=each)
        ]


class Addresses(Lines):
    """Crypto addresses; a strange shape or a wrong checksum is a doubt, not an error (V-ADDRESS)."""

    def tidied(self, line: str) -> str:
        """An address in one piece."""
        return "".join(in_plain_signs(line).split())

    def doubts(self, value: str) -> Sequence[str]:
        """Which lines look like no address, or like a mistyped one."""
        return [
            _("“%(text)s” does not look like a crypto address. Check it, or leave it as it is.") % {"text": _cut(each)}
            for each in value.splitlines()
            if not looks_like_an_address(text=each)
        ]


def _cut(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:12]}…{text[-8:]}"


class Identifiers(Lines):
    """Links, addresses, numbers and names that somebody was approached with; kept defanged, so that no click follows them."""

    def tidied(self, line: str) -> str:
        """The line with nothing left to click on."""
        return defanged(one_line(line))


_SCHEME = re.compile(r"\b(h)(?:tt|xx)(ps?)(?=(?:\[)?:)", re.IGNORECASE)
_DOT = re.compile(r"(?<=[^\s.\[])\.(?=[^\s.\]])")
_AT = re.compile(r"(?<!\[)@(?!\])")


def defanged(text: str) -> str:
    """A link or address that programs no longer take for one: hxxps://example[.]com, name[@]example[.]com.

    Doing it twice changes nothing.
    """
    return _AT.sub("[@]", _DOT.sub("[.]", _SCHEME.sub(r"\1xx\2", text)))


def _lines(kind: type[Lines], label: Words, hint: Words, required: Words) -> Any:
    return kind(
        label=label,
        help_text=hint or _("One per line, at most 10."),
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        validators=(AtMost(LONGEST_LIST),),
    )


def lines(label: Words, *, hint: Words = "", required: Words = "") -> Lines:
    """Things of any kind, one per line; optional unless `required` says what to do."""
    return _lines(Lines, label, hint, required)  # type: ignore[no-any-return]


def transactions(label: Words, *, hint: Words = "", required: Words = "") -> Transactions:
    """Transaction IDs, one per line; optional unless `required` says what to do."""
    return _lines(Transactions, label, hint, required)  # type: ignore[no-any-return]


def addresses(label: Words, *, hint: Words = "", required: Words = "") -> Addresses:
    """Crypto addresses, one per line; optional unless `required` says what to do."""
    return _lines(Addresses, label, hint, required)  # type: ignore[no-any-return]


def identifiers(label: Words, *, hint: Words = "", required: Words = "") -> Identifiers:
    """Links, email addresses, numbers, profile names, one per line, kept defanged; optional unless `required`."""
    return _lines(Identifiers, label, hint, required)  # type: ignore[no-any-return]
