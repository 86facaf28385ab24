"""Names the app for Django and gathers every app's checks for doctor."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    """Commands, checks and what they share."""

    name = "operations"

    def ready(self) -> None:
        """Read each app's `doctor_checks` module, if it has one: importing it registers its checks."""
        autodiscover_modules("doctor_checks")
