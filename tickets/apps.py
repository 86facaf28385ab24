"""Names the app for Django and gathers every app's awaited forms, and what ends with a request."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TicketsConfig(AppConfig):
    """Tickets, their messages and their trail of events."""

    name = "tickets"

    def ready(self) -> None:
        """Read each app's `awaited` and `over` modules, if it has them.

        Importing them registers what is awaited of customers, and what ends with a request.
        """
        autodiscover_modules("awaited", "over")
