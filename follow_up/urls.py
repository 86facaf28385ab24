"""Addresses of the pages after Send; the language prefix is added by kraken_support."""

from django.urls import path

from follow_up.views import after_sending, calls, letters, receipt, status, tracking

urlpatterns = [
    path("track/", tracking.follow, name="follow"),
    # /sent/<reference>/
    path("sent/<str:reference>/", after_sending.sent, name="sent"),
    path("sent/<str:reference>/code/", after_sending.enter_code, name="sent_code"),
    path("sent/<str:reference>/address/", after_sending.correct, name="sent_address"),
    path("sent/<str:reference>/again/", after_sending.write_again, name="sent_again"),
    # /t/<token>/
    path("t/<str:token>/", status.status, name="status"),
    path("t/<str:token>/write/", status.write, name="status_write"),
    path("t/<str:token>/open/", status.ask, name="status_ask"),
    path("t/<str:token>/close/", status.close_request, name="status_close"),
    path("t/<str:token>/reopen/", status.reopen_request, name="status_reopen"),
    path("t/<str:token>/call/agree/", calls.accept_call, name="call_accept"),
    path("t/<str:token>/call/off/", calls.cancel_call, name="call_cancel"),
    path("t/<str:token>/call/call.ics", calls.call_file, name="call_file"),
    path("t/<str:token>/receipt/", receipt.receipt, name="receipt"),
    path("t/<str:token>/files/list/", status.files_list, name="status_files_list"),
    # From letters
    path("c/<str:token>/", letters.conversation, name="conversation"),
    path("a/<str:token>/", letters.confirm, name="confirm_address"),
    path("n/<str:token>/", letters.not_mine, name="not_mine"),
]
