"""Names the app for Django and reads the catalogue once at start."""

from django.apps import AppConfig


class FormsCatalogConfig(AppConfig):
    """The catalogue of request types and the drafts of people filling them in."""

    name = "forms_catalog"
