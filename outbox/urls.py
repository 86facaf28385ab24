"""Addresses of the pages about letters; the language prefix is added by kraken_support."""

from django.urls import path

from outbox import views

urlpatterns = [
    path("safety/check/", views.check, name="letter_check"),
    # /safety/stop/<token>/
    path("safety/stop/<str:token>/", views.stop, name="letters_stop"),
]
