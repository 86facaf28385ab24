"""Pages that several request types ask in the same way (domain §4.4 F1, F2, F9)."""

from collections.abc import Callable, Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Answers, Asking, Condition, Is, Not, Step, Words
from forms_catalog.errors import refusal
from forms_catalog.fields import Choice, choice, choices, consent, details, email, has_come, past_day, short_text


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
    *,
    slug: str,
    name: str,
    title: Words,
    options: Mapping[str, Words],
    hint: Words = "",
    required: Words = "",
    when: Condition | None = None,
) -> Step:
    """A page that asks for any number of answers; none is one too, unless `required` says what to do."""
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        when=when,
        fields=lambda: {name: choices(title, options, required=required)},
    )


def picked(
    *, slug: str, name: str, title: Words, options: Mapping[str, Words], required: Words, hint: Words = ""
) -> Step:
    """A page that asks for one answer out of many, in a list that folds; nothing is chosen beforehand."""
    offered = [("", _("Make a selection")), *options.items()]
    messages = {"required": required}
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        fields=lambda: {name: Choice(label=title, choices=offered, widget=forms.Select, error_messages=messages)},
    )


YES_NO_UNSURE: Mapping[str, Words] = {"yes": _("Yes"), "no": _("No"), "unsure": _("I don’t know")}
"""A worried person may not know: then “I don’t know” is an answer."""

NO_MAIL = Not(Is("still_have_email", "yes"))
"""The person cannot read mail at the account's address: we need another one."""

MAIL_LOST = Is("still_have_email", "no")
"""The person is sure of it: then the account's own address will not do."""

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


master_key_known = one_of(
    slug="master-key",
    name="master_key_set",
    title=_("Did you set a master key?"),
    hint=_(
        "You would have set it yourself, in the security settings. Never write the key itself, here or anywhere else."
    ),
    options={
        "yes": _("Yes, and I know it"),
        "forgotten": _("Yes, but I have forgotten it"),
        "no": _("No"),
        "unsure": _("I don’t know"),
    },
    required=_("Select whether you set a master key"),
)
"""Of the key itself nothing is asked, here or anywhere."""

settings_lock = one_of(
    slug="settings-lock",
    name="gsl_on",
    title=_("Is the global settings lock on?"),
    hint=_("If you never switched it on, it is off."),
    options=YES_NO_UNSURE,
    required=_("Select whether the global settings lock is on"),
)


def _cannot_be_read(unreadable: Condition | None) -> Callable[[Answers, Asking], Mapping[str, Words | ValidationError]]:
    def check(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
        cannot_read = unreadable is None or unreadable(asking.answers)
        if cannot_read and cleaned["contact_email"] == asking.answers.get("account_email"):
            return {"contact_email": refusal("same_email")}
        return {}

    return check


def _only_capitals_differ(given: Answers, asking: Asking) -> Sequence[Words]:
    one, other = given["contact_email"], asking.answers.get("account_email", "")
    if one != other and one.lower() == other.lower():
        return [
            _(
                "Your two addresses differ only in capital letters. Mail providers usually take them for the same: "
                "if you cannot read one, change it."
            )
        ]
    return []


def other_email(when: Condition | None = NO_MAIL, *, unreadable: Condition | None = MAIL_LOST) -> Step:
    """Asks for an address we can write to; not the account's, when that is `unreadable` (E-SAME-EMAIL; None: always)."""
    return Step(
        slug="contact-email",
        title=_("Where can we write to you?"),
        hint=_("An address that you can read now."),
        when=when,
        fields=lambda: {
            "contact_email": email(_("Contact email"), required=_("Enter an email address that you can read"))
        },
        check=_cannot_be_read(unreadable),
        warn=_only_capitals_differ,
    )


def when_it_happened(
    *, slug: str, name: str, title: Words, hint: Words = "", required: Words = "", when: Condition | None = None
) -> Step:
    """Asks for a day that has come, wherever on earth the person is."""
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        when=when,
        fields=lambda: {name: past_day(title, required=required)},
        check=has_come(name),
        skip="" if required else _("I don’t remember"),
    )


def a_line(
    *,
    slug: str,
    name: str,
    title: Words,
    hint: Words = "",
    skip: Words = "",
    required: Words = "",
    when: Condition | None = None,
) -> Step:
    """Asks for a few words; without `required` there is a button that leaves it out."""
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        when=when,
        skip=skip,
        fields=lambda: {name: short_text(title, required=required)},
    )


travel_or_loan = Step(
    slug="unusual-place",
    title=_("Did you use the account in an unusual way lately?"),
    hint=_("For example on a trip, or on a friend’s computer. It tells us which traces are yours."),
    skip=_("Nothing unusual"),
    fields=lambda: {"expected_activity": details(_("What was unusual"), minimum=0, maximum=2_000, required=False)},
)

last_word = Step(
    slug="note",
    title=_("Is there anything else we should know?"),
    hint=_("Never write a code or a password."),
    skip=_("Nothing to add"),
    fields=lambda: {"note": details(_("Your note"), minimum=0, maximum=2_000, required=False)},
)

note_on_files = Step(
    slug="note",
    title=_("Is there anything we should know about these files?"),
    skip=_("Nothing to add"),
    fields=lambda: {"note": details(_("Your note"), minimum=0, maximum=2_000, required=False)},
)


def agreement(*, title: Words, hint: Words, label: Words) -> Step:
    """Asks whether we may look at documents or identity data (domain §4.4 F12). In: `label` is what is agreed to."""
    return Step(slug="consent", title=title, hint=hint, fields=lambda: {"consent": consent(label)})


documents_agreed = agreement(
    title=_("May we look at these documents?"),
    hint=_("Only people who work on your request see them."),
    label=_("Yes, you may use them to handle my request"),
)


def description(*, title: Words, hint: Words) -> Step:
    """Asks for the story in the person's own words."""
    return Step(
        slug="details",
        title=title,
        hint=hint,
        fields=lambda: {"description": details(title)},
    )


tell_us = description(
    title=_("Tell us what happened"),
    hint=_("What you tried, and what you saw. Never write a code or a password."),
)
