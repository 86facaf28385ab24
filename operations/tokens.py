"""Tokens in addresses: some bytes with 128 bits of signature, so that they can be shown again without being stored."""

import base64
import binascii
import hmac
from hashlib import sha256
from uuid import UUID

from django.conf import settings

_SIGNATURE_BYTES = 16
_ROW_BYTES = 16


def token_for(*, purpose: bytes, row: UUID) -> str:
    """The token that opens one thing of one row."""
    return token_saying(purpose=purpose, said=row.bytes)


def row_of(*, purpose: bytes, token: str) -> UUID | None:
    """The row that a token was made for; None for one that is altered, truncated, or made for another purpose."""
    said = said_by(purpose=purpose, token=token)
    return UUID(bytes=said) if said is not None and len(said) == _ROW_BYTES else None


def token_saying(*, purpose: bytes, said: bytes) -> str:
    """The token that says these bytes, signed for one purpose."""
    return _spelled(said + _signature(purpose, said, settings.SECRET_KEY))


def said_by(*, purpose: bytes, token: str) -> bytes | None:
    """What a token says; None for every text that is not, letter for letter, a token that we made for this purpose."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    # Decoding passes over odd characters and spare bits: only the one spelling that we gave out counts.
    if _spelled(raw) != token:
        return None
    said, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    # Every key is tried, so that time tells nothing.
    matches = [hmac.compare_digest(_signature(purpose, said, key), signature) for key in keys]
    return said if True in matches else None


def _spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _signature(purpose: bytes, said: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), purpose + said, sha256)[:_SIGNATURE_BYTES]
