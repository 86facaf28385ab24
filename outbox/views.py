"""“Is this really you?”, and “This was not me”: the two pages that every letter leads to."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from operations.networks import network_of
from operations.rate_limits import one_try, spend
from outbox.codes import letter_with_code
from outbox.limits import CHECKED_CODES_OF_NETWORK
from outbox.silence import allow_again, mailbox_of, silence


class CodeForm(forms.Form):
    """The short code of a letter."""

    use_required_attribute = False

    code = forms.CharField(
        label=gettext_lazy("Check number"),
        help_text=gettext_lazy("Twelve letters and digits at the end of the email, like 7K2M‑94TX‑B3QD."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={
            "required": gettext_lazy("Enter the check number of the email"),
            "max_length": gettext_lazy("Enter only the check number: twelve letters and digits"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether a letter with this code is ours, and of which day; of what it tells and to whom, nothing."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "errors": [], "asked": False, "letter_day": None}
    if not form.is_bound:
        return render(request, "letters/check.html", context)
    if not form.is_valid():
        errors = [{"message": each, "field_id": "id_code"} for each in form.errors["code"]]
        return render(request, "letters/check.html", context | {"errors": errors}, status=422)
    network = network_of(address=request.META.get("REMOTE_ADDR", ""))
    spending = {CHECKED_CODES_OF_NETWORK: network} if network else {}
    with one_try(spending=spending):
        spend(spending=spending)
        letter = letter_with_code(text=form.cleaned_data["code"])
    return render(request, "letters/check.html", context | {"asked": True, "letter_day": letter and letter.sent_at})


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, as programs look at links in letters too; the button stops, and allows again."""
    mailbox = mailbox_of(token=token)
    if mailbox is None:
        context = {
            "heading": _("This link opens nothing"),
            "paragraphs": [_("It may have been copied in part. Open it from the letter once more.")],
            "action_url": reverse("safety"),
            "action_label": _("How to check that it is us"),
        }
        return render(request, "message.html", context, status=404)
    if request.method != "POST":
        return render(request, "letters/stop.html", {"stopped": mailbox.silenced_at is not None})
    if request.POST.get("again"):
        allow_again(mailbox=mailbox)
    else:
        silence(mailbox=mailbox, now=timezone.now())
    return redirect("letters_stop", token=token)
