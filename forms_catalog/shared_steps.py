"""Pages that several request types ask in the same way (domain §4.4 F1, F2, F9)."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Condition, Is, Not, Step, Words
from forms_catalog.fields import choice, choices, details, email, past_day


def one_of(
    *,
    slug: str,
    name: str,
    title: Words,
    options: Mapping[str, Words],
    required: Words,
    hint: Words = "",
    when: Condition | None = None,
) -> Step:
    """A page that asks for one answer out of a few. In: labels by code; `required` is said when none was chosen."""
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        when=when,
        fields=lambda: {name: choice(title, options, required=required)},
    )


def any_of(
    *, slug: str, name: str, title: Words, options: Mapping[str, Words], hint: Words = "", when: Condition | None = None
) -> Step:
    """A page that asks for any number of answers, none included."""
    return Step(slug=slug, title=title, hint=hint, when=when, fields=lambda: {name: choices(title, options)})


YES_NO_UNSURE: Mapping[str, Words] = {"yes": _("Yes"), "no": _("No"), "unsure": _("I don’t know")}
"""A worried person may not know: then “I don’t know” is an answer."""

NO_MAIL = Not(Is("still_have_email", "yes"))
"""The person cannot read mail at the account's address: we need another one."""

account_email = Step(
    slug="account-email",
    title=_("What email address is on your account?"),
    fields=lambda: {
        "account_email": email(
            _("Email of your exchange account"),
            hint=_("If it has a “+” part, keep it: it is part of the address."),
            required=_("Enter the email address of your account"),
        )
    },
)

still_have_email = one_of(
    slug="email-access",
    name="still_have_email",
    title=_("Can you read mail sent to this address?"),
    options=YES_NO_UNSURE,
    required=_("Select whether you can read mail at this address"),
)


def _must_differ(cleaned: Answers, asking: Asking) -> Mapping[str, Words]:
    cannot_read = asking.answers.get("still_have_email") == "no"
    if cannot_read and cleaned["contact_email"].lower() == str(asking.answers.get("account_email", "")).lower():
        return {"contact_email": _("Give a different address: you told us you cannot read the account’s")}
    return {}


def other_email(when: Condition = NO_MAIL) -> Step:
    """Asks for an address we can write to; not the account's, when that cannot be read (E-SAME-EMAIL)."""
    return Step(
        slug="contact-email",
        title=_("Where can we write to you?"),
        hint=_("An address that you can read now."),
        when=when,
        fields=lambda: {
            "contact_email": email(_("Contact email"), required=_("Enter an email address that you can read"))
        },
        check=_must_differ,
    )


FURTHEST_AHEAD = timedelta(hours=14)
"""Kiritimati's clocks: a day that has begun there is not the future for everybody."""


def _not_in_the_future(name: str) -> Callable[[Answers, Asking], Mapping[str, Words]]:
    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words]:
        if cleaned[name] and cleaned[name] > (asking.now + FURTHEST_AHEAD).date():
            return {name: _("Enter today or an earlier day")}
        return {}

    return check


def when_it_happened(*, slug: str, name: str, title: Words, hint: Words = "", required: Words = "") -> Step:
    """Asks for a day that has come, wherever on earth the person is."""
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        fields=lambda: {name: past_day(title, required=required)},
        check=_not_in_the_future(name),
        skip="" if required else _("I don’t remember"),
    )


def description(*, title: Words, hint: Words) -> Step:
    """Asks for the story in the person's own words."""
    return Step(
        slug="details",
        title=title,
        hint=hint,
        fields=lambda: {"description": details(title)},
    )
