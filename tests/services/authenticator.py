"""An agent's phone: an authenticator app as RFC 6238 describes it, written apart from the portal's own."""

import base64
import hmac
import time


def code(secret: str, moment: float | None = None) -> str:
    """What the app shows at a moment, now when none is given. In: the secret as the portal shows it."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = int(time.time() if moment is None else moment) // 30
    mac = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    number = int.from_bytes(mac[mac[-1] & 15 :][:4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"
