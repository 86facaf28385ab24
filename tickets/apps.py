"""Names the app for Django."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets, their messages and their trail of events."""

    name = "tickets"
