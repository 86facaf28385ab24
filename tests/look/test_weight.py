"""Pages stay light: what travels to a phone on a weak line has a budget (ux §5.4)."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from kraken_support.content_security import inline_style

PROJECT = Path(__file__).resolve().parents[2]
PAGES = (("enhance", "status", "resume", "upload"), ("enhance", "dialog"))
"""The scripts of the documents page, and of a question with a dialog."""
SCRIPTS = sorted({name for page in PAGES for name in page})
KILOBYTE = 1024
TEXT_PAGES = (
    "/en/",
    "/fr/",
    "/en/requests/",
    "/en/requests/lost-device/",
    "/en/requests/2fa-unavailable/try/",
    "/en/search/?q=phone",
    "/en/track/",
    "/en/safety/",
    "/fr/safety/check/",
    "/en/privacy/",
    "/en/accessibility/",
)


def compressed(text: str) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(text.encode(), compresslevel=6))


def test_the_style_of_customer_pages_fits_its_budget() -> None:
    assert compressed(inline_style(PROJECT / "static")) <= 8 * KILOBYTE


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_fits_its_budget(name: str) -> None:
    assert compressed((PROJECT / f"static/js/{name}.js").read_text(encoding="utf-8")) <= 4 * KILOBYTE


@pytest.mark.parametrize("page", PAGES)
def test_all_scripts_of_a_page_together_fit_their_budget(page: tuple[str, ...]) -> None:
    whole = sum(compressed((PROJECT / f"static/js/{name}.js").read_text(encoding="utf-8")) for name in page)
    assert whole <= 8 * KILOBYTE


def test_the_guide_to_good_photos_stays_small() -> None:
    assert (PROJECT / "templates/components/photo_guide.html").stat().st_size <= 2 * KILOBYTE


@pytest.mark.django_db
@pytest.mark.parametrize("address", TEXT_PAGES)
def test_a_page_with_its_style_fits_the_first_flight_of_packets(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "<style>" in page
    assert compressed(page) <= 14 * KILOBYTE


@pytest.mark.django_db
@pytest.mark.parametrize("address", TEXT_PAGES)
def test_a_page_that_needs_no_script_has_none_and_asks_nobody_else(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "<script" not in page
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
