"""Names the app for Django."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Appointments: video verification and call-backs."""

    name = "calls"
