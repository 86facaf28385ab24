"""The Celery application: a doorbell for work whose truth is in rows (DESIGN §2)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraken_support.settings.base")

app = Celery("kraken_support")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
