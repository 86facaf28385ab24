"""Coins were sent to the account and do not show (domain D1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_catalog.assets import WITH_MEMO, Minimum, minimum_of
from forms_catalog.crypto_steps import asset, asset_name, how_much, network, odd_transaction, where_to
from forms_catalog.definition import (
    Access,
    All,
    Answers,
    Asking,
    Caution,
    Dialog,
    Ending,
    FilePolicy,
    Gate,
    Group,
    Is,
    Not,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Words,
)
from forms_catalog.fields import latest_of, moment, moment_has_come, moment_or_day, transaction_id
from forms_catalog.shared_notices import DAY_IS_ENOUGH, WHAT_NEXT
from forms_catalog.shared_steps import a_line, account_email, anything_else, one_of
from tickets.states import Priority

MEMO_LOST = Is("problem", "memo_missing")
ASTRAY = Is("problem", "wrong_network", "unsupported")


def _coins(amount: Decimal, coin: str) -> str:
    return f"{number_format(amount, force_grouping=True)}\u00a0{coin}"


coins = lazy(_coins, str)
"""In: an amount and its coin. Out: both in lazy words, on one line."""


def too_small(answers: Answers, now: datetime) -> Minimum | None:
    """The minimum that a deposit is strictly under, if there is one for its coin."""
    if not answers.get("amount"):
        return None
    least = minimum_of(asset=str(answers.get("asset", "")), on=now.date())
    return least if least and Decimal(str(answers["amount"])) < least.amount else None


def tell_the_minimum(asking: Asking) -> Ending | None:
    """Inform about a deposit under the minimum, and block nothing (R9)."""
    least = too_small(asking.answers, asking.now)
    if least is None:
        return None
    given = coins(Decimal(str(asking.answers["amount"])), least.asset)
    numbers = {"given": given, "least": coins(least.amount, least.asset)}
    return Ending(
        slug="end-minimum",
        title=_("Deposits under the minimum"),
        paragraphs=(
            format_lazy(_("You entered {given}. The smallest deposit we know of is {least}."), **numbers),
            _(
                "A smaller deposit may not be credited. Our figure is an old one: the deposit page of your account shows "
                "the one that counts today."
            ),
            _("Your answers and files are kept. Nothing was sent."),
        ),
        steps=(
            _("Open the deposit page of your account, and choose this coin and its network."),
            _("Read the minimum there. If your deposit reaches it, go on here: we look for it."),
            _("If it does not, send nothing more yet. Go on here, and an agent tells you what can be done."),
        ),
        anyway=_("Go on with my request"),
        dialog=Dialog(
            title=_("This deposit is under the minimum"),
            text=format_lazy(_("The smallest deposit we know of is {least}; you entered {given}."), **numbers),
            more=_("OK, tell me more"),
            stay=_("Cancel, stay here"),
        ),
    )


def is_late(answers: Answers, now: datetime) -> bool:
    """Whether a deposit has been under way for too long."""
    sent = answers.get("sent_at")
    return bool(sent) and now - latest_of(moment_or_day(str(sent))) > timedelta(hours=settings.DEPOSIT_LATE_HOURS)


def facts(answers: Answers, now: datetime) -> Sequence[Words]:
    """What an agent would have to look up or to reckon."""
    least, found = too_small(answers, now), []
    if least:
        words = _("Under the minimum of {least}, a figure from {source}.")
        found.append(format_lazy(words, least=coins(least.amount, least.asset), source=least.source))
    if is_late(answers, now):
        hours = settings.DEPOSIT_LATE_HOURS
        found.append(format_lazy(_("Sent more than {hours} hours before this request."), hours=hours))
    return found


request = RequestType(
    slug="crypto-deposit",
    group=Group.MONEY,
    title=_("Crypto deposit problem"),
    summary=_("Coins that you sent to your account do not show in your balance."),
    keywords="crypto deposit, deposit not arrived, deposit missing, missing crypto deposit, deposit not credited, deposit "
    "pending, bitcoin deposit not received, eth deposit not showing, sent coins to the wrong network, deposit "
    "wrong network, forgot the memo, missing memo, destination tag missing, forgot destination tag, deposit below "
    "minimum, unsupported token deposit, usdt deposit, transaction confirmed but not credited, dépôt crypto, "
    "dépôt de cryptos, dépôt pas arrivé, dépôt non crédité, dépôt manquant, dépôt en attente, dépôt bitcoin non "
    "reçu, mauvais réseau de dépôt, oublié le mémo, mémo oublié, tag de destination oublié, dépôt sous le "
    "minimum, dépôt inférieur au minimum, jeton non pris en charge, sent from my wallet not received, coins not "
    "credited, sent below the minimum, sent the wrong coin, envoyé depuis mon wallet pas reçu, cryptos pas "
    "créditées, mauvais réseau, coins I sent did not arrive, les cryptos envoyées ne sont pas arrivées",
    access=Access.SIGNED_IN,
    queue="crypto-ops",
    base_priority=Priority.NORMAL,
    overdue=is_late,
    tags=("funds:crypto_in",),
    minutes=5,
    intro=(
        _("A deposit shows once its network has confirmed it. Most arrive by themselves."),
        _("With the transaction ID an agent can follow yours on the blockchain."),
    ),
    needs=(
        _("The transaction ID, from the wallet or exchange that sent it"),
        _("The coin, its network, the amount and the time"),
    ),
    reply=_("We usually answer within one or two working days."),
    next_steps=(_("An agent looks for your deposit on the blockchain."), *WHAT_NEXT),
    self_help=SelfHelp(
        title=_("What most often keeps a deposit back"),
        intro=_("Compare the sending wallet with the deposit page of your account:"),
        steps=(
            SelfHelpStep(
                _("Count the confirmations"),
                _("A blockchain explorer shows them. The deposit page says how many this coin needs."),
            ),
            SelfHelpStep(
                _("Compare coin, token standard and network"),
                _("They must be the same on both sides. A token sent over another network does not show by itself."),
            ),
            SelfHelpStep(
                _("Compare address, and memo or tag"),
                _("The address must be yours and not have expired. Some coins also need the memo or tag beside it."),
            ),
            SelfHelpStep(
                _("Compare the amount with the minimum"),
                _("Each coin has a smallest deposit. The deposit page shows it."),
            ),
            SelfHelpStep(
                _("Look at the sending side"),
                _("An old wallet program may never have sent it. Deposits out of a mixer are not credited."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="problem",
            name="problem",
            title=_("What is wrong with the deposit?"),
            options={
                "not_credited": _("It is confirmed, and still not in my balance"),
                "confirming": _("It still waits for confirmations"),
                "wrong_network": _("I sent it over the wrong network"),
                "unsupported": _("I sent a coin or token that you may not take"),
                "memo_missing": _("The memo or tag is missing or wrong"),
                "other": _("Something else"),
            },
            required=_("Select what is wrong"),
        ),
        asset,
        asset_name,
        network,
        how_much,
        Step(
            slug="transaction",
            title=_("What is its transaction ID?"),
            warn=odd_transaction,
            fields=lambda: {
                "tx_hash": transaction_id(
                    _("What is its transaction ID?"),
                    hint=_("Also called hash or TxID. The sending wallet or exchange shows it beside the transfer."),
                    required=_("Enter the transaction ID: without it nobody can find the deposit"),
                )
            },
        ),
        where_to(
            title=_("Which address did you send it to?"),
            hint=_("Copy it from the sending wallet, not from the deposit page."),
        ),
        a_line(
            slug="memo",
            name="memo",
            title=_("Which memo or tag did you send with it?"),
            hint=_("It stands beside the address. The sending wallet shows it with the transfer."),
            when=All(Is("asset", *WITH_MEMO), Not(MEMO_LOST)),
            required=_("Enter the memo or tag; if you sent none, go back and say that it is missing"),
        ),
        Step(
            slug="when",
            title=_("When did you send it?"),
            hint=DAY_IS_ENOUGH,
            check=moment_has_come("sent_at"),
            fields=lambda: {
                "sent_at": moment(
                    _("When did you send it?"), required=_("Enter the day on which you sent it"), day_is_enough=True
                )
            },
        ),
        one_of(
            slug="from",
            name="from",
            title=_("Where did you send it from?"),
            options={
                "own_wallet": _("A wallet of my own"),
                "exchange": _("Another exchange or service"),
                "other": _("Somewhere else, or somebody else sent it"),
            },
            required=_("Select where it was sent from"),
        ),
        account_email,
        anything_else,
    ),
    endings=(
        Ending(
            slug="end-confirming",
            when=Is("problem", "confirming"),
            title=_("It is on its way: the network still confirms it"),
            paragraphs=(
                _("Nobody can make a network faster, not even support. Nothing is lost, and nothing was sent to us."),
            ),
            steps=(
                _("Open a blockchain explorer for this network, and search for the transaction ID."),
                _("Compare its confirmations with the number on the deposit page of your account."),
                _("Once it has them all and your balance has not changed, come back and choose “confirmed”."),
            ),
        ),
        Ending(
            slug="end-astray",
            when=ASTRAY,
            title=_("It may be recovered, but not always"),
            paragraphs=(
                _("What was sent over another network or as another token does not show by itself."),
                _("Where a recovery is possible it takes time, and a fee may be taken from it. We tell you before."),
            ),
            steps=(
                _("Send nothing more to this address over this network."),
                _("Keep the transaction ID: everything hangs on it."),
                _("Trust nobody who offers to bring it back for money or for a phrase."),
            ),
            anyway=_("Ask for a recovery"),
        ),
    ),
    gates=(Gate(slug="end-minimum", judge=tell_the_minimum, over="amount"),),
    cautions=(
        Caution(
            when=MEMO_LOST,
            text=_(
                "Without the right memo or tag we need proof that the deposit is yours: a picture of the sending side "
                "with the transfer, its amount and its transaction ID."
            ),
        ),
    ),
    files=FilePolicy(
        title=_("Add pictures of the transfer"),
        hint=_("Most useful: the sending side with the amount, the address and the transaction ID."),
        roles={
            "transfer_proof": _("The transfer on the sending side"),
            "screenshot": _("Screenshot"),
            "other": _("Something else"),
        },
        required_roles=lambda answers: ["transfer_proof"] if MEMO_LOST(answers) else [],
    ),
    facts=facts,
    agent_checks=(
        _("Look the transaction up on its chain: network, coin, amount, address, memo and confirmations."),
        _("Credit it, or refuse it with the reason."),
        Caution(
            when=MEMO_LOST, text=_("Compare the picture of the sending side with the transaction before crediting.")
        ),
        Caution(when=ASTRAY, text=_("Name the fee, and wait for a yes, before a recovery begins.")),
    ),
)
