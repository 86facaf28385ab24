"""The guard as a form-field validator: a 422 with a sentence, and nothing kept."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from secret_guard.finding import LONGEST_TEXT, PRIVATE_KEY, RECOVERY_PHRASE, SecretFound, TextTooLong, refuse_secrets

SENTENCES = {
    RECOVERY_PHRASE: _(
        "This looks like a wallet’s recovery phrase. Remove it: we never need it, and we have not saved it. "
        "If anybody else has seen it, move your funds to a new wallet"
    ),
    PRIVATE_KEY: _(
        "This looks like a private key. Remove it: we never need it, and we have not saved it. "
        "If anybody else has seen it, move your funds to a new wallet"
    ),
}
CODES = {RECOVERY_PHRASE: "seed"}
SENTENCES_BY_CODE = {CODES.get(kind, "secret"): sentence for kind, sentence in SENTENCES.items()}
TOO_LONG = _("Shorten your text to %(limit_value)d characters; it has %(show_value)d")


def no_secrets(value: str) -> None:
    """Raise ValidationError (code `seed` or `secret`) when a text holds a secret, `long` when it is too long to tell."""
    try:
        refuse_secrets(text=value)
    except SecretFound as found:
        raise ValidationError(SENTENCES[found.kind], code=CODES.get(found.kind, "secret")) from None
    except TextTooLong:
        sizes = {"limit_value": LONGEST_TEXT, "show_value": len(value)}
        raise ValidationError(TOO_LONG, code="long", params=sizes) from None
