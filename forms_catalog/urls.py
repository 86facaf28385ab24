"""Addresses of the customer pages up to Send; the language prefix is added by kraken_support."""

from django.urls import path

from forms_catalog.views import documents, entrance, entries, invited, review, steps

urlpatterns = [
    path("", entrance.home, name="home"),
    path("search/", entrance.search_page, name="search"),
    # /requests/<slug>/
    path("requests/", entrance.picker, name="requests"),
    path("requests/<slug:slug>/", entrance.start, name="request_start"),
    path("requests/<slug:slug>/which/", entrance.which, name="request_which"),
    path("requests/<slug:slug>/try/", entrance.self_help, name="request_try"),
    path("requests/<slug:slug>/solved/", entrance.solved, name="request_solved"),
    path("requests/<slug:slug>/begin/", entrance.begin, name="request_begin"),
    # /i/<token>/
    path("i/<str:token>/", invited.invitation, name="invitation"),
    # /d/<draft>/
    path("d/forget/", review.forget, name="draft_forget"),
    path("d/forgotten/", review.forgotten, name="forgotten"),
    path("d/<uuid:draft_id>/files/", documents.page, name="files"),
    path("d/<uuid:draft_id>/files/add/", documents.add, name="files_add"),
    path("d/<uuid:draft_id>/files/list/", documents.listing, name="files_list"),
    path("d/<uuid:draft_id>/files/<uuid:file_id>/again/", documents.use_again, name="files_again"),
    path("d/<uuid:draft_id>/files/<uuid:file_id>/remove/", documents.remove, name="files_remove"),
    path("d/<uuid:draft_id>/check/", review.check, name="check"),
    path("d/<uuid:draft_id>/move/", review.move, name="draft_move"),
    path("d/<uuid:draft_id>/send/", review.send_request, name="draft_send"),
    path("d/<uuid:draft_id>/<slug:step>/add/", entries.add, name="entry_add"),
    path("d/<uuid:draft_id>/<slug:step>/<slug:entry>/remove/", entries.remove, name="entry_remove"),
    path("d/<uuid:draft_id>/<slug:step>/<slug:kind>/<slug:entry>/", entries.entry, name="entry"),
    path("d/<uuid:draft_id>/<slug:step>/", steps.page, name="step"),
]
