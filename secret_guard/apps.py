"""Names the app for Django."""

from django.apps import AppConfig


class SecretGuardConfig(AppConfig):
    """The guard has no rows: what it finds is never stored."""

    name = "secret_guard"
