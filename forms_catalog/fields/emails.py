"""Email addresses (V-EMAIL)."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import Address
from forms_catalog.definition import Words
from forms_catalog.fields.wording import sentences
from outbox.addresses import PUBLIC_PROVIDERS


def email(
    label: Words, *, hint: Words = "", required: Words = "", autocomplete: str = "email", optional: bool = False
) -> forms.Field:
    """An email address; the part before the @ is kept exactly as typed, the domain lower-cased (V-EMAIL).

    `autocomplete` is “off” for somebody else's.
    """
    return Email(
        label=label,
        help_text=hint,
        required=not optional,
        error_messages=sentences(required or _("Enter your email address")),
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "inputmode": "email", "spellcheck": "false"}),
    )


class Email(Address):
    """An address that is typed on a form: a slip in a common domain is a doubt."""

    def doubts(self, value: str) -> Sequence[str]:
        """Whether the domain is one letter off a common one: a letter to it would never come."""
        local, _at, domain = value.rpartition("@")
        meant = near_domain(domain)
        if not meant:
            return ()
        return [
            _("You wrote %(typed)s. If you mean %(meant)s, change it.") % {"typed": value, "meant": f"{local}@{meant}"}
        ]


def near_domain(domain: str) -> str:
    """The common mail domain that this one looks like a slip of; empty when it is common itself or like none.

    One letter missing, added, swapped with its neighbour or mistyped; names as short as gmx.de are left alone.
    """
    if domain in PUBLIC_PROVIDERS:
        return ""
    near = (each for each in PUBLIC_PROVIDERS if len(each) > 7 and _one_slip_apart(domain, each))
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
