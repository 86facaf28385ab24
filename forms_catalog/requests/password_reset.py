"""A new password does not come about: no mail, a dead link, a forgotten master key (domain A4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Either,
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
    Tile,
    Words,
)
from forms_catalog.errors import refusal
from forms_catalog.fields import Moment, latest_of, moment, moment_has_come, moment_or_day, whole_number
from forms_catalog.local_times import clock
from forms_catalog.shared_notices import ACCOUNT_EMAIL, PROOF_NEXT, PROVED_FIRST, SCREENSHOT, USERNAME_REMINDER
from forms_catalog.shared_steps import (
    MAIL_LOST,
    YES_NO_UNSURE,
    account_email,
    master_key_known,
    one_of,
    other_email,
    still_have_email,
    tell_us,
)
from forms_catalog.zones import zone_in_words
from tickets.states import Priority

KEY_LOST = Either(Is("problem", "master_key_forgotten"), Is("master_key_set", "forgotten"))
ASKED = Either(Is("problem", "link_expired", "link_refused", "wrong_account"), Is("reset_asked", "yes"))
"""A link that came was asked for; of anything else one cannot tell."""
TIME_TOO = _("Enter the time and your time zone too: the link of a recent try may still work")
TOO_MANY = 3
"""Tries in a day after which mails pile up and delay one another."""


def wait_for_the_link(asking: Asking) -> Ending | None:
    """The last link may still work, or a new one may not be possible yet (gate T1)."""
    if not asking.answers.get("last_reset_request") or Is("problem", "master_key_forgotten")(asking.answers):
        return None
    asked = moment_or_day(asking.answers["last_reset_request"])
    if not isinstance(asked, Moment):
        # `time_where_it_matters` took the day alone because every wait is over.
        return None

    def after(hours: int) -> Words:
        return clock(asked.at + timedelta(hours=hours), asking.now, ZoneInfo(asked.zone))

    first, certain = settings.RESET_WAIT_HOURS
    hours = (asking.now - asked.at) / timedelta(hours=1)
    if hours < settings.RESET_LINK_HOURS:
        title = format_lazy(_("Your link works until {time}"), time=after(settings.RESET_LINK_HOURS))
        advice: Words = _("Open the newest mail: each link works once, and a new one ends those before it.")
    elif hours < first:
        title = _("Your link is dead, and it is too early for a new one")
        advice = format_lazy(
            _("The next try is possible from {soon}, and certain from {sure}. An earlier one only makes it later."),
            soon=after(first),
            sure=after(certain),
        )
    elif hours < certain:
        title = _("A new link may work now")
        advice = format_lazy(_("Ask for it once. If none comes, it is certain from {sure}."), sure=after(certain))
    else:
        return None
    return Ending(
        slug="end-wait",
        title=title,
        paragraphs=(
            advice,
            format_lazy(_("Times are those of {zone}. Nothing was sent."), zone=zone_in_words(name=asked.zone)),
        ),
        anyway=_("Something else is wrong: report it now"),
    )


def time_where_it_matters(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """A day alone is enough once the longest wait is over, wherever on earth the person is; before, the time is asked."""
    future = moment_has_come("last_reset_request")(cleaned, asking)
    given = cleaned["last_reset_request"]
    if future or not given or isinstance(given, Moment):
        return future
    if latest_of(given) + timedelta(hours=settings.RESET_WAIT_HOURS[1]) <= asking.now:
        return {}
    return {"last_reset_request": refusal("time", TIME_TOO)}


def not_lately(asking: Asking) -> bool:
    """Whether the last try is more than a day ago, so that there were none since."""
    given = str(asking.answers.get("last_reset_request", ""))
    return given != "" and latest_of(moment_or_day(given)) + timedelta(hours=24) <= asking.now


def plus_part_missing(given: Answers, asking: Asking) -> Sequence[Words]:
    """Whoever said that there is a “+” part may have left it out."""
    if asking.answers.get("used_plus_tag") != "yes" or "+" in given["account_email"]:
        return []
    return [_("You said that the address has a “+” part, and this one has none. Check it: that part counts.")]


def too_many_tries(given: Answers, asking: Asking) -> Sequence[Words]:
    """Each further try makes the next mail later."""
    if (given["attempts_24h"] or 0) < TOO_MANY:
        return []
    return [_("Ask for no further link for some hours: many requests in a row make mails pile up and come late.")]


request = RequestType(
    slug="password-reset",
    group=Group.ACCESS,
    title=_("Password reset problem"),
    tiles=(Tile.SIGN_IN,),
    summary=_("You forgot it, no reset mail comes, the link is refused, or the master key is missing."),
    keywords="forgot password, forgot my password, password reset, reset my password, reset password link expired, reset "
    "link expired, reset link does not work, reset mail does not come, change password, new password, lost "
    "password, password not accepted, wrong password, mot de passe oublié, réinitialiser mot de passe, lien de "
    "réinitialisation expiré, lien de réinitialisation invalide, mail de réinitialisation pas reçu, changer mot "
    "de passe, nouveau mot de passe, perdu mot de passe, mot de passe incorrect, master key forgotten, clé maître "
    "oubliée, recover my password, cannot remember my password, récupérer mon mot de passe, je ne me souviens "
    "plus de mon mot de passe",
    access=Access.LOCKED_OUT,
    queue="account-access",
    base_priority=Priority.NORMAL,
    urgency=lambda answers: Priority.HIGH if KEY_LOST(answers) else Priority.NORMAL,
    tags=("access:password",),
    minutes=4,
    intro=(_("For a reset that does not work: no mail, a link that is refused, or a master key you no longer have."),),
    needs=(ACCOUNT_EMAIL, _("The time of your last try, roughly")),
    reply=PROVED_FIRST,
    next_steps=PROOF_NEXT,
    self_help=SelfHelp(
        title=_("What makes a reset work"),
        intro=_("Check these five things first."),
        steps=(
            USERNAME_REMINDER,
            SelfHelpStep(
                _("Enter exactly the address of the account"),
                _(
                    "With a “+” part, if it has one: name+exchange@example.com is another account than name@example.com."
                ),
            ),
            SelfHelpStep(
                _("Ask once, then wait"),
                _("A new link can be asked for after 8 to 12 hours. Each earlier try delays it."),
            ),
            SelfHelpStep(_("Use the link within two hours"), _("It works once. The newest mail counts.")),
            SelfHelpStep(
                _("Have your master key at hand"),
                _("If you set one, the exchange’s own page asks for it. Never type it here."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="problem",
            name="problem",
            title=_("What goes wrong with the reset?"),
            options={
                "no_mail": _("No mail comes"),
                "link_expired": _("The link has expired"),
                "link_refused": _("The link is refused"),
                "master_key_forgotten": _("It asks for a master key that I have forgotten"),
                "wrong_account": _("The mail is for another account"),
                "other": _("Something else"),
            },
            required=_("Select what goes wrong"),
        ),
        one_of(
            slug="asked",
            name="reset_asked",
            title=_("Have you asked for a reset?"),
            when=Is("problem", "other"),
            options={"yes": _("Yes"), "no": _("No")},
            required=_("Select whether you have asked for a reset"),
        ),
        Step(
            slug="last-try",
            title=_("When did you last ask for a reset?"),
            hint=_(
                "Roughly is enough. If it was some days ago, give the day alone. "
                "Otherwise add the time and your zone: a large city like Paris, or “UTC+1”."
            ),
            when=ASKED,
            check=time_where_it_matters,
            skip=_("I don’t remember"),
            fields=lambda: {"last_reset_request": moment(_("When did you last ask for a reset?"), day_is_enough=True)},
        ),
        Step(
            slug="tries",
            title=_("How many times did you ask in the last 24 hours?"),
            when=ASKED,
            needless=not_lately,
            skip=_("I don’t know"),
            warn=too_many_tries,
            fields=lambda: {
                "attempts_24h": whole_number(
                    _("How many times did you ask in the last 24 hours?"), smallest=0, largest=20
                )
            },
        ),
        one_of(
            slug="plus-part",
            name="used_plus_tag",
            title=_("Does the address of your account have a “+” part?"),
            hint=_("Like name+exchange@example.com."),
            options=YES_NO_UNSURE,
            required=_("Select whether the address has a “+” part"),
        ),
        replace(account_email, warn=plus_part_missing),
        still_have_email,
        other_email(),
        replace(master_key_known, when=Not(Is("problem", "master_key_forgotten"))),
        tell_us,
    ),
    exits=(
        HandOver(
            when=Is("problem", "no_mail"),
            to="no-emails",
            gives={"which_mail": ["password_reset"]},
            notice=_("When no mail comes, these questions find the reason sooner. Your answers and files came along."),
        ),
        HandOver(
            when=MAIL_LOST,
            to="lost-email-access",
            notice=_(
                "A reset needs the account’s mailbox, so that one comes first. Your answers and files came along."
            ),
        ),
    ),
    gates=(Gate(slug="end-wait", judge=wait_for_the_link),),
    files=SCREENSHOT,
    agent_checks=(
        _("Look into the delivery log and the list of suppressed addresses."),
        _("Never send or take a password, and never confirm a username."),
        Caution(
            when=KEY_LOST,
            text=_("A forgotten master key goes to security: without it a reset by mail cannot work."),
        ),
    ),
)
