"""Addresses for files sent in pieces and for doctor’s probe of the limits: the same in every language, opened by tokens."""

from django.urls import path

from attachments import limits_probe, tus

urlpatterns = [
    path("uploads/<str:token>/limits", limits_probe.judge, name="limits_probe"),
    path("uploads/<str:token>/", tus.uploads, name="uploads"),
    path("uploads/<str:token>/<uuid:upload_id>", tus.upload, name="upload"),
]
