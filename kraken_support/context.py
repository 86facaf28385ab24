"""What every customer page's template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_from_path, override

from kraken_support import content_security
from kraken_support.environment import PROJECT_DIR

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Brand, the days a draft lives, the constant inline style, and a link to this same page in each language."""
    path = request.get_full_path()
    with override(get_language_from_path(path) or get_language()):
        # Addresses are read in the language they are written in, whichever the page is shown in.
        addresses = {code: translate_url(path, code) for code in LANGUAGE_NAMES}
    return {
        "brand": settings.BRAND_NAME,
        "draft_days": settings.DRAFT_DAYS,
        "inline_css": SafeString(content_security.inline_style(PROJECT_DIR / "static")),
        "language_links": [
            {"code": code, "name": name, "url": addresses[code], "current": code == get_language()}
            for code, name in LANGUAGE_NAMES.items()
        ],
    }
