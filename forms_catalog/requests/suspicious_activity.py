"""Something happens on the account that its owner does not recognise, or somebody pretends to be us (domain A1)."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Either,
    FilePolicy,
    Group,
    Is,
    Not,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Tile,
    Words,
)
from forms_catalog.fields import addresses, identifiers, moment, moment_has_come, transactions
from forms_catalog.shared_notices import (
    ACCOUNT_EMAIL,
    DAY_IS_ENOUGH,
    NOT_AGAIN,
    PROVE_YOURSELF,
    READ_BY_AN_AGENT,
    wallet_seen,
)
from forms_catalog.shared_steps import (
    account_email,
    any_of,
    description,
    one_of,
    other_email,
    still_have_email,
    travel_or_loan,
)
from tickets.states import Priority

ONLY_SEEN = Is("what_happened", "fake_site")
"""Nothing was given away: a report that needs no account."""
CHEATED = Is("what_happened", "fake_site", "gave_data")
MONEY_LEAVES = Is("funds_moving", "yes")
LOCK_NOW = _(
    "If you got a mail about a new withdrawal address, its link locks your account: use it now. "
    "Then come back to this page: your answers stay here."
)


def tags(answers: Answers) -> Sequence[str]:
    """Incident, phishing, SIM swap."""
    cheated = CHEATED(answers) or bool(answers.get("scam_channel"))
    return (
        *(() if ONLY_SEEN(answers) else ("sec:incident",)),
        *(("sec:phishing",) if cheated else ()),
        *(("sec:sim_swap",) if Is("what_happened", "sim_swap")(answers) else ()),
    )


def alarm(given: Answers, asking: Asking) -> Sequence[Words]:
    """Whoever sees money leave reads first how to stop it."""
    return [LOCK_NOW] if MONEY_LEAVES(given) else []


request = RequestType(
    slug="suspicious-activity",
    group=Group.ACCESS,
    title=_("Report unusual activity"),
    tiles=(Tile.ACTIVITY,),
    summary=_("A sign-in, withdrawal or change that was not you, or somebody who pretends to be us."),
    keywords="hacked, account hacked, someone hacked my account, someone withdrew my money, someone withdrew my crypto, "
    "withdrawal I did not make, unknown withdrawal, unknown sign in, somebody signed in to my account, suspicious "
    "activity, activity I don’t recognise, unknown transaction, trade I did not make, money stolen, crypto "
    "stolen, funds gone, account emptied, balance gone, scammed, I gave my password to somebody, I gave my code "
    "to a scammer, I was scammed, shared my code, clicked a fake link, remote access to my computer, sim swap, "
    "email hacked and settings changed, stranger changed my settings, fraud on my account, unexpected withdrawal "
    "mail, somebody is using my account, compte piraté, piratage, on a piraté mon compte, retrait que je n’ai pas "
    "fait, retrait inconnu, on a vidé mon compte, argent volé, bitcoins volés, crypto volées, connexion inconnue, "
    "connexion suspecte, activité suspecte, activité inhabituelle, transaction que je ne reconnais pas, quelqu’un "
    "utilise mon compte, quelqu’un s’est connecté à mon compte, victime d’une arnaque, j’ai donné mon mot de "
    "passe, j’ai donné mon code, cliqué sur un faux lien, prise de contrôle à distance, fraude, mon solde a "
    "disparu, appel d’un faux support, API key I did not create, new API key, somebody changed my email address, "
    "login from another country, money missing from my balance, quelqu’un a changé mon adresse e‑mail, clé API "
    "inconnue, je me suis fait arnaquer, on utilise mon compte sans mon accord, connexion depuis un autre pays, I "
    "gave my code and my money is gone, money left my account and it was not me, coins disappeared from my "
    "account, an email about a withdrawal I did not make, sign in from a foreign country, someone added a "
    "withdrawal address, my SIM stopped working and my coins are gone, de l’argent est parti sans moi, mes "
    "cryptos ont disparu, quelqu’un est entré dans mon compte, a transfer that was not mine, un transfert qui "
    "n’est pas de moi, scammed by fake support, arnaqué par un faux support",
    access=Access.LOCKED_OUT,
    queue="security-response",
    base_priority=Priority.URGENT,
    urgency=lambda answers: Priority.NORMAL if ONLY_SEEN(answers) else Priority.URGENT,
    tags=tags,
    worked_unconfirmed=True,
    minutes=5,
    intro=(
        _("Tell us what you saw, even when you are not sure. You can report now and do the rest after."),
        _("For a fake site, message or profile you need no account."),
    ),
    needs=(ACCOUNT_EMAIL, _("Screenshots or transaction numbers, if you have them")),
    reply=_("An agent looks at these reports first."),
    next_steps=(
        READ_BY_AN_AGENT,
        Caution(when=Not(ONLY_SEEN), text=PROVE_YOURSELF),
        NOT_AGAIN,
    ),
    at_once=SelfHelp(
        title=_("Five things that protect you now"),
        intro=_("Do them before or after you write to us, on a device that you trust."),
        steps=(
            SelfHelpStep(
                _("Lock the account"),
                _("A mail about a new withdrawal address has a link that locks the account. Use it at once."),
            ),
            SelfHelpStep(
                _("Secure your mailbox"),
                _("Change its password and its second factor. Whoever reads your mail can reset other accounts."),
            ),
            SelfHelpStep(
                _("Check your devices"),
                _("Run a virus scan, and remove programs that let others control your computer."),
            ),
            SelfHelpStep(_("Warn your bank"), _("Do it if a card or bank account was linked.")),
            SelfHelpStep(
                _("Trust nobody who offers to get funds back"),
                _("Crypto transfers cannot be reversed. “Recovery agents” take more money, and bring none back."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="what-happened",
            name="what_happened",
            title=_("What did you see?"),
            options={
                "unknown_sign_in": _("A sign-in that was not me"),
                "unknown_withdrawal": _("A withdrawal or trade that was not me"),
                "settings_changed": _("Settings that I did not change"),
                "gave_data": _("I gave my details to somebody I no longer trust"),
                "sim_swap": _("My phone number stopped working (SIM swap)"),
                "fake_site": _("Only a fake site, message, call or profile"),
                "other": _("Something else"),
            },
            required=_("Select what you saw"),
        ),
        replace(
            one_of(
                slug="funds",
                name="funds_moving",
                title=_("Are funds leaving your account?"),
                options={"yes": _("Yes"), "no": _("No"), "unknown": _("I don’t know")},
                required=_("Select whether funds are leaving your account"),
            ),
            when=Not(ONLY_SEEN),
            warn=alarm,
        ),
        replace(account_email, when=Not(ONLY_SEEN)),
        replace(still_have_email, when=Not(ONLY_SEEN)),
        other_email(),
        one_of(
            slug="access",
            name="still_have_access",
            title=_("Can you still sign in to your account?"),
            when=Not(ONLY_SEEN),
            options={"yes": _("Yes"), "no": _("No")},
            required=_("Select whether you can still sign in"),
        ),
        Step(
            slug="when",
            title=_("When did it happen?"),
            hint=DAY_IS_ENOUGH,
            skip=_("I don’t know"),
            check=moment_has_come("when"),
            fields=lambda: {"when": moment(_("When did it happen?"), day_is_enough=True)},
        ),
        Step(
            slug="transactions",
            title=_("Which transactions were not yours?"),
            hint=_("Copy them from your account or from a blockchain explorer."),
            when=Either(Is("what_happened", "unknown_withdrawal"), MONEY_LEAVES),
            skip=_("I don’t have them"),
            fields=lambda: {
                "tx_hashes": transactions(_("Transaction IDs")),
                "addresses": addresses(_("Addresses that funds went to")),
            },
        ),
        any_of(
            slug="shared",
            name="shared_items",
            title=_("What did others get from you?"),
            hint=_("Tick what they may have. Never write any of it here."),
            when=Is("what_happened", "gave_data", "sim_swap", "other"),
            options={
                "password": _("A password"),
                "two_factor_code": _("A two-factor code"),
                "device_code": _("A code that approves a device"),
                "recovery_phrase": _("The recovery phrase of a wallet"),
                "identity_images": _("Pictures of my identity document"),
                "remote_access": _("Control of my computer or phone"),
            },
        ),
        any_of(
            slug="channel",
            name="scam_channel",
            title=_("How did they reach you?"),
            hint=_("Tick all that apply."),
            when=Is("what_happened", "gave_data", "fake_site"),
            options={
                "website": _("A website"),
                "mail": _("An email"),
                "sms": _("A text message"),
                "phone": _("A phone call"),
                "x": "X",
                "telegram": "Telegram",
                "facebook": "Facebook",
                "reddit": "Reddit",
                "app": _("An app"),
                "remote_tool": _("A program to control my computer"),
            },
        ),
        Step(
            slug="who",
            title=_("Which address, number or name did they use?"),
            hint=_("A link, an email address, a phone number or a profile. We make links harmless."),
            when=Is("what_happened", "gave_data", "fake_site"),
            skip=_("I don’t have it"),
            fields=lambda: {"scam_identifiers": identifiers(_("What they used"))},
        ),
        replace(travel_or_loan, when=Is("what_happened", "unknown_sign_in", "settings_changed")),
        description(
            title=_("Tell us what happened"),
            hint=_("What you saw, in which order, and what you did since. Never write a code or a password."),
        ),
    ),
    cautions=(
        Caution(when=MONEY_LEAVES, text=LOCK_NOW),
        Caution(
            when=Is("what_happened", "sim_swap"),
            text=_(
                "Call your phone operator now, from another phone, and have the number blocked. "
                "Until it is yours again, rely neither on text messages nor on calls to it."
            ),
        ),
        wallet_seen(Is("shared_items", "recovery_phrase")),
    ),
    files=FilePolicy(
        title=_("Add screenshots, if you have any"),
        hint=_("Most useful: the fake page with its address, or the transaction. You can also send them later."),
        roles={"fake_page": _("Fake page or message"), "screenshot": _("Screenshot"), "other": _("Something else")},
    ),
    agent_checks=(
        Caution(when=Not(ONLY_SEEN), text=_("Ask for the freeze in the exchange’s own tool before you answer.")),
        _("Answer on the status page and to the account’s own address only; give no details in chat."),
        Caution(when=CHEATED, text=_("Pass links and numbers on for take-down. Open none of them.")),
        Caution(when=Not(ONLY_SEEN), text=_("Then invite the person to the follow-up questions.")),
    ),
)
