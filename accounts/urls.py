"""Addresses of the pages about signing in; the language prefix is added by kraken_support."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("account/", views.account, name="account"),
    path("account/end/<uuid:sign_in_id>/", views.end_sign_in, name="sign_in_end"),
    path("account/sign-out/", views.sign_out, name="sign_out"),
]
