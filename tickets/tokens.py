"""Tokens in addresses: a row's id with 128 bits of signature, so that they can be shown again without being stored."""

import base64
import binascii
import hmac
from hashlib import sha256
from uuid import UUID

from django.conf import settings

_SIGNATURE_BYTES = 16


def token_for(*, purpose: bytes, row: UUID) -> str:
    """The token that opens one thing of one row."""
    raw = row.bytes + _signature(purpose, row, settings.SECRET_KEY)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def row_of(*, purpose: bytes, token: str) -> UUID | None:
    """The row that a token was made for; None for one that is altered, truncated, or made for another purpose."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + _SIGNATURE_BYTES:
        return None
    row = UUID(bytes=raw[:16])
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    # Every key is tried, so that time tells nothing.
    matches = [hmac.compare_digest(_signature(purpose, row, key), raw[16:]) for key in keys]
    return row if True in matches else None


def _signature(purpose: bytes, row: UUID, key: str) -> bytes:
    return hmac.digest(key.encode(), purpose + row.bytes, sha256)[:_SIGNATURE_BYTES]
