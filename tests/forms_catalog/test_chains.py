"""Transactions and addresses are judged by their network, checksum included, with vectors that others have published."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forms_catalog.assets import ASSETS, NETWORKS, networks_of
from forms_catalog.chains import fits_as_address, fits_as_transaction
from forms_catalog.checksums import is_eip55, keccak_256

HASH = "ab" * 32
ADDRESSES = {
    "bitcoin": (
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=1",
    ),
    "ethereum": (
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0x" + "d1220a0cf47c7b9be7a2e6ba89f429762e7b9adb",
    ),
    "tron": ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",),
    "xrp_ledger": ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",),
    "solana": ("So11111111111111111111111111111111111111112",),
    "polkadot": ("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5",),
    "stellar": ("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",),
    "ton": ("EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N",),
    "litecoin": ("LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1",),
}
EVERY = [(network, text) for network, texts in ADDRESSES.items() for text in texts]


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_keccak_is_ethereums(text: str, digest: str) -> None:
    assert keccak_256(text.encode()).hex() == digest


@given(some.binary(max_size=400))
def test_keccak_takes_any_length(data: bytes) -> None:
    assert len(keccak_256(data)) == 32


@pytest.mark.parametrize(("network", "text"), EVERY)
def test_a_true_address_fits_its_network(network: str, text: str) -> None:
    assert fits_as_address(network=network, text=text)


@pytest.mark.parametrize(("network", "text"), EVERY)
def test_an_address_of_another_network_does_not_fit(network: str, text: str) -> None:
    others = [each for each in ADDRESSES if each != network]
    assert [each for each in others if fits_as_address(network=each, text=text)] == []


NO_CHECKSUM = {"So11111111111111111111111111111111111111112", "0xd1220a0cf47c7b9be7a2e6ba89f429762e7b9adb"}


@pytest.mark.parametrize(
    ("network", "text"), [each for each in EVERY if each[1] not in NO_CHECKSUM and "?" not in each[1]]
)
def test_one_wrong_sign_is_noticed(network: str, text: str) -> None:
    wrong = text[:-3] + {"x": "z", "X": "Z"}.get(text[-3], "x" if text[-3] != "x" else "z") + text[-2:]
    assert not fits_as_address(network=network, text=wrong)


@pytest.mark.parametrize(
    "text",
    [
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
    ],
)
def test_witness_addresses_have_the_checksum_of_their_version_and_net(text: str) -> None:
    assert not fits_as_address(network="bitcoin", text=text)


def test_capitals_of_ethereum_addresses_are_a_checksum() -> None:
    good = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    assert not is_eip55(good.replace("F3E", "f3E"))
    assert is_eip55(good.lower())


@pytest.mark.parametrize(
    ("network", "text", "fits"),
    [
        ("bitcoin", HASH, True),
        ("bitcoin", "0x" + HASH, False),
        ("ethereum", "0x" + HASH, True),
        ("ethereum", "0x" + HASH[:-1], False),
        ("solana", HASH, False),
        ("solana", "5" * 87, True),
        ("other", HASH, True),
        ("unsure", "hello", False),
    ],
)
def test_a_transaction_has_the_shape_of_its_network(network: str, text: str, fits: bool) -> None:
    assert fits_as_transaction(network=network, text=text) is fits


@given(some.sampled_from(sorted(NETWORKS)), some.text(max_size=120))
def test_no_text_is_a_fault(network: str, text: str) -> None:
    fits_as_address(network=network, text=text)
    fits_as_transaction(network=network, text=text)


def test_every_coin_moves_on_networks_that_exist() -> None:
    assert {name for each in ASSETS.values() for name in each.networks} == set(NETWORKS)
    assert networks_of("BTC") == ["bitcoin", "lightning", "other", "unsure"]
    assert set(networks_of("other")) == {*NETWORKS, "other", "unsure"}
