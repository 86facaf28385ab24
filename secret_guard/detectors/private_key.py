"""Private keys: WIF and extended keys by their checksum, PEM blocks, and 64 hexadecimal digits beside key words."""

import hashlib
import re

KIND = "private_key"

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CANDIDATE = re.compile(rf"(?<![{_BASE58}])[{_BASE58}]{{51,112}}(?![{_BASE58}])")
_WIF_VERSIONS = {0x80, 0xEF, 0xB0, 0x9E, 0xCC}
_EXTENDED_PRIVATE = {
    bytes.fromhex(each)
    for each in ("0488ade4", "049d7878", "04b2430c", "04358394", "044a4e28", "045f18bc", "0295b005", "02aa7a99")
}
# All repeats are bounded, and the dashes before count as three: a text of nothing but dashes is read once.
_PEM = re.compile(r"---\s{0,9}BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s{0,9}---")
_HEX = re.compile(r"(?<![0-9a-fA-F])(?:0x)?[0-9a-fA-F]{64}(?![0-9a-fA-F])")
_KEY_WORDS = re.compile(
    r"priv(ate|ée?)?[\s_-]*key|secret[\s_-]*key|key[\s_-]*secret|cl[ée]s?\s+(priv[ée]e?|secr[èe]te)|\bpriv(key)?\b|"
    r"\bseed\b|graine|master[\s_-]*seed|signing[\s_-]*key|wallet[\s_-]*key|clé\s+de\s+portefeuille",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(r"\btx(id)?\b|\bhash\b|transaction|\bblock\b|\bbloc\b|sha-?256|checksum", re.IGNORECASE)
_NEAR = 60
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def _base58check(text: str) -> bytes | None:
    """The payload of a base58check text, or None when its checksum is wrong."""
    number = 0
    for sign in text:
        number = number * 58 + _BASE58.index(sign)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    raw = b"\0" * (len(text) - len(text.lstrip("1"))) + raw
    payload, checksum = raw[:-4], raw[-4:]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == checksum else None


def _is_private(payload: bytes | None) -> bool:
    if payload is None:
        return False
    if payload[:4] in _EXTENDED_PRIVATE and len(payload) == 78:
        return True
    return len(payload) in {33, 34} and payload[0] in _WIF_VERSIONS


def holds_one(text: str) -> bool:
    """Whether a private key stands in a text."""
    text = _INVISIBLE.sub("", text)
    return bool(
        _PEM.search(text)
        or any(_is_private(_base58check(match.group())) for match in _CANDIDATE.finditer(text))
        or any(_is_named_a_key(text, match) for match in _HEX.finditer(text))
    )


def _is_named_a_key(text: str, digits: re.Match[str]) -> bool:
    """64 hexadecimal digits alone are honest: a transaction hash looks the same."""
    before = text[max(0, digits.start() - _NEAR) : digits.start()]
    after = text[digits.end() : digits.end() + _NEAR]
    named = [found.end() for found in _KEY_WORDS.finditer(before)]
    other = [found.end() for found in _OTHER_WORDS.finditer(before)]
    # The nearest name before the digits says what they are; after them only a key's name counts.
    if named and (not other or named[-1] > other[-1]):
        return True
    return not other and bool(_KEY_WORDS.search(after))
