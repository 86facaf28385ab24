"""The account's mailbox is gone: closed, hacked, left behind with a job, or its domain expired (domain A7)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Caution,
    Ending,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Tile,
)
from forms_catalog.shared_notices import PROOF_NEXT, PROVED_FIRST
from forms_catalog.shared_steps import (
    YES_NO_UNSURE,
    account_email,
    one_of,
    other_email,
    tell_us,
    when_it_happened,
)
from tickets.changes import Change
from tickets.states import Priority


def tags(answers: Answers) -> Sequence[str]:
    """Whoever buys an expired domain gets its mail."""
    return ("access:email_lost", *(("risk:domain_takeover",) if Is("why", "domain_expired")(answers) else ()))


request = RequestType(
    slug="lost-email-access",
    group=Group.ACCESS,
    title=_("I lost access to my email address"),
    tiles=(Tile.SIGN_IN, Tile.NO_MAIL),
    summary=_("The mailbox of your account is closed, hacked, or no longer yours."),
    keywords="lost access to my email, no access to my email, cannot open my mailbox, old email address, old email address "
    "closed, email address no longer exists, email account deleted, email hacked, forgot the password of my "
    "mailbox, lost my mailbox, change email because I lost the old one, work email left company, plus accès à ma "
    "boîte mail, plus accès à mon e‑mail, perdu l’accès à mon adresse e‑mail, ancienne adresse e‑mail, ancienne "
    "adresse e‑mail fermée, adresse e‑mail supprimée, boîte mail piratée, boîte mail bloquée, adresse mail "
    "n’existe plus, mot de passe de ma boîte mail oublié, quitté mon entreprise adresse mail professionnelle, "
    "university email expired, school email, email of my old employer, mail provider shut down, email service "
    "closed, domain expired, adresse mail de l’université, mail de l’ancien employeur, messagerie fermée, changé "
    "d’opérateur adresse mail perdue, locked out of my mailbox, lost the password of my email, account is on an "
    "old work address, l’adresse du compte est supprimée, je ne peux plus ouvrir ma messagerie",
    access=Access.LOCKED_OUT,
    queue="security-response",
    account_mail_is_lost=True,
    base_priority=Priority.HIGH,
    four_eyes=Change.EMAIL,
    tags=tags,
    minutes=4,
    intro=(_("For a mailbox that you can no longer open. We write to another address, which you give us."),),
    needs=(_("The address on your account"), _("Another address that you can read now")),
    reply=PROVED_FIRST,
    next_steps=PROOF_NEXT,
    self_help=SelfHelp(
        title=_("Two ways that may be quicker"),
        intro=_("If one works, you keep your account without waiting for us."),
        steps=(
            SelfHelpStep(
                _("Get the mailbox back"),
                _("Use your mail provider’s own recovery. It often works with a phone number or a second address."),
            ),
            SelfHelpStep(
                _("Change the address yourself, if you can still sign in"),
                _("The exchange sends a code to the old and to the new address. The change lapses after 24 hours."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="why",
            name="why",
            title=_("Why can’t you open the mailbox?"),
            options={
                "provider_closed": _("The provider closed it"),
                "forgot_password": _("I cannot get into it any more"),
                "hacked": _("Somebody took it over"),
                "left": _("I left the employer or school it belongs to"),
                "domain_expired": _("Its domain has expired"),
                "other": _("Something else"),
            },
            required=_("Select why you can’t open the mailbox"),
        ),
        account_email,
        other_email(when=None, unreadable=None),
        one_of(
            slug="signing-in",
            name="can_sign_in",
            title=_("Can you still sign in to the exchange?"),
            options={"yes": _("Yes"), "no": _("No")},
            required=_("Select whether you can still sign in"),
        ),
        one_of(
            slug="text-messages",
            name="still_receives_sms",
            title=_("Do you still have the phone number of your account?"),
            options=YES_NO_UNSURE,
            required=_("Select whether you still have the phone number"),
        ),
        when_it_happened(
            slug="since", name="since", title=_("Since when can’t you read it?"), hint=_("Roughly is enough.")
        ),
        tell_us,
    ),
    exits=(
        HandOver(
            when=Is("why", "hacked"),
            to="suspicious-activity",
            gives={"what_happened": "other", "still_have_email": "no"},
            notice=_(
                "Whoever has your mailbox can reach your account, so this comes first. Your answers and files came along."
            ),
        ),
    ),
    endings=(
        Ending(
            slug="end-change-it",
            when=Is("can_sign_in", "yes"),
            title=_("You can change the address yourself"),
            paragraphs=(
                _("While you are signed in, the address is yours to change. Nothing was sent."),
                _("One code goes to the old address. If you cannot get it there, report it here."),
            ),
            steps=(
                _(
                    "Choose an address you will keep for life, rather than one of a job, a school or an internet provider."
                ),
                _("Make sure that it belongs to no other account of the exchange, open or closed."),
                _("Open the security settings, enter it, and confirm with both codes within 24 hours."),
            ),
            anyway=_("I cannot get the code: report it"),
        ),
    ),
    agent_checks=(
        _("Identity by the follow-up questions and by video, checked by two people."),
        _("Tell the old address and every other known channel before anything is changed, and let time pass."),
        _("Write no account data to the new address before the change is approved."),
        Caution(
            when=Is("why", "domain_expired"),
            text=_("An expired domain: somebody may have bought it. Treat the old address as hostile."),
        ),
    ),
)
