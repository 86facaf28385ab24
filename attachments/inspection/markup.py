"""Finds scripts and web pages hidden in the places of a file that readers skip. Runs in the child."""

import re

_MARKUP = re.compile(
    rb"<script\b|<\?php|<\?=|<html\b|<!doctype\s+html|<iframe\b|<svg\s[^>]{0,200}\bon\w+\s*=|<img\s[^>]{0,200}\bonerror\s*="
    rb"|javascript:|\beval\s*\(\s*(base64_decode|\$_)|\bsystem\s*\(\s*\$_",
    re.IGNORECASE,
)


def has_script(data: bytes) -> bool:
    """True when the data holds something that a browser or a server might run."""
    return bool(_MARKUP.search(data)) or bool(_MARKUP.search(data.replace(b"\0", b"")))
