"""Django's system checks for what only this project knows; shown by `manage.py check`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


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
