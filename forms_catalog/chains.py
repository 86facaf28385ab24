"""Tells what has the shape of a transaction or an address of a blockchain; checksums are computed where they exist."""

import hashlib
import re

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_SUMS = {1, 0x2BC830A3}
_TRANSACTIONS = (
    re.compile(r"(?:0x)?[0-9a-fA-F]{64}"),  # Bitcoin and its kin, Ethereum and its kin, Tron, Cardano, XRP, Monero
    re.compile(rf"[{_BITCOIN}]{{86,88}}"),  # Solana
    re.compile(r"[A-Z2-7]{52}"),  # Algorand
    re.compile(r"[A-Za-z0-9_-]{43}=?"),  # TON, Arweave
    re.compile(r"0\.0\.\d{1,10}[@-]\d{10}[.-]\d{1,9}"),  # Hedera
    re.compile(r"\d{1,10}-\d{1,5}"),  # Polkadot: block and place in it
)
_SHAPES = (
    re.compile(r"0x[0-9a-fA-F]{40}"),  # Ethereum and its kin
    re.compile(r"0x[0-9a-fA-F]{64}"),  # Aptos, Sui
    re.compile(r"(?:xch|addr|stake|cosmos|osmo|celestia)1[0-9a-z]{38,110}"),
    re.compile(r"[A-Z2-7]{58}"),  # Algorand
    re.compile(r"G[A-Z2-7]{55}"),  # Stellar
    re.compile(rf"[48][{_BITCOIN}]{{94}}(?:[{_BITCOIN}]{{11}})?"),  # Monero
    re.compile(r"[EUk0][Qf][A-Za-z0-9_-]{46}"),  # TON
    re.compile(r"0\.0\.\d{1,10}"),  # Hedera
    re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.near"),
)
_BASE58 = re.compile(rf"[{_BITCOIN}]{{25,48}}")


def looks_like_a_transaction(*, text: str) -> bool:
    """Whether a text has the shape of a transaction ID of some network."""
    return any(each.fullmatch(text) for each in _TRANSACTIONS)


def looks_like_an_address(*, text: str) -> bool:
    """Whether a text has the shape of an address of some network, and its checksum where one can be computed."""
    plain = text.partition(":")[2] if text.lower().startswith(("bitcoin:", "bitcoincash:")) else text
    if _is_bech32(plain):
        return True
    if _BASE58.fullmatch(plain):
        return _is_base58(plain)
    return any(each.fullmatch(plain) for each in _SHAPES) or bool(re.fullmatch(r"[qp][0-9a-z]{41}", plain))


def _is_base58(text: str) -> bool:
    """Base58 with a checksum in Bitcoin's or Ripple's alphabet, or 32 bytes without one (Solana, Polkadot)."""
    for alphabet in (_BITCOIN, _RIPPLE):
        if any(each not in alphabet for each in text):
            continue
        number = 0
        for sign in text:
            number = number * 58 + alphabet.index(sign)
        raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
        raw = b"\0" * (len(text) - len(text.lstrip(alphabet[0]))) + raw
        if hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]:
            return True
        if alphabet == _BITCOIN and len(raw) in {32, 35, 36}:
            return True
    return False


def _is_bech32(text: str) -> bool:
    if text not in {text.lower(), text.upper()}:
        return False
    prefix, one, data = text.lower().rpartition("1")
    if not one or not 1 <= len(prefix) <= 10 or not 6 <= len(data) <= 120 or any(each not in _BECH32 for each in data):
        return False
    checksum = 1
    values = [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]
    for value in values + [_BECH32.index(each) for each in data]:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for place, mask in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= mask if top >> place & 1 else 0
    return checksum in _BECH32_SUMS
