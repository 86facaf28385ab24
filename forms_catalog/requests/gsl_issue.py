"""The global settings lock stands in the way (domain A9)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forms_catalog.definition import (
    Access,
    Asking,
    Caution,
    Ending,
    Gate,
    Group,
    HandOver,
    Is,
    Not,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Words,
)
from forms_catalog.fields import Moment, moment, moment_has_come
from forms_catalog.local_times import clock
from forms_catalog.shared_notices import ACCOUNT_EMAIL, PROOF_NEXT
from forms_catalog.shared_steps import (
    a_line,
    account_email,
    master_key_known,
    one_of,
    other_email,
    picked,
    still_have_email,
    tell_us,
)
from tickets.states import Priority

LONGEST_WAIT = 30
FOR_EVER = Is("unlock_wait_days", "0")
DAYS: dict[str, Words] = {
    "0": _("0 days: no end"),
    **{
        str(days): format_lazy(ngettext_lazy("{days} day", "{days} days", days), days=days)
        for days in range(1, LONGEST_WAIT + 1)
    },
    "unsure": _("I don’t know"),
}


def wait_for_the_date(asking: Asking) -> Ending | None:
    """Nobody can shorten the wait; whoever has not begun it learns how (gate G1)."""
    days, asked = asking.answers.get("unlock_wait_days"), asking.answers.get("unlock_requested")
    if days is None or asked is None or days == "0":
        return None
    if asked == "":
        return Ending(
            slug="end-date",
            title=_("Begin the wait now, on the exchange’s own page"),
            paragraphs=(_("The lock counts its days from the moment you ask. Nothing was sent."),),
            steps=(
                _("Sign in, and open Security, then Global settings lock."),
                _("Choose to unlock. The exchange sends you a mail about it."),
                _("Wait until the date it shows. With the master key it opens at once."),
            ),
            anyway=_("I get an error: report it"),
        )
    if days == "unsure":
        return None
    # By duration, as the lock itself counts: the hour moves when the clocks change meanwhile.
    begun = Moment.parse(asked)
    opens = begun.at + timedelta(days=int(days))
    if opens <= asking.now:
        return None
    return Ending(
        slug="end-date",
        title=format_lazy(_("Your settings unlock at {time}"), time=clock(opens, asking.now, ZoneInfo(begun.zone))),
        paragraphs=(
            _("Nobody can shorten this wait, not even support. That is what protects you from a thief."),
            format_lazy(_("Times are those of {zone}. Nothing was sent."), zone=begun.zone.replace("_", " ")),
        ),
        anyway=_("I get an error: report it"),
    )


request = RequestType(
    slug="gsl-issue",
    group=Group.ACCESS,
    title=_("Problems with the global settings lock"),
    tiles=(),
    summary=_("Settings cannot be changed, or the lock was switched on by somebody else."),
    keywords="global settings lock, GSL, settings lock, settings locked, unlock settings, unlock GSL, unlock settings "
    "faster, cannot change my settings, shorten the settings lock, turn off settings lock, verrouillage global, "
    "verrouillage global des paramètres, déverrouiller les paramètres, paramètres verrouillés, paramètres "
    "bloqués, impossible de modifier mes paramètres, désactiver le verrouillage global, how long does the "
    "settings lock last, master key lost and settings locked, enlever le verrouillage, clé maître perdue et "
    "paramètres verrouillés",
    access=Access.LOCKED_OUT,
    queue="security-response",
    base_priority=Priority.NORMAL,
    tags=("sec:gsl",),
    minutes=3,
    intro=(
        _("While the lock is on, nobody can change security settings, withdrawal addresses or the verification level."),
        _("If you did not switch it on yourself, tell us here: that is urgent."),
    ),
    needs=(ACCOUNT_EMAIL, _("The date on which you asked to unlock")),
    reply=_("An agent reads it. The wait itself cannot be shortened."),
    next_steps=PROOF_NEXT,
    self_help=SelfHelp(
        title=_("How the lock opens"),
        intro=_("Both ways are on the exchange’s own page, under Security. They also work while the lock is on."),
        steps=(
            SelfHelpStep(_("With the master key: at once"), _("Enter it on the exchange’s own page, and never here.")),
            SelfHelpStep(
                _("Without it: after the days you chose"),
                _("Ask to unlock, and wait until the date shown there. You get a mail about each try."),
            ),
            SelfHelpStep(
                _("A master key cannot be made afterwards"),
                _("Set one as soon as the lock is off, if you want it again."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="who",
            name="did_you_enable_it",
            title=_("Did you switch the lock on yourself?"),
            options={"yes": _("Yes"), "no": _("No, somebody else did"), "unsure": _("I don’t know")},
            required=_("Select who switched the lock on"),
        ),
        master_key_known,
        picked(
            slug="days",
            name="unlock_wait_days",
            title=_("How many days does the lock wait?"),
            hint=_("You chose the number when you switched it on."),
            options=DAYS,
            required=_("Select the number of days"),
        ),
        Step(
            slug="asked",
            title=_("When did you ask to unlock?"),
            hint=_("The mail about it shows the time."),
            when=Not(FOR_EVER),
            check=moment_has_come("unlock_requested"),
            skip=_("I have not asked yet"),
            fields=lambda: {"unlock_requested": moment(_("When did you ask to unlock?"))},
        ),
        a_line(
            slug="blocked",
            name="blocked_action",
            title=_("What do you want to change?"),
            skip=_("I don’t know yet"),
        ),
        account_email,
        still_have_email,
        other_email(),
        tell_us,
    ),
    exits=(
        HandOver(
            when=Is("did_you_enable_it", "no"),
            to="suspicious-activity",
            gives={"what_happened": "settings_changed"},
            notice=_("A lock that somebody else set is an emergency: these questions protect you sooner."),
        ),
    ),
    endings=(
        Ending(
            slug="end-master-key",
            when=Is("master_key_set", "yes"),
            title=_("Your master key opens the lock now"),
            paragraphs=(_("You need nobody for it, and no waiting. Nothing was sent."),),
            steps=(
                _("Open the exchange from your own bookmark, and sign in."),
                _("Open Security, then Global settings lock."),
                _("Enter the master key there. Never type it here."),
            ),
            anyway=_("The key is refused: report it"),
        ),
    ),
    gates=(Gate(slug="end-date", judge=wait_for_the_date),),
    agent_checks=(
        _("Never promise to shorten the wait: nobody can."),
        Caution(
            when=Is("unlock_wait_days", "0"),
            text=_("0 days: check the identity as for a lost second factor before anything is changed."),
        ),
        Caution(
            when=Is("did_you_enable_it", "unsure"),
            text=_("“I don’t know” who switched it on: look at the sign-ins around that time."),
        ),
    ),
)
