"""The account says that it is disabled, locked or limited (domain A5)."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Ending,
    Gate,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Tile,
)
from forms_catalog.fields import details
from forms_catalog.shared_notices import ACCOUNT_EMAIL, BROWSER, PROOF_NEXT, PROVED_FIRST, SCREENSHOT, USERNAME_REMINDER
from forms_catalog.shared_steps import (
    a_line,
    account_email,
    any_of,
    one_of,
    other_email,
    still_have_email,
    tell_us,
    when_it_happened,
)
from tickets.states import Priority

SHIELD = re.compile(
    r"rate.?limit|too many requests|access denied|accès (?:refusé|interdit)|trop de (?:requêtes|demandes)|cloudflare|"
    r"\b(?:403|429|10(?:06|07|08|09|10|12|15|20))\b|checking your browser|ray id",
    re.IGNORECASE,
)
"""Messages of the network's shield: they tell about a connection, never about an account."""
COMPLIANCE = Is("mail_received", "compliance")


def tags(answers: Answers) -> Sequence[str]:
    """What the compliance team must see is marked for them."""
    return ("access:disabled", *(("restricted:compliance",) if COMPLIANCE(answers) else ()))


def shield(asking: Asking) -> Ending | None:
    """The message comes from the shield, not from the account: another connection helps."""
    if not SHIELD.search(str(asking.answers.get("message_seen", ""))):
        return None
    return Ending(
        slug="end-shield",
        title=_("This message does not come from your account"),
        paragraphs=(
            _("It comes from the shield in front of the site, which stops connections that look odd."),
            _("Nothing was sent. Often it ends by itself; these steps may help sooner."),
        ),
        steps=[each.title for each in BROWSER],
        anyway=_("It did not help: report it"),
    )


request = RequestType(
    slug="account-disabled",
    group=Group.ACCESS,
    title=_("Account temporarily disabled"),
    tiles=(Tile.SIGN_IN,),
    summary=_("The exchange says that your account is locked, disabled or limited."),
    keywords="account locked, account disabled, account blocked, account suspended, account frozen, temporarily disabled, "
    "account restricted, account banned, locked out of my account, access denied, rate limited, compte bloqué, "
    "compte désactivé, compte suspendu, compte gelé, compte verrouillé, compte désactivé temporairement, "
    "temporairement désactivé, compte restreint, mon compte est banni, débloquer mon compte, unlock my account, "
    "unblock my account, account on hold, account put on hold, account inactive, you closed my access, compte mis "
    "en attente, compte inactif, accès suspendu, account temporarily unavailable, compte temporairement "
    "indisponible, too many attempts account blocked, trop de tentatives, you froze my account, vous avez bloqué "
    "mon compte",
    access=Access.LOCKED_OUT,
    queue="account-access",
    base_priority=Priority.HIGH,
    tags=tags,
    minutes=4,
    intro=(_("For a message that says your account is disabled, locked or limited."),),
    needs=(ACCOUNT_EMAIL, _("The exact words of the message")),
    reply=PROVED_FIRST,
    next_steps=PROOF_NEXT,
    self_help=SelfHelp(
        title=_("What may open it right now"),
        intro=_("Not every such message means that your account is closed."),
        steps=(
            SelfHelpStep(
                _("Read the message again"),
                _("“Rate limited” and “access denied” come from the network’s shield. Wait an hour, then try once."),
            ),
            USERNAME_REMINDER,
            BROWSER[0],
            BROWSER[2],
            SelfHelpStep(
                _("Think of tries that were not yours"),
                _("A username that is easy to guess can be locked by strangers who try it. It opens again by itself."),
            ),
        ),
    ),
    steps=(
        a_line(
            slug="message",
            name="message_seen",
            title=_("What exactly does the message say?"),
            hint=_("Copy its words as they are."),
            required=_("Enter the words of the message"),
        ),
        when_it_happened(slug="since", name="since", title=_("Since when?"), hint=_("The day is enough.")),
        any_of(
            slug="before",
            name="recent_change",
            title=_("What happened shortly before?"),
            hint=_("Tick all that apply."),
            required=_("Tick what happened, or “None of these”"),
            options={
                "new_device": _("I used a new device"),
                "travel": _("I was travelling"),
                "password_change": _("I changed my password"),
                "failed_tries": _("Many tries to sign in failed"),
                "unknown_activity": _("I saw activity that was not mine"),
                "none": _("None of these"),
            },
        ),
        Step(
            slug="place",
            title=_("Where were you, and on which device?"),
            hint=_("For example on a trip, or on a friend’s laptop."),
            when=Is("recent_change", "new_device", "travel"),
            skip=_("I prefer not to say"),
            fields=lambda: {
                "location_reason": details(_("Where and on what"), minimum=0, maximum=2_000, required=False)
            },
        ),
        account_email,
        one_of(
            slug="mail",
            name="mail_received",
            title=_("Did the exchange write to you about it?"),
            options={
                "compliance": _("Yes, about my identity, documents or where funds come from"),
                "yes": _("Yes, about something else"),
                "no": _("No"),
            },
            required=_("Select whether the exchange wrote to you"),
        ),
        still_have_email,
        other_email(),
        tell_us,
    ),
    cautions=(
        Caution(
            when=COMPLIANCE,
            text=_("Answer that mail in the way it describes. We cannot say beforehand how or when the check ends."),
        ),
    ),
    exits=(
        HandOver(
            when=Is("recent_change", "unknown_activity"),
            to="suspicious-activity",
            notice=_(
                "Activity that was not yours comes first: these questions protect your account sooner. "
                "Your answers and files came along."
            ),
        ),
    ),
    gates=(Gate(slug="end-shield", judge=shield),),
    files=SCREENSHOT,
    agent_checks=(
        _("Find out which team set the lock before you answer."),
        _("A lock by compliance: neutral words only; give neither its reason nor an end."),
        _("Then invite the person to the follow-up questions."),
    ),
)
