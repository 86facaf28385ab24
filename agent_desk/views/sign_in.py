"""The way in for agents: password, then code; for a new agent a link, a password, an app, and codes for paper."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agent_desk import demo_door, signed_in
from agent_desk.forms import ChoosePasswordForm, CodeForm, SignInForm
from agent_desk.qr import square_picture
from agent_desk.recovery_codes import codes_left, enter_recovery_code, make_codes
from agent_desk.second_factor import app_address, enter_code, has_second_factor, in_groups, set_up
from agent_desk.set_up_links import LinkIsOver, agent_of_link, use_link
from agent_desk.signed_in import HalfSignedIn
from agent_desk.views.finding import agent as agent_at_work

if TYPE_CHECKING:
    from django.contrib.auth.models import User

HalfView = Callable[[HttpRequest, HalfSignedIn], HttpResponse]
FEW_CODES = 3


def password(request: HttpRequest) -> HttpResponse:
    """Email and password. Right ones open nothing yet but the page for the code."""
    next_page = _own_page(request, request.POST.get("next", request.GET.get("next", "")))
    if request.method == "GET" and signed_in.is_signed_in(request):
        return redirect(next_page)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        signed_in.after_password(request=request, agent=form.get_user(), next_page=next_page, now=timezone.now())
        return redirect(next_page if signed_in.is_signed_in(request) else "staff:second_factor")
    context = {"form": form, "next": next_page, "demo_agent": demo_door.DEMO_AGENT if demo_door.is_open() else ""}
    return render(request, "staff/login.html", context)


def after_the_password(view: HalfView) -> Callable[[HttpRequest], HttpResponse]:
    """Open a page to whoever has shown the password in this session; everybody else begins with that."""

    def guarded(request: HttpRequest) -> HttpResponse:
        half = signed_in.half_signed_in(request=request, now=timezone.now())
        return redirect("staff:login") if half is None else view(request, half)

    return guarded


@after_the_password
def second_factor(request: HttpRequest, half: HalfSignedIn) -> HttpResponse:
    """A code of the app; who has none is led to set one up."""
    if not has_second_factor(agent=half.agent):
        return redirect("staff:set_up_app")
    wrong = _("This code is not right, or was used already. Wait for the next one in your app and enter it.")
    form = _code_form(request, half.agent, enter_code, wrong)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, half)
    return _page(request, "staff/second_factor.html", form)


@after_the_password
def recovery_code(request: HttpRequest, half: HalfSignedIn) -> HttpResponse:
    """A code from paper, in place of the app."""
    wrong = _("This recovery code is not right, or was used already. Enter another one of your list.")
    form = _code_form(request, half.agent, enter_recovery_code, wrong)
    if request.method == "POST" and form.is_valid():
        left = codes_left(agent=half.agent)
        sentence = ngettext("You have %(number)d recovery code left.", "You have %(number)d recovery codes left.", left)
        messages.warning(request, sentence % {"number": left})
        return _let_in(request, half)
    return _page(request, "staff/recovery_code.html", form)


def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Where a set-up link leads. Opening it changes nothing; a chosen password uses it up."""
    now = timezone.now()
    try:
        form = ChoosePasswordForm(agent_of_link(token=token, now=now), request.POST or None)
        if request.method == "POST" and form.is_valid():
            agent = use_link(token=token, password=form.cleaned_data["new_password1"], now=now)
            signed_in.after_password(request=request, agent=agent, next_page=reverse("staff:index"), now=now)
            return redirect("staff:index" if signed_in.is_signed_in(request) else "staff:set_up_app")
    except LinkIsOver:
        return render(request, "staff/link_is_over.html", status=404)
    return _page(request, "staff/choose_password.html", form)


@after_the_password
def set_up_app(request: HttpRequest, half: HalfSignedIn) -> HttpResponse:
    """The secret as a picture and as text, and a first code that shows the app to work."""
    if not half.new_secret or has_second_factor(agent=half.agent):
        return redirect("staff:second_factor")

    def keep(*, agent: "User", code: str, now: Any) -> None:
        set_up(agent=agent, secret=half.new_secret, code=code, now=now)

    wrong = _("This code is not right. Look at the code that your app shows now and enter it.")
    form = _code_form(request, half.agent, keep, wrong)
    if request.method == "POST" and form.is_valid():
        codes = make_codes(agent=half.agent)
        signed_in.sign_in(request=request, agent=half.agent, now=timezone.now())
        signed_in.keep_fresh_codes(request=request, codes=codes)
        return redirect(reverse("staff:recovery_codes", query={"set-up": "yes"}))
    address = app_address(secret=half.new_secret, agent=half.agent)
    context = {"picture": square_picture(address), "secret": in_groups(secret=half.new_secret), "address": address}
    return _page(request, "staff/set_up_app.html", form, **context)


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Fresh codes until the agent says they are written down; afterwards how many are left, and the way to new ones."""
    agent, kept = agent_at_work(request), request.POST.get("kept", "")
    wrong = _("This code is not right, or was used already. Wait for the next one in your app and enter it.")
    form = _code_form(request, agent, enter_code, wrong)
    if kept:
        signed_in.forget_fresh_codes(request=request)
        return redirect("staff:index")
    if request.method == "POST" and form.is_valid():
        signed_in.keep_fresh_codes(request=request, codes=make_codes(agent=agent))
        return redirect("staff:recovery_codes")
    left = codes_left(agent=agent)
    context = {
        "codes": signed_in.fresh_codes(request=request),
        "setting_up": "set-up" in request.GET,
        "left": left,
        "few": left <= FEW_CODES,
        "has_app": has_second_factor(agent=agent),
    }
    return _page(request, "staff/recovery_codes.html", form, **context)


def _code_form(request: HttpRequest, agent: "User", use: Callable[..., None], wrong: str) -> CodeForm:
    now = timezone.now()
    return CodeForm(
        request.POST if request.method == "POST" else None,
        request=request,
        agent=agent,
        use=lambda code: use(agent=agent, code=code, now=now),
        wrong=wrong,
    )


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, half: HalfSignedIn) -> HttpResponse:
    signed_in.sign_in(request=request, agent=half.agent, now=timezone.now())
    return redirect(half.next_page)


def _own_page(request: HttpRequest, address: str) -> str:
    """The page somebody wanted to go to, if it is one of this portal; else the overview."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else reverse("staff:index")
