"""The exchange's mail does not arrive (domain A8)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    All,
    Answers,
    Asking,
    Ending,
    Gate,
    Group,
    HandOver,
    Is,
    Not,
    RequestType,
    SelfHelp,
    Step,
    Tile,
)
from forms_catalog.fields import Moment, latest_of, moment, moment_has_come, moment_or_day, short_text
from forms_catalog.local_times import clock
from forms_catalog.shared_notices import DAY_IS_ENOUGH, MAIL, SCREENSHOT, WHAT_NEXT
from forms_catalog.shared_steps import (
    MAIL_LOST,
    YES_NO_UNSURE,
    account_email,
    any_of,
    one_of,
    other_email,
    tell_us,
    when_it_happened,
)
from tickets.states import Priority

MAILS = {
    "activation": _("The one that confirms a new account"),
    "username_reminder": _("The reminder of my username"),
    "password_reset": _("The link for a new password"),
    "two_factor_bypass": _("The one for unavailable two-factor codes"),
    "device_approval": _("The one that approves a device"),
    "withdrawal": _("The one that confirms a withdrawal"),
    "support": _("Answers of support"),
    "all": _("All of them"),
}
ONLY_ACTIVATION = All(
    Is("which_mail", "activation"), Not(Is("which_mail", *[each for each in MAILS if each != "activation"]))
)


def new_account(asking: Asking) -> Ending | None:
    """An account that was not confirmed in time is gone: it is made again sooner than it is found."""
    if not ONLY_ACTIVATION(asking.answers) or not asking.answers.get("signed_up"):
        return None
    made = moment_or_day(asking.answers["signed_up"])
    gone = latest_of(made) + timedelta(hours=settings.ACTIVATION_HOURS)
    if asking.now < gone:
        if not isinstance(made, Moment):
            # Somewhere in that day: nobody can tell them until when the mail may come.
            return None
        title = format_lazy(
            _("The mail may still come until {time}"), time=clock(gone, asking.now, ZoneInfo(made.zone))
        )
        advice = _("If it does not, the new account disappears by itself. Then you can create it again.")
    else:
        title = _("Create the account again")
        advice = _(
            "An account that is not confirmed within two hours disappears by itself, and its address is free again."
        )
    return Ending(
        slug="end-new-account",
        title=title,
        paragraphs=(advice, _("Nothing was sent. Check the address letter by letter, and look into spam.")),
        anyway=_("I did that, and no mail comes"),
    )


def provider(answers: Answers) -> Mapping[str, Any]:
    """Whoever stands behind the @."""
    return {"provider": str(answers.get("account_email", "")).rpartition("@")[2]}


request = RequestType(
    slug="no-emails",
    group=Group.ACCESS,
    title=_("I do not receive any email"),
    tiles=(Tile.NO_MAIL,),
    summary=_("Confirmations, reset links, reminders or answers do not arrive."),
    keywords="approve a new device, approuver un appareil, not getting emails, not receiving emails, no confirmation mail, "
    "no email from you, email does not arrive, no mail in spam, activation mail missing, reset mail never came, "
    "withdrawal confirmation mail not received, no verification email, je ne reçois aucun mail, pas de mail de "
    "confirmation, aucun e‑mail, mail pas reçu, mail d’activation pas reçu, je n’ai pas reçu l’e‑mail, vos "
    "e‑mails n’arrivent pas, rien dans les spams, link never arrives, your messages don’t reach me, nothing "
    "received from you, I have not received anything, je ne reçois pas le lien, pas reçu vos messages, rien reçu "
    "de vous, mails dans les indésirables, waiting for an email from you, still waiting for your mail, where is "
    "the confirmation email, empty inbox and spam, j’attends un mail de vous, le courriel n’arrive pas, no answer "
    "by email, no code by email, pas de code par mail",
    access=Access.LOCKED_OUT,
    queue="account-access",
    account_mail_is_lost=True,
    base_priority=Priority.NORMAL,
    tags=("access:no_mail",),
    minutes=4,
    intro=(_("For mail of the exchange that does not reach you. We answer at another address, which you give us."),),
    needs=(_("The address on your account"), _("Another address that you can read now")),
    reply=_("An agent looks into the delivery of your mail."),
    next_steps=WHAT_NEXT,
    self_help=SelfHelp(
        title=_("Where the mail may be"),
        intro=_("Check these five things first."),
        steps=MAIL,
    ),
    steps=(
        any_of(
            slug="which-mail",
            name="which_mail",
            title=_("Which mail do you miss?"),
            hint=_("Tick all that apply."),
            required=_("Tick at least one"),
            options=MAILS,
        ),
        Step(
            slug="signed-up",
            title=_("When did you create the account?"),
            hint=DAY_IS_ENOUGH,
            when=ONLY_ACTIVATION,
            check=moment_has_come("signed_up"),
            skip=_("I don’t remember"),
            fields=lambda: {"signed_up": moment(_("When did you create the account?"), day_is_enough=True)},
        ),
        account_email,
        one_of(
            slug="mailbox",
            name="still_have_email",
            title=_("Can you open this mailbox?"),
            options=YES_NO_UNSURE,
            required=_("Select whether you can open this mailbox"),
        ),
        other_email(when=None, unreadable=None),
        Step(
            slug="provider",
            title=_("Who is your mail provider?"),
            hint=_("Change it if the address only forwards to another mailbox."),
            prefill=provider,
            skip=_("I don’t know"),
            fields=lambda: {"provider": short_text(_("Mail provider"), maximum=100)},
        ),
        any_of(
            slug="checked",
            name="checked",
            title=_("What have you checked?"),
            hint=_("Tick all that apply."),
            options={
                "spam": _("Spam and junk"),
                "search": _("A search in all folders"),
                "block_list": _("My block list"),
                "plus_tag": _("The “+” part of the address"),
                "provider_asked": _("My mail provider, who found nothing"),
            },
        ),
        when_it_happened(
            slug="last-received",
            name="last_received",
            title=_("When did our last mail arrive?"),
            hint=_("Roughly is enough."),
        ),
        tell_us,
    ),
    exits=(
        HandOver(
            when=MAIL_LOST,
            to="lost-email-access",
            notice=_(
                "For a mailbox that you cannot open, these questions fit better. Your answers and files came along."
            ),
        ),
    ),
    gates=(Gate(slug="end-new-account", judge=new_account),),
    files=SCREENSHOT,
    agent_checks=(
        _("Look into the delivery log and the list of suppressed addresses; take the address off it."),
        _("Send a test to the account’s address, and write to the contact address meanwhile."),
    ),
)
