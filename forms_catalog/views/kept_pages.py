"""The home page, an unanswered question, or the frame around somebody's answers is the same for everybody: kept once made.

Rendering is nearly the whole cost of a page (DESIGN law 13), and compressing it most of the rest. What belongs to one
person is the draft's id in addresses, the token that protects the form, their answers and what follows from those.
Stand-ins take their places in the kept text: nothing of anybody's is ever in it.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.middleware.gzip import re_accepts_gzip
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import conditional_escape

from operations.gapped import GappedText

STAND_IN_DRAFT = "00000000-0000-7000-8000-000000000000"
STAND_IN_TOKEN = "csrf-token-of-nobody"  # noqa: S105  (it opens nothing: it is where the token goes)
MOST_KEPT = 1_000
"""About 30 MB. The kinds are bounded by the catalogue, but nobody has counted all ways through it."""

_kept: dict[tuple[Any, ...], GappedText] = {}


def stand_in(name: str) -> str:
    """What stands in a kept page where one person's text goes: the answer to a question, or what follows from answers."""
    return f"answer-of-nobody({name})"


def kept_page(
    request: HttpRequest,
    *,
    template: str,
    context: Callable[[], dict[str, Any]],
    kind: tuple[Any, ...],
    draft_id: UUID | None = None,
    texts: Mapping[str, str] | None = None,
    in_address: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a page that is kept, its gaps filled for this person.

    In: `kind` names everything that the page depends on. `context`, for the template, is asked for when there is no such
    page yet; it holds a stand_in() for each of the `texts`. `in_address` are parts of this page's own address that are one
    person's: they become gaps wherever it is written, as in the links to other languages. A page of no draft has no form
    and sets no cookie. Whoever has a session gets a page of their own: what it shows may depend on who they are.
    """
    values = {STAND_IN_DRAFT: str(draft_id), STAND_IN_TOKEN: get_token(request)} if draft_id else {}
    values |= {stand_in(name): conditional_escape(text) for name, text in (texts or {}).items()}
    parts = {f"/{part}/": f"/{stand_in(name)}/" for name, part in (in_address or {}).items()}
    values |= {stand_in(name): part for name, part in (in_address or {}).items()}
    is_anybody = settings.SESSION_COOKIE_NAME not in request.COOKIES
    page = _kept.get(kind) if is_anybody else None
    if page is None:
        text: str = render_to_string(template, context() | {"csrf_token": STAND_IN_TOKEN}, request)
        for part, gap in {str(draft_id): STAND_IN_DRAFT, **parts}.items():
            text = text.replace(part, gap)
        page = GappedText(text, gaps=values)
        if is_anybody:
            _keep(kind, page)
    if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response = HttpResponse(page.filled_and_compressed(values), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(page.filled(values))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _keep(kind: tuple[Any, ...], page: GappedText) -> None:
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[kind] = page
