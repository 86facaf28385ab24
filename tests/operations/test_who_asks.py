"""Who asks, and over what, is told by trusted proxies alone; everybody else's word is removed."""

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kraken_support.environment import Environment
from kraken_support.middleware import caller
from operations.networks import network_of
from tests.services.portal import PROJECT

PROXY, OUTER_PROXY, CUSTOMER, LIAR = "10.0.0.2", "192.168.7.1", "203.0.113.9", "198.51.100.66"


def as_seen(settings: LazySettings, *, trusted: tuple[str, ...] = (), **environ: Any) -> HttpRequest:
    """A request as our views see it."""
    settings.TRUSTED_PROXIES = trusted
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    caller(view)(RequestFactory().get("/", **environ))
    return seen[0]


def test_without_trusted_proxies_nobody_says_where_they_come_from(settings: LazySettings) -> None:
    request = as_seen(
        settings, REMOTE_ADDR=LIAR, HTTP_X_FORWARDED_FOR=CUSTOMER, HTTP_X_FORWARDED_PROTO="https", HTTP_HOST="localhost"
    )
    assert request.META["REMOTE_ADDR"] == LIAR
    assert not request.is_secure()
    assert not [name for name in request.META if name.startswith("HTTP_X_FORWARDED")]


def test_a_caller_outside_the_trusted_networks_is_not_believed(settings: LazySettings) -> None:
    request = as_seen(
        settings,
        trusted=("10.0.0.0/8",),
        REMOTE_ADDR=LIAR,
        HTTP_X_FORWARDED_FOR=CUSTOMER,
        HTTP_X_FORWARDED_PROTO="https",
    )
    assert request.META["REMOTE_ADDR"] == LIAR
    assert not request.is_secure()
    assert not [name for name in request.META if name.startswith("HTTP_X_FORWARDED")]


@pytest.mark.parametrize(
    ("forwarded", "who"),
    [
        (CUSTOMER, CUSTOMER),
        (f"{LIAR}, {CUSTOMER}", CUSTOMER),
        (f"{LIAR}, {CUSTOMER}, {OUTER_PROXY}", CUSTOMER),
        (f"{PROXY}, {CUSTOMER}, {OUTER_PROXY}", CUSTOMER),
        (f"{CUSTOMER}:50123, {OUTER_PROXY}:443", CUSTOMER),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        (f"{CUSTOMER}, unknown", PROXY),
        (f"{CUSTOMER}, '; DROP TABLE', {OUTER_PROXY}", OUTER_PROXY),
        ("", PROXY),
        (f"{OUTER_PROXY}, {OUTER_PROXY}", OUTER_PROXY),
    ],
)
def test_the_caller_is_the_last_in_line_that_is_none_of_ours(settings: LazySettings, forwarded: str, who: str) -> None:
    trusted = ("10.0.0.0/8", "192.168.7.1/32")
    request = as_seen(settings, trusted=trusted, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded)
    assert request.META["REMOTE_ADDR"] == who


@pytest.mark.parametrize(("said", "secure"), [("https", True), ("http", False), ("https, http", False), ("", False)])
def test_a_trusted_proxy_says_whether_it_was_https(settings: LazySettings, said: str, secure: bool) -> None:
    request = as_seen(settings, trusted=("10.0.0.0/8",), REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_PROTO=said)
    assert request.is_secure() is secure


def test_a_proxy_that_speaks_both_kinds_of_address_is_known_by_either(settings: LazySettings) -> None:
    request = as_seen(
        settings, trusted=("10.0.0.0/8",), REMOTE_ADDR=f"::ffff:{PROXY}", HTTP_X_FORWARDED_FOR=f"::ffff:{CUSTOMER}"
    )
    assert request.META["REMOTE_ADDR"] == CUSTOMER


@pytest.mark.parametrize(
    ("trusted", "who", "secure"), [(("10.0.0.0/8",), "", False), (("10.0.0.0/8", "unix"), CUSTOMER, True)]
)
def test_whoever_comes_through_a_unix_socket_is_believed_only_when_the_operator_says_so(
    settings: LazySettings, trusted: tuple[str, ...], who: str, secure: bool
) -> None:
    request = as_seen(
        settings, trusted=trusted, REMOTE_ADDR="", HTTP_X_FORWARDED_FOR=CUSTOMER, HTTP_X_FORWARDED_PROTO="https"
    )
    assert request.META["REMOTE_ADDR"] == who
    assert request.is_secure() is secure


def test_a_stranger_who_says_https_is_sent_to_https_like_everybody(settings: LazySettings, client: Client) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = ("10.0.0.0/8",)
    told = {"X-Forwarded-Proto": "https"}
    assert client.get("/en/safety/", headers=told, REMOTE_ADDR=LIAR).status_code == 301
    assert client.get("/en/safety/", headers=told, REMOTE_ADDR=PROXY).status_code == 200


def test_one_network_is_one_ipv4_address_or_64_bits_of_ipv6() -> None:
    assert network_of(address="203.0.113.9") == network_of(address="::ffff:203.0.113.9") == "203.0.113.9/32"
    assert network_of(address="2001:db8:1:2::7") == network_of(address="2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert network_of(address="2001:db8:1:3::7") != network_of(address="2001:db8:1:2::7")
    assert network_of(address="") == network_of(address="unknown") == ""


def test_the_proxy_of_compose_stands_in_the_network_that_is_trusted_and_names_the_caller_last() -> None:
    compose = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    (subnet,) = re.findall(r"subnet: (\S+)", compose)
    assert f"TRUSTED_PROXIES: {subnet}," in compose
    (network,) = re.findall(r":-([^}]+)}", subnet)
    assert Environment(trusted_proxies=(network,)).trusted_proxies
    proxy = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in proxy
    assert "proxy_set_header X-Forwarded-Proto https;" in proxy
