"""One transaction or one crypto address, pasted with or without the page it was found on."""

import re
from typing import Any

from django import forms

from forms_catalog.definition import Words
from forms_catalog.fields.wording import AtMost, sentences
from operations.typed import in_plain_signs
from secret_guard.fields import GuardedText
from secret_guard.validators import no_secrets

LONGEST = 1_600
"""A Lightning invoice is longer than any address."""
_PAGE = re.compile(r"https?://[^\s?#]*/([^\s/?#]+)/?(?:[?#]\S*)?", re.IGNORECASE)


class OnChain(GuardedText):
    """One text of a blockchain, in one piece. What it should look like hangs on the network, so the page says it."""

    def to_python(self, value: Any) -> str:
        """The text without spaces; of an explorer's address only its last part."""
        text = super().to_python(value)
        if len(text) > LONGEST:
            return text
        # Before its spaces are gone: they are what tells a recovery phrase from a hash.
        no_secrets(text)
        plain = "".join(in_plain_signs(text).split())
        page = _PAGE.fullmatch(plain)
        return page[1] if page else plain


class TransactionID(OnChain):
    """The ID, or hash, of a transaction (V-TX)."""


class CryptoAddress(OnChain):
    """A crypto address (V-ADDRESS)."""


def _made(kind: type[OnChain], label: Words, hint: Words, required: Words) -> Any:
    return kind(
        label=label,
        help_text=hint,
        required=bool(required),
        error_messages=sentences(required),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        validators=(AtMost(LONGEST),),
    )


def transaction_id(label: Words, *, hint: Words = "", required: Words = "") -> TransactionID:
    """One transaction ID; optional unless `required` says what to do. `odd_transaction` of the page says what looks odd."""
    return _made(TransactionID, label, hint, required)  # type: ignore[no-any-return]


def crypto_address(label: Words, *, hint: Words = "", required: Words = "") -> CryptoAddress:
    """One crypto address; optional unless `required` says what to do."""
    return _made(CryptoAddress, label, hint, required)  # type: ignore[no-any-return]
