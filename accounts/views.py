"""Signing in by a code that comes by letter, and the page where its owner sees and ends sign-ins."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import signed_in, signing_in
from accounts.challenges import CodeNotAccepted, ask, enter, latest, one_guess
from accounts.devices import device_key, device_of, remember_device
from accounts.error_lists import error_list
from accounts.forms import AddressForm, CodeForm
from accounts.letters import SIGN_IN
from accounts.limits import CODE_MINUTES
from accounts.models import Challenge
from accounts.proofs import person_with


def next_of(request: HttpRequest) -> str:
    """Where to go after signing in: a path of this portal, else nothing.

    It stands in the address, also of what is sent, so that it outlives a wrong code and a change of language; it leads
    on in the language that is read now.
    """
    wanted = request.GET.get("next", "")
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if not local:
        return ""
    read_now = get_language() or "en"
    with override(get_language_from_path(wanted) or read_now):
        return translate_url(wanted, read_now)


def _with_next(name: str, wanted: str) -> str:
    # Slashes stay as they are, so that the log masks a draft's address here as everywhere.
    return reverse(name) + (f"?{urlencode({'next': wanted}, safe='/')}" if wanted else "")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code there; the same for every address."""
    wanted = next_of(request)
    if signed_in.person_of(request=request):
        return redirect(wanted or "account")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "errors": error_list(form), "here_url": _with_next("sign_in", wanted)}
        return render(request, "account/sign_in.html", context, status=422 if form.is_bound else 200)
    key, device = device_key(request=request)
    _send_code(request, form.cleaned_data["address"], device)
    response = redirect(_with_next("sign_in_code", wanted))
    remember_device(response=response, key=key)
    return response


def _send_code(request: HttpRequest, address: str, device: str) -> None:
    ask(
        purpose=SIGN_IN,
        address=address,
        device=device,
        language=get_language() or "en",
        network=request.META.get("REMOTE_ADDR", ""),
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the code that this browser asked for; or send another one."""
    wanted, device = next_of(request), device_of(request=request)
    challenge = latest(purpose=SIGN_IN, device=device, now=timezone.now())
    if challenge is None:
        return redirect(wanted if wanted and signed_in.person_of(request=request) else _with_next("sign_in", wanted))
    if request.method == "POST" and request.POST.get("another"):
        _send_code(request, challenge.address, device)
        return redirect(_with_next("sign_in_code", wanted))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _entered(request, form, challenge, device):
        return _signed_in(request, challenge, device, wanted)
    context = {
        "form": form,
        "errors": error_list(form),
        "here_url": _with_next("sign_in_code", wanted),
        "address": challenge.address,
        "minutes": CODE_MINUTES,
        "start_url": _with_next("sign_in", wanted),
    }
    return render(request, "account/code.html", context, status=422 if form.is_bound else 200)


def _entered(request: HttpRequest, form: CodeForm, challenge: Challenge, device: str) -> bool:
    try:
        with one_guess(network=request.META.get("REMOTE_ADDR", "")):
            enter(challenge_id=challenge.id, device=device, code=form.cleaned_data["code"], now=timezone.now())
    except CodeNotAccepted:
        form.add_error("code", _("This code does not work. Enter the newest one, or let us send another"))
        return False
    return True


def _signed_in(request: HttpRequest, challenge: Challenge, device: str, wanted: str) -> HttpResponse:
    now = timezone.now()
    person = person_with(address=challenge.address)
    assert person, "a right code makes one"
    before = signed_in.sign_in_of(request=request)
    key = signing_in.sign_in(person=person, device=device, now=now, instead_of=before)
    rotate_token(request)
    response = redirect(wanted or "account")
    signed_in.remember(response=response, key=key)
    return response


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Whose account it is, and where they are signed in."""
    here = signed_in.sign_in_of(request=request)
    if here is None:
        return redirect(_with_next("sign_in", ""))
    listed = [
        {"id": each.id, "since": each.created_at, "used": each.last_used_at, "here": each.id == here.id}
        for each in signing_in.live_sign_ins(person=here.person, now=timezone.now())
    ]
    return render(request, "account/account.html", {"address": here.person.address, "sign_ins": listed})


@require_POST
def end_sign_in(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    """End one of this person's sign-ins, in whichever browser; somebody else's is not there."""
    person = signed_in.person_of(request=request)
    if person:
        signing_in.end(person=person, sign_in_id=sign_in_id, now=timezone.now())
    return redirect("account")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in of this browser."""
    response = redirect("home")
    signing_in.sign_out_here(request=request, response=response, now=timezone.now())
    return response
