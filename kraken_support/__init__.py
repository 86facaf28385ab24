"""Puts the apps together: settings, addresses, Celery, system checks. It has no rule of its own."""

from kraken_support.celery import app as celery_app

__all__ = ["celery_app"]
