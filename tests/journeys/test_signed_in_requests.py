"""Changes of an account are filed in a real browser by somebody who is signed in, with scripts and without, page by page."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from forms_catalog.catalogue import catalogue
from tests.journeys.person import Person
from tests.journeys.test_every_request import LOOKS, WITHOUT_SCRIPTS, file_a_request
from tests.journeys.test_signing_in import sign_in
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]

SLUGS = ("name-change", "address-change", "phone-change", "close-account", "account-features")


@pytest.mark.parametrize(
    ("slug", "look"),
    [
        pytest.param(slug, looks[number % len(looks)], id=f"{slug}-{name}")
        for number, slug in enumerate(SLUGS)
        for name, looks in (("scripts", LOOKS), ("no-scripts", WITHOUT_SCRIPTS))
    ],
)
def test_it_ends_as_a_request_sent(slug: str, look: dict[str, Any], browser: Browser, portal: Portal) -> None:
    person = Person(browser, portal.url, **look)
    sign_in(person, portal, f"{slug}.{person.language}.{person.scripts}@example.com".lower())
    file_a_request(person, catalogue()[slug])
    assert person.complaints == []
    person.close()
