"""Private keys: those with a checksum by their checksum, PEM blocks, key files, 64 hexadecimal digits beside key words."""

import hashlib
import re

KIND = "private_key"
RANK = 2

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
# One key, also in pieces of at least eight signs on lines of their own.
_CANDIDATE = re.compile(
    rf"(?<![{_BASE58}])[{_BASE58}]{{8,112}}(?:\s{{1,2}}[{_BASE58}]{{8,112}}){{0,13}}(?:\s{{1,2}}[{_BASE58}]{{1,7}})?(?![{_BASE58}])"
)
_LENGTHS = {51, 52, 58, 111}
_WIF_VERSIONS = {0x80, 0xEF, 0xB0, 0x9E, 0xCC}
_EXTENDED_PRIVATE = {
    bytes.fromhex(each)
    for each in ("0488ade4", "049d7878", "04b2430c", "04358394", "044a4e28", "045f18bc", "0295b005", "02aa7a99")
}
_ENCRYPTED_WIF = {b"\x01\x42", b"\x01\x43"}
# All repeats are bounded, and the dashes before count as three: a text of nothing but dashes is read once.
_PEM = re.compile(r"---\s{0,9}BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s{0,9}---")
_STELLAR = re.compile(r"(?<![A-Z2-7])S[A-Z2-7]{55}(?![A-Z2-7])")
_RIPPLE_SEED = re.compile(rf"(?<![0-9A-Za-z])s[{_RIPPLE}]{{27,29}}(?![0-9A-Za-z])")
_BYTES = re.compile(r"\[\s{0,3}(?:\d{1,3}\s{0,3},\s{0,3}){63}\d{1,3}\s{0,3}\]")
_HEX = re.compile(r"(?<![0-9a-fA-F])(?:0x)?[0-9a-fA-F]{8,64}(?:[\s-]{1,2}[0-9a-fA-F]{8,56}){0,7}(?![0-9a-fA-F])")
_SOLANA = re.compile(rf"(?<![{_BASE58}])[{_BASE58}]{{86,88}}(?![{_BASE58}])")
_KEY_WORDS = re.compile(
    r"priv(?:ate|ee?)?[\s_-]{0,2}key|secret[\s_-]{0,2}key|key[\s_-]{0,2}secret|clef?s?\s{1,2}(?:privee?s?|secretes?)|\bprivate\b|\bprivee?\b|"
    r"\bpriv(?:key)?\b|\bseed\b|\bgraine\b|signing[\s_-]{0,2}key|wallet[\s_-]{0,2}key|cle\s{1,2}(?:de|du)\s{1,2}portefeuille|"
    r"\bspend[\s_-]{0,2}key|\bmaster[\s_-]{0,2}key|clef?\s{1,2}maitre",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"\btx(?:id|n|s)?\b|\bhash\b|transaction|\bblock\b|\bbloc\b|sha-?256|checksum|\baddress|\badresse|\bpublic|\bpublique",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"\s(?:for|of|to|pour|de|du)\s(?:the\s|my\s|mon\s|ma\s|l')?(?:public\s)?(?:address|adresse|wallet)\s?:?\s?"
    r"(?:0x[0-9a-fA-F]{40}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[0-9a-z]{20,60})\b",
    re.IGNORECASE,
)
"""“The private key for address 0x… is”: the address says whose key it is, not what the digits are."""
_NEAR = 60


def holds_one(text: str) -> bool:
    """Whether a private key stands in a text."""
    return bool(
        _PEM.search(text)
        or _BYTES.search(text)
        or any(_is_checked_key(match.group()) for match in _CANDIDATE.finditer(text))
        or any(_is_stellar_seed(match.group()) for match in _STELLAR.finditer(text))
        or any(_is_ripple_seed(match.group()) for match in _RIPPLE_SEED.finditer(text))
        or any(_has_64_digits(match) and _is_named_a_key(text, match) for match in _HEX.finditer(text))
        or any(_is_named_a_key(text, match) for match in _SOLANA.finditer(text))
    )


def _base58check(text: str, alphabet: str = _BASE58) -> bytes | None:
    """The payload of a base58check text, or None when its checksum is wrong."""
    number = 0
    for sign in text:
        number = number * 58 + alphabet.index(sign)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    raw = b"\0" * (len(text) - len(text.lstrip(alphabet[0]))) + raw
    payload, checksum = raw[:-4], raw[-4:]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == checksum else None


def _is_checked_key(found: str) -> bool:
    """One piece alone, or as many of the pieces from the first on as make up a key's length."""
    pieces = found.split()
    for first in range(len(pieces)):
        joined = ""
        for piece in pieces[first:]:
            joined += piece
            if len(joined) in _LENGTHS and _is_private(_base58check(joined)):
                return True
            if len(piece) < 8 or len(joined) > max(_LENGTHS):
                break
    return False


def _is_private(payload: bytes | None) -> bool:
    if payload is None:
        return False
    if payload[:4] in _EXTENDED_PRIVATE and len(payload) == 78:
        return True
    if payload[:2] in _ENCRYPTED_WIF and len(payload) == 39:
        return True
    return len(payload) in {33, 34} and payload[0] in _WIF_VERSIONS


def _is_stellar_seed(text: str) -> bool:
    """Base32 of a version byte, 32 bytes and a CRC-16, in which the version makes it begin with S."""
    number = 0
    for sign in text:
        number = number << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(sign)
    raw = number.to_bytes(35, "big")
    crc = 0
    for byte in raw[:33]:
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc.to_bytes(2, "little") == raw[33:]


def _is_ripple_seed(text: str) -> bool:
    payload = _base58check(text, _RIPPLE)
    return payload is not None and len(payload) in {17, 19}


def _has_64_digits(match: re.Match[str]) -> bool:
    return len(re.sub(r"[\s-]", "", match.group()).removeprefix("0x")) == 64


def _is_named_a_key(text: str, digits: re.Match[str]) -> bool:
    """64 hexadecimal digits alone are honest: a transaction hash looks the same."""
    before = _WHOSE.sub("", text[max(0, digits.start() - 3 * _NEAR) : digits.start()])[-_NEAR:]
    after = text[digits.end() : digits.end() + _NEAR]
    named = [found.end() for found in _KEY_WORDS.finditer(before)]
    other = [found.end() for found in _OTHER_WORDS.finditer(before)]
    # The nearest name before the digits says what they are; after them only a key's name counts.
    if named and (not other or named[-1] > other[-1]):
        return True
    return not other and bool(_KEY_WORDS.search(after))
