"""Tells what has the shape of a transaction or an address of a blockchain; checksums are computed where they exist."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms_catalog.checksums import (
    BECH32_SUM,
    BECH32M_SUM,
    BITCOIN,
    RIPPLE,
    base58_bytes,
    base58_payload,
    bech32_parts,
    is_eip55,
    is_ss58,
    is_stellar,
    is_ton,
)

_HEX = r"[0-9a-fA-F]{64}"
_TRANSACTIONS = (
    re.compile(rf"(?:0x)?{_HEX}"),  # Bitcoin and its kin, Ethereum and its kin, Tron, Cardano, XRP, Monero
    re.compile(rf"[{BITCOIN}]{{86,88}}"),  # Solana
    re.compile(r"[A-Z2-7]{52}"),  # Algorand
    re.compile(r"[A-Za-z0-9_-]{43}=?"),  # TON, Arweave
    re.compile(r"0\.0\.\d{1,10}[@-]\d{10}[.-]\d{1,9}"),  # Hedera
    re.compile(r"\d{1,10}-\d{1,5}"),  # Polkadot: block and place in it
)
_SHAPES = (
    re.compile(r"0x[0-9a-fA-F]{64}"),  # Aptos, Sui
    re.compile(r"(?:xch|addr|stake|cosmos|osmo|celestia)1[0-9a-z]{38,110}"),
    re.compile(r"[A-Z2-7]{58}"),  # Algorand
    re.compile(r"G[A-Z2-7]{55}"),  # Stellar
    re.compile(rf"[48][{BITCOIN}]{{94}}(?:[{BITCOIN}]{{11}})?"),  # Monero
    re.compile(r"[EUk0][Qf][A-Za-z0-9_-]{46}"),  # TON
    re.compile(r"0\.0\.\d{1,10}"),  # Hedera
    re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.near"),
)
_BASE58 = re.compile(rf"[{BITCOIN}]{{25,48}}")
_EVM = re.compile(r"0x[0-9a-fA-F]{40}")


def looks_like_a_transaction(*, text: str) -> bool:
    """Whether a text has the shape of a transaction ID of some network."""
    return any(each.fullmatch(text) for each in _TRANSACTIONS)


def looks_like_an_address(*, text: str) -> bool:
    """Whether a text has the shape of an address of some network, and its checksum where one can be computed."""
    plain = text.partition(":")[2] if text.lower().startswith(("bitcoin:", "bitcoincash:")) else text
    if bech32_parts(plain):
        return True
    if _EVM.fullmatch(plain):
        return is_eip55(plain)
    if _BASE58.fullmatch(plain):
        return _is_base58(plain)
    return any(each.fullmatch(plain) for each in _SHAPES) or bool(re.fullmatch(r"[qp][0-9a-z]{41}", plain))


def _is_base58(text: str) -> bool:
    """Base58 with a checksum in Bitcoin's or Ripple's alphabet, or 32 bytes without one (Solana, Polkadot)."""
    if base58_payload(text) is not None or base58_payload(text, RIPPLE) is not None:
        return True
    raw = base58_bytes(text)
    return raw is not None and len(raw) in {32, 35, 36}


def fits_as_transaction(*, network: str, text: str) -> bool:
    """Whether a text can be a transaction ID of this network; of one we do not know, of any."""
    rules = _NETWORKS.get(network)
    return bool(re.fullmatch(rules.transaction, text)) if rules else looks_like_a_transaction(text=text)


def fits_as_address(*, network: str, text: str) -> bool:
    """Whether a text can be an address of this network, checksum included; of one we do not know, of any."""
    rules = _NETWORKS.get(network)
    return rules.is_address(text) if rules else looks_like_an_address(text=text)


@dataclass(frozen=True)
class _Network:
    """The shape of a network's transaction IDs, and what its addresses keep."""

    is_address: Callable[[str], bool]
    transaction: str = _HEX


def _bitcoin_like(prefix: str, *versions: int) -> Callable[[str], bool]:
    """Base58check with one of these versions, or a witness address: version 0 in bech32, later ones in bech32m."""

    def judge(text: str) -> bool:
        plain = text.partition(":")[2].partition("?")[0] if ":" in text else text
        if parts := bech32_parts(plain):
            return parts[0] == prefix and parts[2] == (BECH32M_SUM if parts[1] else BECH32_SUM)
        payload = base58_payload(plain)
        return payload is not None and len(payload) == 21 and payload[0] in versions

    return judge


def _cash(text: str) -> bool:
    plain = text.removeprefix("bitcoincash:")
    return bool(re.fullmatch(r"[qp][0-9a-z]{41}", plain)) or _bitcoin_like("", 0x00, 0x05)(plain)


def _evm(text: str) -> bool:
    return bool(_EVM.fullmatch(text)) and is_eip55(text)


def _tron(text: str) -> bool:
    payload = base58_payload(text)
    return payload is not None and len(payload) == 21 and payload[0] == 0x41


def _xrp(text: str) -> bool:
    payload = base58_payload(text, RIPPLE)
    return payload is not None and len(payload) in {21, 31}


def _solana(text: str) -> bool:
    raw = base58_bytes(text)
    return raw is not None and len(raw) == 32


def _matching(pattern: str, checked: Callable[[str], bool] = lambda _text: True) -> Callable[[str], bool]:
    return lambda text: bool(re.fullmatch(pattern, text)) and checked(text)


def _bech32_of(prefix: str) -> Callable[[str], bool]:
    return lambda text: (bech32_parts(text) or ("",))[0] == prefix


_ETHEREUM_KIN = _Network(_evm, rf"(?:0x)?{_HEX}")
_NETWORKS: Mapping[str, _Network] = {
    "bitcoin": _Network(_bitcoin_like("bc", 0x00, 0x05)),
    "lightning": _Network(_matching(r"(?i)ln[0-9a-z]{20,1500}"), rf"{_HEX}|(?i:ln[0-9a-z]{{20,1500}})"),
    "litecoin": _Network(_bitcoin_like("ltc", 0x30, 0x32, 0x05)),
    "dogecoin": _Network(_bitcoin_like("", 0x1E, 0x16)),
    "bitcoin_cash": _Network(_cash),
    **dict.fromkeys(("ethereum", "arbitrum", "base", "optimism", "polygon"), _ETHEREUM_KIN),
    "tron": _Network(_tron),
    "xrp_ledger": _Network(_xrp),
    "stellar": _Network(_matching(r"G[A-Z2-7]{55}|M[A-Z2-7]{68}", is_stellar)),
    "solana": _Network(_solana, rf"[{BITCOIN}]{{86,88}}"),
    "polkadot": _Network(is_ss58, rf"(?:0x)?{_HEX}|\d{{1,10}}-\d{{1,5}}"),
    "cardano": _Network(_matching(rf"addr1[0-9a-z]{{50,110}}|[{BITCOIN}]{{58,110}}")),
    "cosmos": _Network(_bech32_of("cosmos")),
    "monero": _Network(_matching(rf"[48][{BITCOIN}]{{94}}(?:[{BITCOIN}]{{11}})?")),
    "hedera": _Network(_matching(r"0\.0\.\d{1,10}"), r"0\.0\.\d{1,10}[@-]\d{10}[.-]\d{1,9}"),
    "ton": _Network(_matching(r"[EUk0][Qf][A-Za-z0-9_+/-]{46}", is_ton), rf"{_HEX}|[A-Za-z0-9_+/-]{{43}}=?"),
}
"""Cardano's, Monero's, Hedera's and Bitcoin Cash's newer addresses are judged by their shape alone."""
