"""Names the app for Django."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Files and the trays they wait in."""

    name = "attachments"
