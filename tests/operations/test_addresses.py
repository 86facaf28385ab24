"""Addresses that nobody can mean are refused in words, and the file for search engines gives nothing away."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.customer import assert_a_good_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/en/search/?q=phone%00",
        "/en/search/?%00=phone",
        "/fr/requests/lost-device%00/",
        "/en/t/abc%00def/",
        "/en/sent/KS-%00/",
        "/staff/tickets/?q=%00",
        "/staff/tickets/%00/",
        "/%00",
    ],
)
def test_a_nul_in_an_address_is_a_400_in_words(address: str) -> None:
    response: Any = Client().get(address)
    assert response.status_code == 400
    assert_a_good_page(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_percent_sign_before_two_noughts_is_no_nul(client: Client) -> None:
    assert client.get("/en/search/?q=fee+of+%2500").status_code == 200


def test_search_engines_are_not_told_where_agents_work(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /*/d/" in told
    assert settings.STAFF_PATH not in told
