"""An agent calls back, at a time that was agreed, on a number that is really the customer's (domain E1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Ending,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Words,
)
from forms_catalog.fields import choice, choices, line_of, phone, phone_flag
from forms_catalog.shared_notices import NOT_AGAIN
from forms_catalog.shared_steps import account_email, one_of, own_request
from forms_catalog.slot_steps import one_choice, their_zone
from tickets.models import Ticket
from tickets.states import LIVE, Priority

SLUG = "phone-callback"
PHONE_CHANGE = "phone-change"
MONTH = timedelta(days=30)
HACKED = Is("topic", "hacked")
UNUSUAL_NUMBERS: Mapping[str, Words] = {
    "toll_free": _("The number is toll-free: ask a supervisor before you call it."),
    "shared_cost": _("The number shares its cost with the caller: ask a supervisor before you call it."),
    "satellite": _("The number belongs to a satellite phone: ask a supervisor before you call it."),
    "voip": _("The number is reached over the internet: it says nothing about where the person is."),
    "pager": _("The number is a pager: nobody can talk there."),
}


def not_too_many(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """One call-back that is still open, and a few in a month, for each person (C6)."""
    if asking.owner is None:
        return {}
    since = asking.now - MONTH
    asked = Ticket.objects.filter(account=asking.owner, request_type=SLUG).order_by("created_at")
    counted = asked.filter(Q(survivor__state__in=LIVE) | Q(created_at__gt=since))
    found = list(counted.values_list("reference", "survivor__state", "created_at"))
    still_open = next((reference for reference, state, _at in found if state in LIVE), None)
    if still_open:
        sentence = _("Follow your call-back %(reference)s first: it is still open, and there can be one at a time")
        return {"topic": ValidationError(sentence, code="rate", params={"reference": still_open})}
    if sum(at > since for _reference, _state, at in found) >= settings.CALLBACKS_A_MONTH:
        sentence = _("Write to us in place of a call: you have had %(number)d call-backs within 30 days")
        return {"topic": ValidationError(sentence, code="rate", params={"number": settings.CALLBACKS_A_MONTH})}
    return {}


def not_a_new_number(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """A number that was only just asked to be the account's is nobody's proof: whoever swapped a SIM has it (C7)."""
    if asking.owner and line_of(kept=cleaned["phone"]) in new_numbers(owner=asking.owner, now=asking.now):
        return {
            "phone": _(
                "Give your earlier number: a change to this one was asked for less than 30 days ago. "
                "If the earlier one is gone, ask for a video call"
            )
        }
    return {}


def new_numbers(*, owner: Person, now: datetime) -> set[str]:
    """The numbers that this person asked to have as the account's within the last 30 days, without extensions."""
    changes = Ticket.objects.filter(account=owner, request_type=PHONE_CHANGE, created_at__gt=now - MONTH)
    return {line_of(kept=str(each.answers.get("new_number", ""))) for each in changes} - {""}


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """What is odd about the number."""
    number = str(answers.get("phone", ""))
    flag = phone_flag(kept=number) if number else ""
    return (UNUSUAL_NUMBERS[flag],) if flag else ()


