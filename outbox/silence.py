"""“This was not me”: whoever reads a mailbox stops, and allows again, what people who have not proven it ask us to send there."""

import base64
import binascii
import hmac
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction

from outbox.models import Letter, LetterState, Mailbox

_PURPOSE = b"letters-stop"
_SIGNATURE_BYTES = 16


def stop_token(*, mailbox: Mailbox) -> str:
    """What opens the page of a mailbox: its id and 128 bits of signature. It stands in letters to that mailbox alone."""
    raw = mailbox.id.bytes + _signature(mailbox.id, settings.SECRET_KEY)
    return _spelled(raw)


def mailbox_of(*, token: str) -> Mailbox | None:
    """The mailbox of a token, or None: unknown, altered and truncated ones are all alike."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    # Decoding passes over odd characters: only the one spelling that we gave out counts.
    if len(raw) != 16 + _SIGNATURE_BYTES or _spelled(raw) != token:
        return None
    mailbox_id = UUID(bytes=raw[:16])
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if True not in [hmac.compare_digest(_signature(mailbox_id, key), raw[16:]) for key in keys]:
        return None
    return Mailbox.objects.filter(id=mailbox_id).first()


def silence(*, mailbox: Mailbox, now: datetime) -> None:
    """Stop every letter to this mailbox that somebody unproven asks for, those that wait already too.

    Letters about what its owner has proven go on: they have asked for those.
    """
    with transaction.atomic():
        Mailbox.objects.filter(id=mailbox.id, silenced_at__isnull=True).update(silenced_at=now)
        waiting = Letter.objects.filter(mailbox=mailbox, state=LetterState.WAITING, lease__isnull=True)
        waiting.update(state=LetterState.STOPPED)


def allow_again(*, mailbox: Mailbox) -> None:
    """Undo silence(): from now on letters may be asked for again."""
    Mailbox.objects.filter(id=mailbox.id).update(silenced_at=None)


def _spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _signature(mailbox_id: UUID, key: str) -> bytes:
    return hmac.digest(key.encode(), _PURPOSE + mailbox_id.bytes, sha256)[:_SIGNATURE_BYTES]
