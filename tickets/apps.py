"""Names the app for Django and gathers every app's awaited forms."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TicketsConfig(AppConfig):
    """Tickets, their messages and their trail of events."""

    name = "tickets"

    def ready(self) -> None:
        """Read each app's `awaited` module, if it has one: importing it registers what is awaited of customers."""
        autodiscover_modules("awaited")
