"""What happens to every request before and after its view: who asks, what is refused at once, which headers go out."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from kraken_support import views
from operations.networks import TrustedProxies
from operations.rate_limits import TooManyTries

Respond = Callable[[HttpRequest], HttpResponse]


def caller(get_response: Respond) -> Respond:
    """Let trusted proxies, and nobody else, say who asks and how; what anybody says is removed.

    Afterwards REMOTE_ADDR is the caller's address and the scheme is the one the caller used. A unix socket has no
    address: whoever speaks through it is believed when TRUSTED_PROXIES names `unix`, else the caller stays unknown.
    """
    trusted = TrustedProxies(settings.TRUSTED_PROXIES)

    def middleware(request: HttpRequest) -> HttpResponse:
        said = {name: request.META.pop(name) for name in list(request.META) if name.startswith("HTTP_X_FORWARDED_")}
        remote = request.META.get("REMOTE_ADDR", "")
        if remote in trusted:
            if scheme := said.get("HTTP_X_FORWARDED_PROTO"):
                request.META["wsgi.url_scheme"] = "https" if scheme == "https" else "http"
            hops = [each for each in said.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
            request.META["REMOTE_ADDR"] = trusted.caller(remote=remote, forwarded=hops)
        return get_response(request)

    return middleware


def readable_addresses(get_response: Respond) -> Respond:
    """Refuse an address with a NUL in it: no page of ours has one, and PostgreSQL cannot even be asked for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info + query or "%00" in query:
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


class PauseAfterTooMany:
    """Answers with the page for too many tries, in words, wherever a budget is found spent."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a spent budget into its page; everything else is not ours."""
        return views.too_many_tries(request, exception) if isinstance(exception, TooManyTries) else None


def private_pages(get_response: Respond) -> Respond:
    """Keep every answer that names no caching of its own out of all caches and search engines' images of it.

    A status page or a draft in a shared cache would show one person's request to another (promises A43).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return middleware
