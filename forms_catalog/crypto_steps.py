"""Pages that ask which coin moved where, the same for deposits and withdrawals (domain D1, D2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from forms_catalog.assets import ASSET_NAMES, MOST_DECIMALS, NETWORK_NAMES, OTHER_ASSET, networks_of
from forms_catalog.chains import fits_as_address, fits_as_transaction
from forms_catalog.definition import Answers, Asking, Is, Step, Words
from forms_catalog.fields import amount, crypto_address
from forms_catalog.shared_steps import a_line, one_of, picked


def _networks(answers: Answers) -> Mapping[str, Collection[str]]:
    return {"network": networks_of(str(answers.get("asset", OTHER_ASSET)))}


asset = picked(
    slug="asset",
    name="asset",
    title=_("Which coin or token is it about?"),
    options=ASSET_NAMES,
    required=_("Select the coin or token"),
)
asset_name = a_line(
    slug="asset-name",
    name="asset_name",
    title=_("What is it called?"),
    hint=_("Its name or short sign, and the address of its contract if you know it."),
    when=Is("asset", OTHER_ASSET),
    required=_("Enter the name of the coin or token"),
)
network = replace(
    one_of(
        slug="network",
        name="network",
        title=_("Over which network was it sent?"),
        hint=_("The wallet or exchange that sent it shows the network. Say what was really used."),
        options=NETWORK_NAMES,
        required=_("Select the network"),
    ),
    offers=_networks,
)
how_much = Step(
    slug="amount",
    title=_("How much was it?"),
    fields=lambda: {
        "amount": amount(
            _("How much was it?"),
            hint=_("In coins, as a plain number, like 0.05."),
            required=_("Enter the amount, as a plain number like 0.05"),
            decimals=MOST_DECIMALS,
        )
    },
)


def odd_transaction(given: Answers, asking: Asking) -> Sequence[Words]:
    """A transaction ID that the network does not have: taken as it is, and said (V-TX)."""
    text, on = given.get("tx_hash", ""), str(asking.answers.get("network", ""))
    if not text or fits_as_transaction(network=on, text=text):
        return []
    return [_("The transaction ID does not look like one of this network. Check both, or leave them as they are.")]


def odd_address(given: Answers, asking: Asking) -> Sequence[Words]:
    """An address that the network does not have, or with a slip in it (V-ADDRESS)."""
    text, on = given.get("to_address", ""), str(asking.answers.get("network", ""))
    if not text or fits_as_address(network=on, text=text):
        return []
    return [
        _("The address does not look like one of this network, or has a slip. Check both, or leave them as they are.")
    ]


def where_to(*, title: Words, hint: Words) -> Step:
    """Asks for the address that coins went to; it may be left out."""
    return Step(
        slug="address",
        title=title,
        hint=hint,
        skip=_("I don’t have it"),
        warn=odd_address,
        fields=lambda: {"to_address": crypto_address(title)},
    )
