"""Makes row ids in Python: random, and ordered by time (UUID version 7, RFC 9562)."""

import secrets
import uuid
from datetime import datetime

_MILLISECONDS = (1 << 48) - 1


def new_id(*, now: datetime) -> uuid.UUID:
    """A fresh id whose first 48 bits are the moment in milliseconds and whose other 74 are random."""
    moment = int(now.timestamp() * 1000) & _MILLISECONDS
    rest = secrets.randbits(80)
    bits = moment << 80 | rest
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=bits)
