"""Coins, their networks and smallest deposits, currencies and places: what the money requests offer, as data with dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words

MOST_DECIMALS = 30
"""Decimals of the amount of a coin: some have 18, and wallets show more."""

NETWORKS: Mapping[str, str] = {
    "bitcoin": "Bitcoin",
    "lightning": "Lightning",
    "ethereum": "Ethereum (ERC-20)",
    "arbitrum": "Arbitrum One",
    "base": "Base",
    "optimism": "Optimism",
    "polygon": "Polygon",
    "tron": "Tron (TRC-20)",
    "solana": "Solana",
    "xrp_ledger": "XRP Ledger",
    "cardano": "Cardano",
    "dogecoin": "Dogecoin",
    "litecoin": "Litecoin",
    "bitcoin_cash": "Bitcoin Cash",
    "polkadot": "Polkadot",
    "stellar": "Stellar",
    "cosmos": "Cosmos Hub",
    "hedera": "Hedera",
    "ton": "TON",
    "monero": "Monero",
}


@dataclass(frozen=True)
class Asset:
    """A coin: its name, the networks it moves on, and whether an address of it comes with a memo, tag or message."""

    name: str
    networks: Sequence[str]
    has_memo: bool = False


ASSETS: Mapping[str, Asset] = {
    "BTC": Asset("Bitcoin (BTC)", ("bitcoin", "lightning")),
    "ETH": Asset("Ether (ETH)", ("ethereum", "arbitrum", "base", "optimism")),
    "USDT": Asset("Tether (USDT)", ("ethereum", "tron", "solana", "arbitrum", "optimism", "polygon", "ton")),
    "USDC": Asset("USD Coin (USDC)", ("ethereum", "solana", "base", "arbitrum", "optimism", "polygon", "stellar")),
    "SOL": Asset("Solana (SOL)", ("solana",)),
    "XRP": Asset("XRP", ("xrp_ledger",), has_memo=True),
    "ADA": Asset("Cardano (ADA)", ("cardano",)),
    "DOGE": Asset("Dogecoin (DOGE)", ("dogecoin",)),
    "LTC": Asset("Litecoin (LTC)", ("litecoin",)),
    "BCH": Asset("Bitcoin Cash (BCH)", ("bitcoin_cash",)),
    "TRX": Asset("Tron (TRX)", ("tron",)),
    "DOT": Asset("Polkadot (DOT)", ("polkadot",)),
    "POL": Asset("Polygon (POL)", ("polygon", "ethereum")),
    "XLM": Asset("Stellar (XLM)", ("stellar",), has_memo=True),
    "ATOM": Asset("Cosmos (ATOM)", ("cosmos",), has_memo=True),
    "HBAR": Asset("Hedera (HBAR)", ("hedera",), has_memo=True),
    "TON": Asset("Toncoin (TON)", ("ton",), has_memo=True),
    "XMR": Asset("Monero (XMR)", ("monero",)),
}
"""On which networks a coin exists, whether or not the exchange takes it there: people also ask about the wrong one."""

OTHER_ASSET = "other"
ASSET_NAMES: Mapping[str, Words] = {
    **{code: each.name for code, each in ASSETS.items()},
    OTHER_ASSET: _("Another coin or token"),
}
NETWORK_NAMES: Mapping[str, Words] = {**NETWORKS, "other": _("Another network"), "unsure": _("I don’t know")}
WITH_MEMO = tuple(code for code, each in ASSETS.items() if each.has_memo)

CURRENCIES = ("EUR", "USD", "GBP", "CAD", "AUD", "CHF")
CURRENCY_NAMES: Mapping[str, Words] = {**{code: code for code in CURRENCIES}, "other": _("Another currency")}


def networks_of(asset: str) -> list[str]:
    """The networks to offer for a coin: its own, another, and not knowing; for a coin we do not list, all."""
    own = ASSETS[asset].networks if asset in ASSETS else tuple(NETWORKS)
    return [*own, "other", "unsure"]


@dataclass(frozen=True)
class Minimum:
    """The smallest deposit of a coin from a day on, and where we have the figure from."""

    asset: str
    amount: Decimal
    since: date
    source: Words


MINIMUMS: Sequence[Minimum] = (
    # The day is unknown and the figure old; it stands from the exchange's first year until a newer line is added.
    Minimum("ETH", Decimal("0.05"), date(2011, 1, 1), _("the dialog of the exchange’s earlier support form")),
)
"""A newer figure is a line of its own: older requests keep what was true for them."""


def minimum_of(*, asset: str, on: date) -> Minimum | None:
    """The smallest deposit of a coin that holds on a day; None where we know of none."""
    held = (each for each in MINIMUMS if each.asset == asset and each.since <= on)
    return max(held, key=lambda each: each.since, default=None)


ACH_EXCLUDED: Mapping[str, Words] = {"new_york": _("New York"), "washington": _("Washington State")}
"""States whose residents cannot buy by ACH, by the exchange's article on ACH purchases as an undated copy of it said in
November 2026."""

PROPER_NAMES = frozenset({"New York", "ACH", *NETWORKS.values(), *(each.name for each in ASSETS.values()), *CURRENCIES})
"""What is called the same in every language."""
