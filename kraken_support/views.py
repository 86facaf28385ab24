"""Pages that belong to no app: the way to a language, health, fixed texts and errors."""

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from operations.health import readiness
from operations.rate_limits import TooManyTries

log = structlog.get_logger(__name__)


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
    lines = ["User-agent: *", "Disallow: /*/d/", "Disallow: /*/t/", "Disallow: /*/sent/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask at the root."""
    return redirect(static("img/mark.svg"))


@require_safe
def static_page(request: HttpRequest, template: str) -> HttpResponse:
    """A page of fixed text."""
    return render(request, template)


def _error(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    # An address without a language, or an error before the language was known, still gets a page in one.
    language = get_language_from_path(request.path_info) or get_language_from_request(request)
    with override(language):
        return render(request, template or f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was not ours or too old; nothing was changed."""
    return _error(request, 403, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _error(request, 404)


def too_many_tries(request: HttpRequest, fault: TooManyTries) -> HttpResponse:
    """429, with the seconds to wait."""
    response = _error(request, 429)
    response.headers["Retry-After"] = str(fault.retry_after)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500: what was saved is saved, and the page says so; in plain words when the page itself is what broke."""
    try:
        return _error(request, 500)
    except Exception:
        log.exception("error_page_broke")
        return HttpResponse(f"{_('Something broke on our side')}\n", content_type="text/plain", status=500)
