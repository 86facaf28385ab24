"""Coins were sent out of the account and do not arrive, or cannot be sent (domain D2)."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forms_catalog.crypto_steps import asset, asset_name, how_much, network, odd_transaction, where_to
from forms_catalog.definition import (
    Access,
    All,
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
    SelfHelp,
    SelfHelpStep,
    Step,
)
from forms_catalog.fields import moment, moment_has_come, short_text, transaction_id
from forms_catalog.holds import END_HOLD, end_of_hold
from forms_catalog.shared_notices import DAY_IS_ENOUGH, WHAT_NEXT
from forms_catalog.shared_steps import account_email, anything_else, one_of
from tickets.states import Priority

BLOCKED = Is("problem", "pending", "on_hold", "address_mail")
ASTRAY = Is("problem", "wrong_address", "wrong_network")
ON_HOLD = Is("problem", "on_hold")
FINAL = _(
    "A transfer on a blockchain cannot be called back: once it is confirmed, only whoever holds that address can send it on."
)
HOLD_HOURS: Mapping[str, int] = {
    "first_purchase": settings.FIRST_PURCHASE_HOLD_HOURS,
    "bank_link": settings.BANK_LINK_HOLD_HOURS,
    "new_password": settings.NEW_ADDRESS_HOLD_HOURS,
}
"""How long each cause holds a withdrawal; a cause that is not here has no clock of its own."""
LINK = format_lazy(
    ngettext_lazy(
        "The link in the mail about a new address works for {hours} hour.",
        "The link in the mail about a new address works for {hours} hours.",
        settings.ADDRESS_LINK_HOURS,
    ),
    hours=settings.ADDRESS_LINK_HOURS,
)


def wait_for_the_hold(asking: Asking) -> Ending | None:
    """A hold that runs by the clock ends by itself; its end is told."""
    hours = HOLD_HOURS.get(str(asking.answers.get("hold_cause", "")), 0)
    return end_of_hold(begun=str(asking.answers.get("hold_since") or ""), hours=hours, asking=asking)


request = RequestType(
    slug="crypto-withdrawal",
    group=Group.MONEY,
    title=_("Crypto withdrawal problem"),
    summary=_("Coins that you send out do not arrive, or the withdrawal is held."),
    keywords="crypto withdrawal, withdrawal pending, withdrawal stuck, withdrawal on hold, withdrawal hold, cannot "
    "withdraw, can’t withdraw my crypto, withdrawal not arrived, withdrawal missing, withdrawal delayed, sent to "
    "the wrong address, withdrew to the wrong address, withdrew on the wrong network, withdrawal limit, "
    "withdrawal limits, withdrawal address confirmation, confirm withdrawal address, new withdrawal address, "
    "withdraw bitcoin, retrait crypto, retrait bloqué, retrait en attente, retrait pas arrivé, retrait non reçu, "
    "retrait retenu, impossible de retirer mes cryptos, je ne peux pas retirer, envoyé à la mauvaise adresse, "
    "retrait mauvais réseau, limite de retrait, plafond de retrait, confirmer une adresse de retrait, nouvelle "
    "adresse de retrait, cannot send my crypto out, withdrawal not received in my wallet, cannot move my coins to "
    "my wallet, sortir mes cryptos, retrait pas reçu sur mon wallet, withdrawal processing, retrait en cours",
    access=Access.SIGNED_IN,
    queue="crypto-ops",
    base_priority=Priority.HIGH,
    urgency=lambda answers: Priority.HIGH if BLOCKED(answers) else Priority.NORMAL,
    tags=("funds:crypto_out",),
    minutes=5,
    intro=(
        _("For a withdrawal of coins that you asked for yourself."),
        _("If you did not ask for it, say so on the first page: those questions reach security at once."),
    ),
    needs=(_("The coin, its network, the amount and the address"), _("The transaction ID, if there is one already")),
    reply=_("A withdrawal that is stuck is looked at sooner."),
    next_steps=(_("An agent looks at the withdrawal, and for the reason of a hold."), *WHAT_NEXT),
    self_help=SelfHelp(
        title=_("Why a withdrawal may wait"),
        intro=_("A hold ends by itself. Nobody can shorten it, not even support."),
        steps=(
            SelfHelpStep(
                _("After a first purchase"),
                format_lazy(
                    _("A first purchase by card, digital wallet or ACH is held for up to {hours} hours."),
                    hours=settings.FIRST_PURCHASE_HOLD_HOURS,
                ),
            ),
            SelfHelpStep(
                _("After a deposit from a linked bank account"),
                format_lazy(
                    _("Each ACH deposit of this kind is held for {days} days."),
                    days=settings.BANK_LINK_HOLD_HOURS // 24,
                ),
            ),
            SelfHelpStep(
                _("After a new password"),
                format_lazy(
                    _("New addresses wait for up to {hours} hours. Those you had before work as ever."),
                    hours=settings.NEW_ADDRESS_HOLD_HOURS,
                ),
            ),
            SelfHelpStep(
                _("Before a new address is confirmed"),
                format_lazy(_("{link} After that, ask for a new one."), link=LINK),
            ),
            SelfHelpStep(
                _("While orders are open"),
                _("What an open order or a margin position needs cannot be withdrawn. Cancel or close it first."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="problem",
            name="problem",
            title=_("What is wrong with the withdrawal?"),
            options={
                "pending": _("It is pending, or has not arrived"),
                "on_hold": _("It is on hold"),
                "wrong_address": _("I sent it to the wrong address"),
                "wrong_network": _("I sent it over the wrong network"),
                "limits": _("A limit stops me"),
                "address_mail": _("The mail to confirm a new address does not come"),
                "not_mine": _("I did not ask for this withdrawal"),
                "other": _("Something else"),
            },
            required=_("Select what is wrong"),
        ),
        one_of(
            slug="cause",
            name="hold_cause",
            title=_("What did you do before the hold?"),
            hint=_("The latest of these counts."),
            when=ON_HOLD,
            options={
                "unsure": _("None of these, or I don’t know"),
                "first_purchase": _("A first purchase by card, digital wallet or ACH"),
                "bank_link": _("A deposit from a linked bank account (ACH)"),
                "new_password": _("A new password, then a new address"),
            },
            required=_("Select what you did before the hold"),
        ),
        Step(
            slug="since",
            title=_("When did you do that?"),
            hint=_("With the time we can tell you when the hold ends."),
            when=All(ON_HOLD, Not(Is("hold_cause", "unsure"))),
            check=moment_has_come("hold_since"),
            skip=_("I don’t know"),
            fields=lambda: {"hold_since": moment(_("When did you do that?"))},
        ),
        asset,
        asset_name,
        network,
        how_much,
        Step(
            slug="transaction",
            title=_("Which numbers does the withdrawal have?"),
            hint=_("Your account shows them beside the withdrawal. One of the two is enough."),
            skip=_("It has none yet"),
            warn=odd_transaction,
            fields=lambda: {
                "tx_hash": transaction_id(_("Transaction ID (hash)")),
                "withdrawal_reference": short_text(_("Reference of the withdrawal"), maximum=60),
            },
        ),
        where_to(
            title=_("Which address did you send it to?"),
            hint=_("Copy it from the withdrawal as your account shows it."),
        ),
        Step(
            slug="when",
            title=_("When did you ask for the withdrawal?"),
            hint=DAY_IS_ENOUGH,
            check=moment_has_come("requested_at"),
            fields=lambda: {
                "requested_at": moment(
                    _("When did you ask for the withdrawal?"),
                    required=_("Enter the day on which you asked for it"),
                    day_is_enough=True,
                )
            },
        ),
        account_email,
        anything_else,
    ),
    exits=(
        HandOver(
            when=Is("problem", "not_mine"),
            to="suspicious-activity",
            gives={"what_happened": "unknown_withdrawal"},
            carry={"tx_hash": "tx_hashes", "to_address": "addresses"},
            notice=_("A withdrawal that was not you is an emergency: these questions protect you sooner."),
        ),
    ),
    endings=(
        Ending(
            slug="end-address-mail",
            when=Is("problem", "address_mail"),
            title=_("Ask for a new mail, and use it at once"),
            paragraphs=(
                format_lazy(_("{link} A newer mail ends those before it. Nothing was sent to us."), link=LINK),
            ),
            steps=(
                _("Look into spam and junk, and into folders that filters fill."),
                _("Open the list of addresses in your account, and have the mail sent again, once."),
                _("Open the newest mail only, and confirm the address that you know as yours."),
            ),
            anyway=_("No mail comes: report it"),
        ),
        Ending(
            slug="end-astray",
            when=ASTRAY,
            title=_("A confirmed transfer is final"),
            paragraphs=(FINAL, _("We cannot reach into another wallet. An agent can only look where it went.")),
            steps=(
                _("If it still says “pending” in your account, cancel it there now."),
                _("If the address belongs to another service, ask its support: it may hold the key."),
                _("Trust nobody who offers to bring it back for money or for a phrase."),
            ),
            anyway=_("Ask an agent all the same"),
        ),
    ),
    gates=(Gate(slug=END_HOLD, judge=wait_for_the_hold),),
    cautions=(Caution(when=ASTRAY, text=FINAL),),
    files=FilePolicy(
        title=_("Add a screenshot of the withdrawal"),
        hint=_("Most useful: the withdrawal in your account with its state and its address."),
        roles={"screenshot": _("Screenshot"), "transfer_proof": _("The transfer"), "other": _("Something else")},
    ),
    agent_checks=(
        Caution(when=BLOCKED, text=_("Find the reason of the hold, and when it ends. Promise no earlier end.")),
        Caution(when=ASTRAY, text=_("Look where it went. A transfer on a chain is final: say so.")),
        _("If anything suggests that it was not the customer, hand it to security as P1."),
    ),
)
