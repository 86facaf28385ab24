"""An order or a trade did something else than its owner expected (domain D5)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Caution,
    FilePolicy,
    Group,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
)
from forms_catalog.fields import choice, details, lines, moment, moment_has_come, short_text
from forms_catalog.shared_notices import WHAT_NEXT
from forms_catalog.shared_steps import account_email, anything_else, one_of
from tickets.states import Priority

MARKET_FAULT = Is("impact", "stuck", "everybody")

request = RequestType(
    slug="trading-order",
    group=Group.MONEY,
    title=_("Orders and trading"),
    summary=_("An order was not filled, cancelled or priced as you expected."),
    keywords="trading, order, order not filled, order not executed, order stuck, cannot cancel order, can’t cancel my "
    "order, order cancelled, order rejected, limit order, market order, stop loss, stop loss not triggered, take "
    "profit, wrong price, wrong fill, slippage, liquidation, liquidated, margin position, close position, cannot "
    "close my position, futures, trade problem, trade history, ordre, ordre non exécuté, ordre bloqué, ordre "
    "annulé, ordre refusé, impossible d’annuler un ordre, ordre limite, ordre au marché, stop loss pas déclenché, "
    "mauvais prix, mauvaise exécution, glissement, liquidation, position sur marge, fermer une position, "
    "impossible de fermer ma position, négociation, problème de trading, sold at the wrong price, bought at the "
    "wrong price, order filled at a bad price, position closed by itself, vendu au mauvais prix, acheté au "
    "mauvais prix",
    access=Access.SIGNED_IN,
    queue="trading",
    base_priority=Priority.NORMAL,
    urgency=lambda answers: Priority.HIGH if MARKET_FAULT(answers) else Priority.NORMAL,
    tags=("trade:order",),
    minutes=5,
    intro=(
        _("For orders that you placed yourself. We look at what the market did at that moment."),
        _("We explain what happened. Nobody at support tells you what to buy or to sell."),
    ),
    needs=(_("The order’s ID, its pair and the time"), _("What you expected, and what you saw")),
    reply=_("A position that cannot be closed is looked at sooner."),
    next_steps=(_("An agent compares your order with the records of the market."), *WHAT_NEXT),
    self_help=SelfHelp(
        title=_("Look at these first"),
        intro=_("If trading is disturbed for everybody, the exchange’s status page says so."),
        steps=(
            SelfHelpStep(
                _("Open the order in your history"),
                _("Its details show whether it is open, filled in part, cancelled or refused, and why."),
            ),
            SelfHelpStep(
                _("Compare its type with what the price did"),
                _("A limit order waits for its price. A stop order becomes a market order when it is touched."),
            ),
            SelfHelpStep(
                _("Look at what is free"),
                _("Other open orders and positions may hold the funds that this one needs."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="impact",
            name="impact",
            title=_("What does it do to you right now?"),
            options={
                "stuck": _("I cannot close or cancel, and the price moves"),
                "everybody": _("The whole market seems to stand still"),
                "loss": _("It cost me money, and is over"),
                "display": _("Something is shown wrong"),
                "question": _("Nothing: I want to understand it"),
            },
            required=_("Select what it does to you"),
        ),
        Step(
            slug="orders",
            title=_("Which orders is it about?"),
            hint=_("Your order history shows their IDs."),
            skip=_("I don’t have it"),
            fields=lambda: {"order_ids": lines(_("IDs of orders or trades"))},
        ),
        Step(
            slug="pair",
            title=_("What did you trade?"),
            fields=lambda: {
                "pair": short_text(
                    _("Pair"), hint=_("For example BTC/EUR."), required=_("Enter the pair, like BTC/EUR"), maximum=60
                ),
                "side": choice(
                    _("Side"), {"buy": _("Buy"), "sell": _("Sell")}, required=_("Select whether you bought or sold")
                ),
            },
        ),
        one_of(
            slug="type",
            name="order_type",
            title=_("What kind of order was it?"),
            options={
                "limit": _("Limit order"),
                "market": _("Market order"),
                "stop_loss": _("Stop loss or take profit"),
                "trailing_stop": _("Trailing stop"),
                "margin": _("An order on margin or futures"),
                "instant": _("A simple buy, sell or convert"),
                "unsure": _("I don’t know"),
            },
            required=_("Select the kind of order"),
        ),
        Step(
            slug="when",
            title=_("When did it happen?"),
            hint=_("To the minute if you can: the market of that moment is what we look at."),
            check=moment_has_come("ordered_at"),
            fields=lambda: {
                "ordered_at": moment(
                    _("When did it happen?"), required=_("Enter the day on which it happened"), day_is_enough=True
                )
            },
        ),
        Step(
            slug="what",
            title=_("What did you expect, and what did you see?"),
            hint=_("Prices and amounts help. Never write a code, a password or an API secret."),
            fields=lambda: {
                "expected": details(_("What you expected"), minimum=3, maximum=3_000),
                "seen": details(_("What you saw"), minimum=3, maximum=3_000),
            },
        ),
        account_email,
        anything_else,
    ),
    files=FilePolicy(
        title=_("Add a screenshot, if you have one"),
        hint=_("Most useful: the order with its details, and the chart at that moment."),
        roles={"screenshot": _("Screenshot"), "other": _("Something else")},
    ),
    agent_checks=(
        _("Compare the order with the engine’s records at that time. Give no advice on trading."),
        Caution(
            when=MARKET_FAULT,
            text=_("If it is the whole platform, raise this to P1 and open an incident; link the others to it."),
        ),
    ),
)
