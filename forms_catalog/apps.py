"""Names the app for Django."""

from django.apps import AppConfig


class FormsCatalogConfig(AppConfig):
    """The catalogue of request types and the drafts of people filling them in."""

    name = "forms_catalog"
