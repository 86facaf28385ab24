"""The phone number of an account changes; a number is a way to reach somebody and never a proof (domain B3)."""

from collections.abc import Mapping

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberType

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Ending,
    FilePolicy,
    Gate,
    Group,
    HandOver,
    Is,
    Not,
    RequestType,
    Step,
    Tile,
    Words,
)
from forms_catalog.errors import refusal
from forms_catalog.fields import last_digits, line_of, phone
from forms_catalog.shared_endings import lock_first
from forms_catalog.shared_notices import NOT_AGAIN, READ_BY_AN_AGENT, TOLD_BEFORE, TWO_AGENTS
from forms_catalog.shared_steps import a_line, account_email, anything_else, one_of, settings_lock
from tickets.changes import Change
from tickets.states import Priority

TAKEN = Is("reason", "taken")
STOLEN = Is("reason", "stolen_phone")
OLD_IS_GONE = Is("reason", "lost_phone", "closed")


def is_mobile(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """Only a mobile phone takes the code by which the new number is confirmed after approval."""
    number = phonenumbers.parse(cleaned["new_number"])
    if phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE:
        return {"new_number": refusal("phone_mobile")}
    return {}


def may_be_the_same(asking: Asking) -> Ending | None:
    """Of the old number only the last digits are known: where they agree, it is most likely the same one."""
    new, digits = str(asking.answers.get("new_number") or ""), str(asking.answers.get("old_number_last4") or "")
    if not digits or not line_of(kept=new).endswith(digits):
        return None
    return Ending(
        slug="end-same-number",
        title=_("The new number ends like the old one"),
        paragraphs=(_("If it is the same number, there is nothing to change. Nothing was sent."),),
        anyway=_("It is another number: go on"),
    )


def urgency(answers: Answers) -> Priority:
    """High when codes can no longer reach the person."""
    return Priority.HIGH if OLD_IS_GONE(answers) else Priority.NORMAL


request = RequestType(
    slug="phone-change",
    group=Group.IDENTITY,
    title=_("Change of phone number"),
    tiles=(Tile.DETAILS,),
    summary=_("You have a new number, or the old one no longer reaches you."),
    keywords="change my phone number, change of phone number, new phone number, new number, update my phone number, my number "
    "changed, I changed my number, new mobile number, changed operator new number, old number no longer works, number cut off, "
    "wrong phone number on my account, number was never mine, remove my phone number, moved country new number, changement de "
    "numéro de téléphone, changer de numéro, changer mon numéro, nouveau numéro de téléphone, nouveau numéro, j’ai changé de "
    "numéro, modifier mon numéro de téléphone, mettre à jour mon numéro, ancien numéro ne marche plus, numéro résilié, mauvais "
    "numéro sur mon compte, ce numéro n’est pas le mien",
    access=Access.SIGNED_IN,
    queue="verification",
    base_priority=Priority.NORMAL,
    urgency=urgency,
    four_eyes=Change.PHONE,
    tags=("kyc:phone",),
    minutes=4,
    intro=(
        _(
            "For an old number that no longer reaches you. If it still works, change it yourself in the exchange’s settings."
        ),
        _("If somebody took your number from you, tell us at once under “Report unusual activity”."),
    ),
    needs=(_("The new number, of a mobile phone"), _("The last four digits of the old number, if you know them")),
    reply=TOLD_BEFORE,
    next_steps=(
        READ_BY_AN_AGENT,
        TWO_AGENTS,
        _("The exchange then sends a code to the new number. Type it on the exchange’s own page only, never here."),
        NOT_AGAIN,
    ),
    steps=(
        one_of(
            slug="reason",
            name="reason",
            title=_("Why does your number change?"),
            options={
                "new_number": _("I have a new number"),
                "new_country": _("I moved to another country"),
                "lost_phone": _("My phone is lost"),
                "stolen_phone": _("My phone was stolen"),
                "taken": _("Somebody took my number from me"),
                "closed": _("My operator closed the number"),
                "never_mine": _("The number on the account was never mine"),
                "other": _("Another reason"),
            },
            required=_("Select why your number changes"),
        ),
        a_line(
            slug="other-reason",
            name="other_reason",
            title=_("What is the reason?"),
            required=_("Write the reason in a few words"),
            when=Is("reason", "other"),
        ),
        settings_lock,
        one_of(
            slug="old-number",
            name="old_still_works",
            title=_("Does the old number still reach you?"),
            when=Not(Is("reason", "lost_phone", "closed", "never_mine")),
            options={"yes": _("Yes"), "no": _("No")},
            required=_("Select whether the old number still reaches you"),
        ),
        Step(
            slug="old-digits",
            title=_("What are the last four digits of the old number?"),
            hint=_("Only these four: we never need the whole old number."),
            skip=_("I don’t remember"),
            fields=lambda: {"old_number_last4": last_digits(_("Last four digits of the old number"))},
        ),
        Step(
            slug="new-number",
            title=_("What is the new number?"),
            hint=_("A mobile number that only you use."),
            check=is_mobile,
            fields=lambda: {"new_number": phone(_("New number"), required=_("Enter the new number"))},
        ),
        account_email,
        anything_else,
    ),
    exits=(
        HandOver(
            when=TAKEN,
            to="suspicious-activity",
            gives={"what_happened": "sim_swap"},
            notice=_("A number that somebody took is an emergency: these questions protect your account sooner."),
        ),
        HandOver(
            when=STOLEN,
            to="lost-device",
            gives={"device_state": "stolen", "device_type": "phone"},
            notice=_("A stolen phone comes first: these questions protect your account sooner."),
        ),
    ),
    cautions=(
        Caution(
            when=Is("reason", "lost_phone"),
            text=_(
                "A lost phone may be in other hands. Ask your operator to block the SIM card, and report it here as well."
            ),
        ),
    ),
    endings=(
        lock_first,
        Ending(
            slug="end-settings",
            when=Is("old_still_works", "yes"),
            title=_("You can change the number yourself, now"),
            paragraphs=(_("As long as the old number reaches you, you need nobody for it. Nothing was sent."),),
            steps=(
                _("Open the exchange from your own bookmark, and sign in."),
                _("Open your profile, then the phone number, and enter the new one."),
                _("Confirm with the code that the exchange sends. Type it there only."),
            ),
            anyway=_("The settings refuse it: go on"),
        ),
    ),
    gates=(Gate(slug="end-same-number", judge=may_be_the_same),),
    files=FilePolicy(
        title=_("Add a paper, if you have one"),
        hint=_("For example the operator’s letter about the closed or the new number. You can also go on without."),
        roles={"screenshot": _("Screenshot"), "other": _("Something else")},
    ),
    agent_checks=(
        _("The new number proves nothing: never call or text it to check who somebody is."),
        _("Tell the old number and the account’s address before anything changes."),
        _("Look for signs of a SIM swap: a new number soon after new sign-ins, resets or withdrawal addresses."),
        _("The new number is confirmed by a code of the exchange after approval, not before."),
    ),
)
