"""The guard as a form-field validator: a 422 with a sentence, and nothing kept."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from secret_guard.finding import LONGEST_TEXT, SecretFound, TextTooLong, refuse_secrets

SENTENCES = {
    "recovery_phrase": _(
        "This looks like a wallet’s recovery phrase. Remove it: we never need it, and we have not saved it. "
        "If anybody else has seen it, move your funds to a new wallet and report unusual activity."
    ),
    "private_key": _(
        "This looks like a private key. Remove it: we never need it, and we have not saved it. "
        "If anybody else has seen it, move your funds to a new wallet and report unusual activity."
    ),
    "api_secret": _(
        "This looks like a secret key of an app or a program. Remove it: we never need it, and we have not saved it. "
        "If anybody else has seen it, delete that key and make a new one."
    ),
    "card_number": _(
        "This looks like a card number. Remove it, or keep its last four digits only. We have not saved it."
    ),
    "password": _(
        "This looks like a password or a code. Remove it: we never need it, and we have not saved it. "
        "If anybody else has seen it, change it."
    ),
    "tax_number": _(
        "This looks like a tax number. Remove it: we have not saved it. If one is needed, an agent tells you how to send it."
    ),
}
"""What is said of each kind of secret: what it looks like, that it was not saved, what to do."""
NAMES = {
    "recovery_phrase": _("a recovery phrase"),
    "private_key": _("a private key"),
    "api_secret": _("a secret key of an app or a program"),
    "password": _("a password or a code"),
    "card_number": _("a card number"),
    "tax_number": _("a tax number"),
}
"""What each kind is called in the middle of a sentence."""
CODES = {"recovery_phrase": "seed", "tax_number": "tin"}
"""The error codes of kinds; all the others are `secret`."""
SENTENCES_BY_CODE = {
    "seed": SENTENCES["recovery_phrase"],
    "secret": SENTENCES["password"],
    "tin": SENTENCES["tax_number"],
}
OPENS_A_WALLET = frozenset({"recovery_phrase", "private_key"})
"""Kinds with which anybody who has seen them can take somebody's funds at once."""
TOO_LONG = _("Shorten your text to %(limit_value)d characters; it has %(show_value)d")


def no_secrets(value: str) -> None:
    """Raise ValidationError (code `seed`, `secret` or `tin`) when a text holds a secret, `long` when it is too long to tell."""
    try:
        refuse_secrets(text=value)
    except SecretFound as found:
        code = CODES.get(found.kind, "secret")
        raise ValidationError(SENTENCES[found.kind], code=code, params={"kind": found.kind}) from None
    except TextTooLong:
        sizes = {"limit_value": LONGEST_TEXT, "show_value": len(value)}
        raise ValidationError(TOO_LONG, code="long", params=sizes) from None
