"""Finds scripts and web pages hidden in the places of a file that readers skip. Runs in the child."""

import re

# Each begins with a sign that is rare: photos carry megabytes of other things, and are searched to their end.
_TAG = re.compile(
    rb"<(?:script\b|\?php|\?=[\s!-~]{3,200}\?>|html\b|!doctype\s+html|iframe\b|[a-z][^<>]{0,200}[\s/\"']on[a-z]{3,}\s*=)"
)
_CALL = re.compile(rb"\b(?:eval|system)\s*\(\s*(?:base64_decode|\$_)")


def has_script(data: bytes) -> bool:
    """True when the data holds something that a browser or a server might run, also with two bytes for each letter."""
    return _speaks_script(data.lower()) or (b"\0" in data and _speaks_script(data.replace(b"\0", b"").lower()))


def _speaks_script(text: bytes) -> bool:
    if b"javascript:" in text or _TAG.search(text):
        return True
    return (b"$_" in text or b"base64_decode" in text) and bool(_CALL.search(text))
