"""Email addresses (V-EMAIL)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.errors import SENTENCES
from forms_catalog.fields.wording import AtMost, sentences
from forms_catalog.typed import has_control_signs, one_line
from secret_guard.fields import GuardedText
from secret_guard.validators import no_secrets

LONGEST_ADDRESS = 254


def email(label: Words, *, hint: Words = "", required: Words = "", autocomplete: str = "email") -> forms.Field:
    """An email address; the part before the @ is kept exactly as typed, the domain lower-cased (V-EMAIL).

    `autocomplete` is “off” for somebody else's.
    """
    return Email(
        label=label,
        help_text=hint,
        error_messages=sentences(required or _("Enter your email address")),
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "inputmode": "email", "spellcheck": "false"}),
    )


class Email(GuardedText):
    """Takes “mailto:” and stray spaces; keeps a +tag, which makes a different account (domain §4.5).

    A domain in other letters than ASCII is kept in punycode: what looks like another domain is then seen to be another.
    """

    widget = forms.EmailInput
    default_validators = [
        EmailValidator(message=SENTENCES["email"], code="email"),
        AtMost(LONGEST_ADDRESS, _("Enter a shorter email address")),
    ]

    def to_python(self, value: Any) -> str:
        """The address without decoration, its domain in lower case; with a line break in it, it is left for its refusal."""
        text = super().to_python(value).strip()
        if len(text) > LONGEST_ADDRESS or has_control_signs(text):
            return text
        # Before its spaces are gone: they are what tells a recovery phrase from a word.
        no_secrets(text)
        text = one_line(text.replace("\uff20", "@")).replace(" ", "").removeprefix("mailto:").strip("<>")
        local, at, domain = text.rpartition("@")
        return f"{local}{at}{_in_ascii(domain.lower())}"

    def doubts(self, value: str) -> Sequence[str]:
        """Whether the domain is one letter off a common one: a letter to it would never come."""
        local, _at, domain = value.rpartition("@")
        meant = near_domain(domain)
        if not meant:
            return ()
        return [
            _("You wrote %(typed)s. If you mean %(meant)s, change it.") % {"typed": value, "meant": f"{local}@{meant}"}
        ]


_COMMON = """
gmail.com googlemail.com hotmail.com hotmail.fr hotmail.co.uk outlook.com outlook.fr live.com live.fr yahoo.com yahoo.fr
yahoo.co.uk ymail.com icloud.com aol.com msn.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr gmx.com
gmx.fr gmx.de web.de proton.me protonmail.com bluewin.ch skynet.be videotron.ca
"""
COMMON_DOMAINS = tuple(_COMMON.split())


def near_domain(domain: str) -> str:
    """The common mail domain that this one looks like a slip of; empty when it is common itself or like none.

    One letter missing, added, swapped with its neighbour or mistyped; names as short as gmx.de are left alone.
    """
    if domain in COMMON_DOMAINS:
        return ""
    near = (each for each in COMMON_DOMAINS if len(each) > 7 and _one_slip_apart(domain, each))
    return next(near, "")


def _one_slip_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, rest_other = one[start:], other[start:]
    return (
        rest[1:] == rest_other[1:]
        or rest[1:] == rest_other
        or rest == rest_other[1:]
        or (rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:])
    )


def _in_ascii(domain: str) -> str:
    try:
        return domain if domain.isascii() else punycode(domain)
    except UnicodeError:
        return domain
