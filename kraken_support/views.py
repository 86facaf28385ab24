"""Pages that belong to no app: the way to a language, health, fixed texts and errors."""

import math
import sys

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agent_desk.views.errors import error_page
from operations.health import readiness
from operations.rate_limits import TooManyTries

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 30
"""When a browser may ask again after the database was away."""


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """From the bare address to a language: the saved choice, else the browser's wish, never the network address."""
    with override(get_language_from_request(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: this process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: database, migrations and storage, each with its time, 503 when one is not; Redis is told and not needed."""
    report = readiness()
    return JsonResponse(report.as_json(), status=200 if report.ready else 503)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may show the way in, never a draft or a status page. Where agents work is told to nobody."""
    lines = ["User-agent: *", "Disallow: /*/d/", "Disallow: /*/t/", "Disallow: /*/sent/", "Disallow: /*/safety/stop/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask at the root."""
    return redirect(static("img/mark.svg"))


@require_safe
def static_page(request: HttpRequest, template: str) -> HttpResponse:
    """A page of fixed text."""
    return render(request, template)


def _error(request: HttpRequest, status: int, template: str = "", **context: int) -> HttpResponse:
    # An address without a language, or an error before the language was known, still gets a page in one.
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    with override(language):
        return render(request, template or f"{status}.html", context, status=status)


def _page(request: HttpRequest, status: int, template: str = "", **context: int) -> HttpResponse:
    if request.path_info.startswith(f"/{settings.STAFF_PATH}/"):
        return error_page(request, status, form_too_old=template == "403_csrf.html")
    return _error(request, status, template, **context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was not ours or too old; nothing was changed."""
    return _page(request, 403, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(request, 404)


def too_many_tries(request: HttpRequest, fault: TooManyTries) -> HttpResponse:
    """429, with the time to wait."""
    response = _page(request, 429, minutes=math.ceil(fault.retry_after / 60))
    response.headers["Retry-After"] = str(fault.retry_after)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away: what was saved is saved, and the page says so.

    In plain words when the page itself is what broke.
    """
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    try:
        response = _page(request, 503 if away else 500)
        if away:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    except Exception:
        log.exception("error_page_broke")
        return HttpResponse(f"{_('Something broke on our side')}\n", content_type="text/plain", status=500)