request = RequestType(
    slug=SLUG,
    group=Group.CALLS,
    title=_("Phone call-back"),
    summary=_("An agent calls you, when writing is not enough."),
    keywords="call me back, callback, call back, phone call, call me, talk to somebody, speak to a human, speak to "
    "someone, ring me, telephone support, agent call, rappelez-moi, rappel téléphonique, être rappelé, me "
    "rappeler, appelez-moi, demander un rappel, parler à un agent, appel téléphonique, parler au téléphone, talk "
    "on the phone",
    access=Access.SIGNED_IN,
    invitable=True,
    queue="scheduling",
    base_priority=Priority.HIGH,
    urgency=lambda answers: Priority.URGENT if HACKED(answers) else Priority.HIGH,
    tags=("call:phone",),
    minutes=3,
    intro=(
        _("Calls are for pressing cases: an account in other hands, blocked funds, a fault in trading."),
        _("We call you, never today and only while somebody answers. Your operator may bill roaming."),
        _("A call that you did not ask for is a scam, whoever it claims to be. Hang up."),
    ),
    needs=(_("A number on which you can be reached"), _("The reference of your request, if you have one")),
    reply=_("An agent confirms the time, usually within one working day."),
    next_steps=(
        _("An agent confirms the time. You read it on the status page, and in an email."),
        _("Then the status page shows a call code. Whoever calls you reads it out first."),
        _("No code, or a wrong one? Hang up: it is not us."),
        NOT_AGAIN,
    ),
    at_once=SelfHelp(
        title=_("How to know that the call is ours"),
        intro=_("We call only at the time that was agreed."),
        steps=(
            SelfHelpStep(
                _("Wait for the call code"),
                _(
                    "Whoever calls you reads out the words on your status page, before you say anything about the account."
                ),
            ),
            SelfHelpStep(
                _("Say no code and no password"), _("We check who you are, and ask for nothing that opens the account.")
            ),
        ),
    ),
    steps=(
        Step(
            slug="topic",
            title=_("What is so pressing?"),
            fields=lambda: {
                "topic": choice(
                    _("What is so pressing?"),
                    {
                        "hacked": _("Somebody else is in my account"),
                        "funds_blocked": _("My funds are blocked"),
                        "trading_fault": _("A fault stops me from trading"),
                        "other": _("Something else"),
                    },
                    required=_("Select what is so pressing"),
                )
            },
            check=not_too_many,
        ),
        own_request(
            title=_("Is the call about a request that you sent?"),
            name="related_ticket",
            hint=_("The reference begins with KS. With it, the agent knows your case before the call."),
            skip=_("No, about something else"),
            unless_parent=True,
        ),
        account_email,
        Step(
            slug="phone",
            title=_("Which number shall we call?"),
            fields=lambda: {
                "phone": phone(
                    _("Which number shall we call?"),
                    hint=_("With its country, like +33 1 99 00 12 34."),
                    required=_("Enter the number that we shall call"),
                )
            },
            check=not_a_new_number,
        ),
        one_of(
            slug="language",
            name="language",
            title=_("In which language shall we speak?"),
            options={"en": _("In English"), "fr": _("In French")},
            required=_("Select the language of the call"),
        ),
        Step(
            slug="at-hand",
            title=_("What will you have at hand?"),
            hint=_("It shortens the call. Have it before you, and read it out only when the agent asks."),
            fields=lambda: {
                "at_hand": choices(
                    _("What will you have at hand?"),
                    {
                        "account_id": _("My public account ID"),
                        "transactions": _("References of the transactions concerned"),
                    },
                )
            },
        ),
        their_zone,
        one_choice,
    ),
    endings=(
        Ending(
            slug="end-report-first",
            when=HACKED,
            title=_("Report it now, do not wait for a call"),
            paragraphs=(
                _("A call is tomorrow at the earliest. A report reaches our security agents at once, day and night."),
            ),
            offer=HandOver(
                to="suspicious-activity", notice=_("Report it here: agents look at it first. Your answers came along.")
            ),
            anyway=_("I have reported it: ask for the call"),
        ),
        Ending(
            slug="end-write-first",
            when=Is("topic", "other"),
            title=_("Writing is faster"),
            paragraphs=(_("An agent can answer in writing before a call could take place."),),
            offer=HandOver(
                to="general", leave=("topic",), notice=_("Ask your question here. Your answers came along.")
            ),
            anyway=_("I need the call all the same"),
        ),
    ),
    facts=facts,
    agent_checks=(
        _("Call only the number of this request, only at the agreed time."),
        _("Read the call code out first, then check who it is. A phone number proves nobody."),
        _("Never ask for a password, a code, a recovery phrase or a master key."),
        Caution(when=HACKED, text=_("An account in other hands: work on the report now, do not wait for the call.")),
    ),
)
