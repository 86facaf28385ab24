"""Django's system checks for what only this project knows; shown by `manage.py check`."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

from kraken_support.loopback import only_here


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A production portal answers to named hosts only."""
    if settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS is empty.",
            hint="Set ALLOWED_HOSTS to the portal's host names, comma separated.",
            id="kraken_support.E001",
        )
    ]


@register(Tags.security, deploy=True)
def links_lead_to_a_named_host(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A link to a host that the portal does not answer to opens an error page."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if not settings.ALLOWED_HOSTS or validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"PUBLIC_URL leads to {host!r}, which is not among ALLOWED_HOSTS.",
            hint="Set ALLOWED_HOSTS to hold the host of PUBLIC_URL.",
            id="kraken_support.E002",
        )
    ]


@register(Tags.security, deploy=True)
def links_lead_home_over_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Links that customers get must not travel in the clear."""
    if settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        Warning(
            f"PUBLIC_URL is {settings.PUBLIC_URL!r}, which is not an https address.",
            hint="Set PUBLIC_URL to the address customers use, beginning with https://.",
            id="kraken_support.W001",
        )
    ]


@register(Tags.security)
def the_demo_agents_door_is_shut_to_strangers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A password alone opens agents' pages on a portal that only its own machine can reach, and nowhere else."""
    reachable = settings.SESSION_COOKIE_SECURE or not only_here(settings.PUBLIC_URL, settings.ALLOWED_HOSTS)
    if not settings.DEMO_AGENT_BY_PASSWORD or not reachable:
        return []
    return [
        Error(
            "DEMO_AGENT_BY_PASSWORD is on, and others can reach this portal.",
            hint="Leave it to the settings: they turn it on for a portal on one machine only.",
            id="kraken_support.E003",
        )
    ]
