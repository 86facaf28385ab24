"""Names the app for Django."""

from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    """Confirmation and status pages."""

    name = "follow_up"
