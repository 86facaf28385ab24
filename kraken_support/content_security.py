"""The content security policy and the one constant style sheet that customer pages carry inline."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

INLINE_SHEETS = ("css/tokens.css", "css/portal.css")


@cache
def inline_style(static_dir: Path) -> str:
    """The customer pages' style sheet as one text, comments and needless white space removed.

    In: the folder of the static sources. Out: CSS, the same bytes at every call, so that one hash in the policy allows it.
    """
    text = "\n".join((static_dir / name).read_text(encoding="utf-8") for name in INLINE_SHEETS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).strip()


def directives(static_dir: Path) -> dict[str, list[str]]:
    """The policy for every page, customers' and agents' alike: own scripts and styles, no inline code."""
    digest = hashlib.sha256(inline_style(static_dir).encode()).digest()
    return {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", f"'sha256-{base64.b64encode(digest).decode()}'"],
        "img-src": ["'self'"],
        "font-src": ["'none'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
