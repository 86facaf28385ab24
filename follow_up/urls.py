"""Addresses of the pages after Send; the language prefix is added by kraken_support."""

from django.urls import path

from follow_up import views

urlpatterns = [
    path("sent/<str:reference>/", views.sent, name="sent"),
    path("follow/", views.follow, name="follow"),
    # /t/<token>/
    path("t/<str:token>/", views.status, name="status"),
    path("t/<str:token>/write/", views.write, name="status_write"),
    path("t/<str:token>/files/list/", views.files_list, name="status_files_list"),
]
