"""Names the app for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Customers' accounts, made by proving an address."""

    name = "accounts"
