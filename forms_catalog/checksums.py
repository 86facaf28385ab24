"""Computes the checksums that blockchain addresses carry: base58check, bech32, Keccak, SS58 and CRC-16."""

import base64
import binascii
import hashlib

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32_SUM, BECH32M_SUM = 1, 0x2BC830A3
_RATE = 136
_WORD = (1 << 64) - 1


def base58_bytes(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """What a base58 text stands for; None when a sign is not of the alphabet."""
    if any(each not in alphabet for each in text):
        return None
    number = 0
    for sign in text:
        number = number * 58 + alphabet.index(sign)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(text) - len(text.lstrip(alphabet[0]))) + raw


def base58_payload(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """Version and payload of a base58check text; None when its checksum is wrong."""
    raw = base58_bytes(text, alphabet)
    if raw is None or hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] != raw[-4:]:
        return None
    return raw[:-4]


def bech32_parts(text: str) -> tuple[str, int, int] | None:
    """Prefix, first value and checksum constant of a bech32 or bech32m text; None when it is neither."""
    if text not in {text.lower(), text.upper()}:
        return None
    prefix, one, data = text.lower().rpartition("1")
    if not one or not 1 <= len(prefix) <= 10 or not 6 <= len(data) <= 120 or any(each not in BECH32 for each in data):
        return None
    checksum = 1
    values = [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]
    for value in values + [BECH32.index(each) for each in data]:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for place, mask in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= mask if top >> place & 1 else 0
    return (prefix, BECH32.index(data[0]), checksum) if checksum in {BECH32_SUM, BECH32M_SUM} else None


def is_eip55(address: str) -> bool:
    """Whether the capitals of an Ethereum address are those of its checksum; one without mixed case has none."""
    digits = address.removeprefix("0x")
    if digits in {digits.lower(), digits.upper()}:
        return True
    nibbles = keccak_256(digits.lower().encode()).hex()
    return all(sign.isdigit() or sign.isupper() == (int(nibbles[at], 16) >= 8) for at, sign in enumerate(digits))


def is_ss58(text: str) -> bool:
    """Whether a Polkadot address of 32 bytes has its checksum."""
    raw = base58_bytes(text)
    if raw is None or len(raw) not in {35, 36}:
        return False
    return hashlib.blake2b(b"SS58PRE" + raw[:-2]).digest()[:2] == raw[-2:]


def is_stellar(text: str) -> bool:
    """Whether a Stellar account (G…, or M… with an ID in it) has its checksum."""
    raw = base64.b32decode(text + "=" * (-len(text) % 8))
    return binascii.crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "little")


def is_ton(text: str) -> bool:
    """Whether a TON address in its short form has its checksum."""
    raw = base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_"))
    return len(raw) == 36 and binascii.crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "big")


def keccak_256(data: bytes) -> bytes:
    """Keccak as Ethereum uses it: SHA-3 before its padding was changed, so that hashlib's own does not do."""
    padded = bytearray(data + b"\x01" + b"\0" * (-(len(data) + 1) % _RATE))
    padded[-1] |= 0x80
    state = [0] * 25
    for block in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            state[lane] ^= int.from_bytes(padded[block + 8 * lane : block + 8 * lane + 8], "little")
        _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _turned(word: int, by: int) -> int:
    by %= 64
    return (word << by | word >> (64 - by)) & _WORD


def _permute(state: list[int]) -> None:
    """Keccak-f[1600] on 25 lanes, lane x + 5y; the round constants come from its own shift register."""
    register = 1
    for _round in range(24):
        columns = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        for at in range(25):
            state[at] ^= columns[(at + 4) % 5] ^ _turned(columns[(at + 1) % 5], 1)
        x, y, lane = 1, 0, state[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lane, state[x + 5 * y] = state[x + 5 * y], _turned(lane, (step + 1) * (step + 2) // 2)
        for row in range(0, 25, 5):
            old = state[row : row + 5]
            for x in range(5):
                state[row + x] = old[x] ^ (~old[(x + 1) % 5] & old[(x + 2) % 5] & _WORD)
        for bit in range(7):
            register = (register << 1 ^ (register >> 7) * 0x71) % 256
            if register & 2:
                state[0] ^= 1 << ((1 << bit) - 1)
