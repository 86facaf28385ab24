"""The call code: two words and a number that the caller reads out, so that the customer knows who is calling.

Derived, never stored, never mailed. The words are the same in English and French, and no code that we ask for looks like it.
"""

import hmac
from hashlib import sha256

from django.conf import settings

from calls.models import Appointment

WORDS = (
    *("ALBUM", "AVENUE", "BATON", "BANJO", "BISON", "BRONZE", "CACTUS", "CANAL"),
    *("CASINO", "CANYON", "CINEMA", "COBRA", "CONDOR", "CONCERT", "CORAL", "COUSIN"),
    *("DOMINO", "DRAGON", "ECHO", "FESTIVAL", "FIGURE", "FRUIT", "GAZELLE", "GUIDE"),
    *("HOTEL", "IMAGE", "JAGUAR", "JUNGLE", "KAYAK", "KIWI", "KOALA", "LATTE"),
    *("LOTUS", "LION", "MELON", "MANGO", "MINERAL", "MOTEL", "MUSICAL", "NATURE"),
    *("OASIS", "ORANGE", "PANDA", "PANORAMA", "PIANO", "PIZZA", "POLO", "PUMA"),
    *("RADIO", "RIVIERA", "ROBOT", "SAFARI", "SAUNA", "SOLO", "STATION", "TABLE"),
    *("TANGO", "TAXI", "TENNIS", "TRAIN", "TOTEM", "VILLAGE", "YOGA", "ZEN"),
)
"""Sixty-four: six bits a word."""
_PURPOSE = b"call-code"


def call_code(*, appointment: Appointment) -> str:
    """What the caller of this very appointment reads out; another one once it is moved."""
    said = _PURPOSE + appointment.id.bytes + appointment.sequence.to_bytes(2, "big")
    number = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), said, sha256)[:8], "big")
    first, second, rest = number % 64, number // 64 % 64, number // 4096
    return f"{WORDS[first]} {WORDS[second]} {10 + rest % 90}"
