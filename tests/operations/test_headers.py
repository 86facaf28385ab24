"""What a browser sends before any form, and what caches on the way may do with our answers."""

import time

import pytest
from django.conf import settings
from django.test import Client

from tests.customer import Customer
from tests.follow_up.asking import a_quick_sender, status_url

pytestmark = pytest.mark.django_db

ODD_LANGUAGES = (
    "",
    ",;q=",
    "fr" * 30_000,
    "fr-" * 20_000,
    ",".join(f"x{number};q=0.{number}" for number in range(9_000)),
    "-".join("a" * 8 for _each in range(5_000)),
    "fr;q=9e999",
    "../../etc",
    "\u202efr".encode().decode("latin-1"),  # As bytes that are no ASCII come in a header.
    "fr\x00",
)
QUICK_SECONDS = 0.5
"""Processor time: a page costs some milliseconds, so that only what grows with the header reaches this."""


@pytest.mark.parametrize("language", ODD_LANGUAGES, ids=range(len(ODD_LANGUAGES)))
def test_a_language_or_cookie_that_no_browser_sends_breaks_and_slows_nothing(language: str) -> None:
    person = Client(headers={"Accept-Language": language})
    person.cookies[settings.LANGUAGE_COOKIE_NAME] = language.replace("\x00", "")
    before = time.process_time()

    for path in ("/", "/en/", "/fr/requests/", "/staff/login/"):
        assert person.get(path).status_code in {200, 302}, path

    assert time.process_time() - before < QUICK_SECONDS


def test_no_page_of_a_person_may_be_kept_by_a_cache() -> None:
    sender = a_quick_sender()
    link = status_url(sender)
    for path in (sender.url, link, f"{link}receipt/", f"{link}files/list/", "/en/track/", "/en/sign-in/"):
        response = sender.client.get(path)
        assert response.status_code == 200, path
        assert "no-store" in response.headers["Cache-Control"], path

    draft = Customer("en")
    draft.begin("lost-device")
    assert "no-store" in draft.get(draft.url).headers["Cache-Control"]
    # An ending that caches take for a picture or a style opens nothing, so that nothing personal lies under it.
    for path in (f"{link}x.css", f"{draft.url}x.png"):
        assert sender.client.get(path).status_code == 404, path
