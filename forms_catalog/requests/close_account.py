"""An account is to be closed, by its owner and for good (domain B8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
    Step,
    Tile,
    Words,
)
from forms_catalog.fields import account_id, checklist, details
from forms_catalog.shared_notices import NOT_AGAIN, READ_BY_AN_AGENT, TOLD_BEFORE, TWO_AGENTS
from forms_catalog.shared_steps import a_line, account_email, one_of
from tickets.changes import Change
from tickets.states import Priority

TO_DO: Mapping[str, Words] = {
    "balances": _("I have withdrawn every balance, even tiny amounts"),
    "positions": _("I have cancelled orders, and closed margin, futures and staking"),
    "transfers": _("All pending deposits and withdrawals have arrived"),
    "history": _("I have saved my history and my tax papers"),
    "keys": _("I have deleted API keys and disconnected other apps"),
    "recurring": _("I have cancelled recurring purchases"),
    "banks": _("I have removed my banks and cards"),
    "requests": _("All my other requests to support are closed"),
}
HELP: Mapping[str, Words] = {
    "balances": _(
        "Balances: convert tiny amounts into one coin, then withdraw it. What is too little to withdraw can be given up on the "
        "next page."
    ),
    "positions": _(
        "Orders and positions: open Orders and cancel all, then close margin and futures positions. Staked coins come free "
        "after the time shown there."
    ),
    "transfers": _(
        "Pending transfers: look at Funding, History. A crypto transfer needs its confirmations, a bank transfer some "
        "working days."
    ),
    "history": _(
        "History and tax papers: open Documents, choose the years and export them. Once the account is closed, nobody can do "
        "that for you there."
    ),
    "keys": _("API keys and other apps: open Security, then API and Connected apps. Delete every line."),
    "recurring": _("Recurring purchases: open Buy, then Recurring, and cancel each plan."),
    "banks": _(
        "Banks and cards: open Funding, then the bank or card, and remove it. One in use comes free when its transfer has arrived."
    ),
    "requests": _(
        "Other requests: close them on their own pages, under “Follow my request”. If one must stay open, say so to the agent."
    ),
}


def left_to_do(answers: Answers) -> list[str]:
    """The codes of what is not done yet; nothing before the question."""
    done = answers.get("done")
    return [] if done is None else [code for code in TO_DO if code not in done]


def something_is_left(asking: Asking) -> Ending | None:
    """What is not done cannot be undone later: the page helps with just that, and does not block who cannot do it."""
    left = left_to_do(asking.answers)
    if not left:
        return None
    title = ngettext_lazy(
        "%(number)d thing to do before the account closes",
        "%(number)d things to do before the account closes",
        "number",
    )
    return Ending(
        slug="end-to-do",
        title=title % {"number": len(left)},
        paragraphs=(
            _("Most of it cannot be done once the account is closed. Nothing was sent."),
            _("Do them, come back and tick them. If you cannot, go on: the agent sees which are left."),
        ),
        steps=[HELP[code] for code in left],
        anyway=_("I cannot do these: go on"),
        kept=True,
    )


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """What the person could not do."""
    return [format_lazy(_("Not done: “{item}”"), item=TO_DO[code]) for code in left_to_do(answers)]


def tags(answers: Answers) -> Sequence[str]:
    """Whether something is left, and whether the person asks for their data as well."""
    wish = answers.get("data_request")
    return (
        "account:close",
        *(("account:not_ready",) if left_to_do(answers) else ()),
        *((f"privacy:{wish}",) if wish in {"copy", "erasure"} else ()),
    )


request = RequestType(
    slug="close-account",
    group=Group.IDENTITY,
    title=_("Close my account"),
    tiles=(Tile.ACCOUNT,),
    summary=_("For good: what to do first, and what closing does not delete."),
    keywords="close my account, close account, closing my account, account closure, delete my account, delete account, "
    "cancel my account, shut down my account, terminate my account, remove my account, leave the exchange, I want "
    "to leave, stop using the exchange, deactivate my account, fermer mon compte, fermer le compte, fermeture de "
    "compte, clôturer mon compte, clôture du compte, supprimer mon compte, suppression de compte, résilier mon "
    "compte, désactiver mon compte, je veux partir, quitter la plateforme, arrêter mon compte, cancel everything, "
    "I do not want my account anymore, je ne veux plus de mon compte, résilier",
    access=Access.SIGNED_IN,
    queue="account-access",
    base_priority=Priority.LOW,
    four_eyes=Change.CLOSING,
    tags=tags,
    facts=facts,
    minutes=6,
    intro=(
        _("Closing is for good. The next pages help you to take out everything that is yours first."),
        _(
            "It does not delete everything: laws on money make the exchange keep records of you and your transactions for years."
        ),
    ),
    needs=(
        _("Your account without balances, orders and pending transfers"),
        _("Your public account ID: it stands in the exchange under your profile, and starts with AA"),
    ),
    reply=TOLD_BEFORE,
    next_steps=(
        READ_BY_AN_AGENT,
        TWO_AGENTS,
        _("Until it is closed you can stop it: by a message here, or by the button in the email."),
        NOT_AGAIN,
    ),
    steps=(
        one_of(
            slug="reason",
            name="reason",
            title=_("Why would you like to close it?"),
            options={
                "not_needed": _("I do not need it any more"),
                "fees": _("Fees are too high"),
                "another": _("I use another exchange"),
                "difficult": _("It is too hard to use"),
                "support": _("I am not happy with support"),
                "privacy": _("I want my data to be gone"),
                "hacked": _("Somebody got into my account"),
                "other": _("Another reason"),
            },
            required=_("Select why you would like to close it"),
        ),
        a_line(
            slug="other-reason",
            name="other_reason",
            title=_("What is the reason?"),
            required=_("Write the reason in a few words"),
            when=Is("reason", "other"),
        ),
        Step(
            slug="to-do",
            title=_("What have you done already?"),
            hint=_("Tick what is done or what you never had. Each has help, if you cannot do it."),
            fields=lambda: {"done": checklist(_("What have you done already?"), TO_DO, HELP)},
        ),
        one_of(
            slug="balance",
            name="remaining_balance",
            title=_("Is anything left in the account?"),
            options={
                "none": _("No, nothing"),
                "dust": _("A little that I give up"),
                "cannot_withdraw": _("Yes, and I cannot withdraw it"),
            },
            required=_("Select whether anything is left"),
        ),
        one_of(
            slug="data",
            name="data_request",
            title=_("Would you like something done with your data?"),
            hint=_("What the law makes the exchange keep stays, whatever you choose."),
            options={
                "none": _("No"),
                "copy": _("Send me a copy of it"),
                "erasure": _("Erase what may be erased"),
            },
            required=_("Select what should be done with your data"),
        ),
        Step(
            slug="better",
            title=_("What could we have done better?"),
            skip=_("Nothing to add"),
            fields=lambda: {
                "improvement": details(_("What could we have done better?"), minimum=0, maximum=2_000, required=False)
            },
        ),
        account_email,
        Step(
            slug="confirm",
            title=_("Which account should be closed?"),
            hint=_(
                "Type its public ID, so that the right one is closed. It stands in the exchange under your profile."
            ),
            fields=lambda: {
                "confirm": account_id(_("Public account ID"), required=_("Enter the public ID of the account to close"))
            },
        ),
    ),
    exits=(
        HandOver(
            when=Is("reason", "hacked"),
            to="suspicious-activity",
            leave=("reason",),
            notice=_("Before closing, stop whoever got in: these questions protect your account sooner."),
        ),
    ),
    cautions=(
        Caution(
            when=Is("data_request", "copy", "erasure"),
            text=_(
                "Your request about your data goes to our privacy team. They answer within one month, also after closing."
            ),
        ),
        Caution(
            when=Is("remaining_balance", "dust"),
            text=_("What you give up is gone when the account closes. Nobody can pay it out later."),
        ),
    ),
    endings=(
        Ending(
            slug="end-withdraw-first",
            when=Is("remaining_balance", "cannot_withdraw"),
            title=_("First get out what is yours"),
            paragraphs=(
                _("An account with your money in it is not closed. A withdrawal that fails is a request of its own."),
                _("Nothing was sent. When the account is empty, come back, change your answer, and go on."),
            ),
            steps=(
                _("Send a request about the withdrawal first."),
                _("Until it is settled, leave the account as it is."),
            ),
            offer=HandOver(
                to="crypto-withdrawal",
                notice=_("Tell us here about the withdrawal. Your answers came along."),
                leave=("reason",),
            ),
            kept=True,
        ),
    ),
    gates=(Gate(slug="end-to-do", judge=something_is_left),),
    agent_checks=(
        _("The public ID belongs to the account of the address that is signed in."),
        _(
            "Balances, open orders, holds and investigations: none may be left. Under investigation, ask security first."
        ),
        _("Look at what the law makes us keep, and say so in the answer."),
        Caution(
            when=Is("data_request", "copy", "erasure"),
            text=_("A request about data: hand it to the privacy queue. Its month runs from the day of this request."),
        ),
    ),
)
