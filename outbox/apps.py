"""Names the app for Django and gathers every app's letters."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Letters that wait, and how they leave."""

    name = "outbox"

    def ready(self) -> None:
        """Read each app's `letters` module, if it has one: importing it registers its letters."""
        autodiscover_modules("letters")
