"""Addresses for files sent in pieces: the same in every language, opened by a tray's token."""

from django.urls import path

from attachments import tus

urlpatterns = [
    path("uploads/<str:token>/", tus.uploads, name="uploads"),
    path("uploads/<str:token>/<uuid:upload_id>", tus.upload, name="upload"),
]
