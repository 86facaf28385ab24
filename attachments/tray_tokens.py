"""The token of a tray: whoever holds it may send files into that tray, from any network, without a cookie."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.conf import settings

_PURPOSE = b"tray-token"
_SIGNATURE_BYTES = 16


@dataclass(frozen=True)
class Allowance:
    """What a token lets its holder do: put so many usable files into one tray."""

    tray_id: UUID
    limit: int


def token_for(*, tray_id: UUID, limit: int) -> str:
    """A token for a tray. In: how many usable files the tray may hold, 1 to 255."""
    said = tray_id.bytes + bytes([limit])
    return base64.urlsafe_b64encode(said + _signature(said, settings.SECRET_KEY)).decode().rstrip("=")


def read_token(*, token: str) -> Allowance | None:
    """What a token allows; None for every text that is none of ours. Whether the tray is still there, its row says."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    said, signature = raw[:17], raw[17:]
    # Every key is tried, so that time tells nothing.
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    matches = [hmac.compare_digest(_signature(said, secret), signature) for secret in secrets]
    return Allowance(UUID(bytes=said[:16]), said[16]) if len(said) == 17 and True in matches else None


def _signature(said: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE + said, sha256)[:_SIGNATURE_BYTES]
