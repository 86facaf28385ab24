"""Finds scripts and web pages hidden in the places of a file that readers skip. Runs in the child."""

import re

_MARKUP = re.compile(
    rb"<script\b|<\?php|<\?=|<html\b|<!doctype\s+html|<iframe\b|<[a-z][^<>]{0,200}[\s/]on[a-z]{4,}\s*="
    rb"|javascript:|\beval\s*\(\s*(base64_decode|\$_)|\bsystem\s*\(\s*\$_",
    re.IGNORECASE,
)


def has_script(data: bytes) -> bool:
    """True when the data holds something that a browser or a server might run."""
    return bool(_MARKUP.search(data)) or bool(_MARKUP.search(data.replace(b"\0", b"")))
