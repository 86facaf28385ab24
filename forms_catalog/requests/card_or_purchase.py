"""A purchase by card, digital wallet or ACH failed, or its coins do not show (domain D4)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_catalog.assets import ACH_EXCLUDED, CURRENCY_NAMES
from forms_catalog.crypto_steps import asset, asset_name
from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Ending,
    FilePolicy,
    Gate,
    Group,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Words,
)
from forms_catalog.fields import amount, choice, last_digits, moment, moment_has_come, short_text
from forms_catalog.holds import END_HOLD, end_of_hold
from forms_catalog.shared_notices import DAY_IS_ENOUGH, WHAT_NEXT
from forms_catalog.shared_steps import account_email, anything_else, one_of
from tickets.states import Priority

BY_CARD = Is("purchase_way", "card", "wallet")
BY_ACH = Is("purchase_way", "ach")
NO_ACH = Is("ach_residence", *ACH_EXCLUDED, "abroad")
HELD = Is("problem", "hold")
FROM_THE_BANK = Is("paid_from", "bank")
_BANK_WORDS = re.compile(
    r"\b(?:bank account|checking account|ach|plaid|compte (?:bancaire|courant|en banque)|prélèvement)\b",
    re.IGNORECASE,
)


def rather_ach(given: Answers, asking: Asking) -> Sequence[Words]:
    """Somebody chose card or wallet, and what they pick or write speaks of a bank account (H1): a hint, and no more."""
    told = str(asking.answers.get("description") or "")
    if not BY_CARD(given) or not (FROM_THE_BANK(asking.answers) or _BANK_WORDS.search(told)):
        return []
    return [
        _(
            "You paid from a bank account? Then change this answer to “ACH instant purchase”: "
            "the questions change with it, and your other answers stay."
        )
    ]


def wait_for_the_hold(asking: Asking) -> Ending | None:
    """What was bought for the first time is held; its end is told."""
    if not HELD(asking.answers):
        return None
    begun = str(asking.answers.get("when") or "")
    return end_of_hold(begun=begun, hours=settings.FIRST_PURCHASE_HOLD_HOURS, asking=asking)


request = RequestType(
    slug="card-or-purchase",
    group=Group.MONEY,
    title=_("Card or instant purchase"),
    summary=_("A payment by card, digital wallet or ACH was declined, or what you bought does not show."),
    keywords="card declined, card refused, card payment, card payment failed, credit card declined, debit card declined, "
    "buy crypto with card, card purchase, instant purchase, buy crypto failed, purchase failed, payment failed, "
    "charged twice, charged but no crypto, charged but not credited, Apple Pay, Google Pay, ACH instant purchase, "
    "ACH purchase, purchase on hold, refund of a purchase, card refund, 3D Secure failed, carte refusée, paiement "
    "refusé, paiement par carte, achat par carte, carte bancaire refusée, achat instantané, achat échoué, acheter "
    "des cryptos par carte, débité mais rien reçu, débité deux fois, carte débitée, remboursement d’un achat, "
    "remboursement carte, échec du paiement, bought but no coins, card payment taken but nothing received, cannot "
    "buy with my card, acheté mais pas de cryptos, ma carte ne passe pas, impossible d’acheter",
    access=Access.SIGNED_IN,
    queue="fiat-payments",
    base_priority=Priority.NORMAL,
    tags=("funds:purchase",),
    minutes=4,
    intro=(
        _("For what you bought at once and paid by card, digital wallet or ACH."),
        _("We never need your whole card number: its last four digits are enough."),
    ),
    needs=(_("The amount, the currency and the time of the purchase"), _("The message you saw, if there was one")),
    reply=_("We usually answer within one or two working days."),
    next_steps=(_("An agent looks for the payment with the payment service."), *WHAT_NEXT),
    self_help=SelfHelp(
        title=_("What most often helps"),
        intro=_("Try these first, if the payment was declined or what you bought is held."),
        steps=(
            SelfHelpStep(
                _("Ask your bank or card issuer"),
                _("Most refusals come from there. Some block purchases of crypto until you allow them."),
            ),
            SelfHelpStep(
                _("Confirm the payment in your bank’s app"),
                _("If its confirmation never opens, use another browser, or the exchange’s own app."),
            ),
            SelfHelpStep(
                _("Look at the name and the limit"),
                _("The card must be in your own name. Your account shows how much you can buy."),
            ),
            SelfHelpStep(
                _("Wait for the end of a hold"),
                format_lazy(
                    _("What you buy for the first time cannot be withdrawn for up to {hours} hours. You can trade it."),
                    hours=settings.FIRST_PURCHASE_HOLD_HOURS,
                ),
            ),
        ),
    ),
    steps=(
        replace(
            one_of(
                slug="way",
                name="purchase_way",
                title=_("How did you pay?"),
                options={
                    "card": _("By debit or credit card"),
                    "wallet": _("By digital wallet, like Apple Pay or Google Pay"),
                    "ach": _("ACH instant purchase, from a US bank account"),
                    "other": _("In another way"),
                },
                required=_("Select how you paid"),
            ),
            warn=rather_ach,
        ),
        one_of(
            slug="paid-from",
            name="paid_from",
            title=_("Where was the money taken from?"),
            when=BY_CARD,
            options={
                "card": _("From the card"),
                "bank": _("Straight from a bank account"),
                "nothing": _("From nowhere: nothing was taken"),
                "unsure": _("I don’t know"),
            },
            required=_("Select where the money was taken from"),
        ),
        one_of(
            slug="residence",
            name="ach_residence",
            title=_("Where do you live?"),
            hint=_("ACH purchases are offered in the United States, and not in every state."),
            when=BY_ACH,
            options={
                "us": _("In another US state than these"),
                **ACH_EXCLUDED,
                "abroad": _("Outside the United States"),
            },
            required=_("Select where you live"),
        ),
        one_of(
            slug="problem",
            name="problem",
            title=_("What is wrong with the purchase?"),
            options={
                "declined": _("The payment was declined"),
                "not_credited": _("I was charged, and nothing was credited"),
                "hold": _("I cannot withdraw what I bought"),
                "refund": _("I wait for a refund"),
                "other": _("Something else"),
            },
            required=_("Select what is wrong"),
        ),
        asset,
        asset_name,
        Step(
            slug="amount",
            title=_("How much did you pay?"),
            fields=lambda: {
                "amount": amount(
                    _("Amount"),
                    hint=_("With fees, as a plain number, like 250.50."),
                    required=_("Enter the amount, as a plain number like 250.50"),
                    decimals=2,
                ),
                "currency": choice(_("Currency"), CURRENCY_NAMES, required=_("Select the currency")),
            },
        ),
        Step(
            slug="when",
            title=_("When did you pay?"),
            hint=DAY_IS_ENOUGH,
            check=moment_has_come("when"),
            fields=lambda: {
                "when": moment(
                    _("When did you pay?"), required=_("Enter the day on which you paid"), day_is_enough=True
                )
            },
        ),
        Step(
            slug="card",
            title=_("What are the last 4 digits of the card?"),
            hint=_("Only these four. Never write the whole number or the code on the back."),
            when=BY_CARD,
            skip=_("I don’t have it"),
            fields=lambda: {"card_last4": last_digits(_("Last 4 digits of the card"))},
        ),
        Step(
            slug="bank",
            title=_("Which bank account was it paid from?"),
            hint=_("Never write the whole number. Its last four digits are enough."),
            when=BY_ACH,
            fields=lambda: {
                "bank_name": short_text(_("Name of the bank"), required=_("Enter the name of the bank"), maximum=100),
                "account_last4": last_digits(_("Last 4 digits of the account number")),
            },
        ),
        account_email,
        anything_else,
    ),
    endings=(
        Ending(
            slug="end-ach",
            when=NO_ACH,
            title=_("ACH purchases are not offered where you live"),
            paragraphs=(
                _("They are for people who live in the United States, and some states are left out."),
                _("Nothing was sent. If money was taken all the same, go on."),
            ),
            steps=(
                _("Look in your bank’s app whether anything was taken."),
                _("To buy, use a card or a bank transfer: your account shows the ways you have."),
            ),
            anyway=_("Money was taken: go on"),
        ),
    ),
    gates=(Gate(slug=END_HOLD, judge=wait_for_the_hold),),
    files=FilePolicy(
        title=_("Add a screenshot, if you have one"),
        hint=_("The message, or the entry in your bank’s app. Cover the card number."),
        roles={
            "screenshot": _("Screenshot"),
            "bank_statement": _("Bank statement"),
            "other": _("Something else"),
        },
    ),
    agent_checks=(
        _("Look the payment up with the payment service, by amount, time and last digits."),
        Caution(when=HELD, text=_("Say when the hold ends. Promise no earlier end.")),
        Caution(when=FROM_THE_BANK, text=_("The money came from a bank account: look among ACH purchases too.")),
        Caution(when=NO_ACH, text=_("ACH is not offered at this residence: check why the purchase was possible.")),
    ),
)
