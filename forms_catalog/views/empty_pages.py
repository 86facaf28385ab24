"""The empty page of a question is the same for everybody: rendered once, then only filled with what is one person's.

Rendering a form is nearly the whole cost of a page (DESIGN law 13), and compressing it most of the rest. Two things in
such a page belong to one person: the draft's id in addresses, and the token that protects the form. Stand-ins take their
places in the kept text.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.middleware.gzip import re_accepts_gzip
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from operations.gapped import GappedText

STAND_IN_DRAFT = "00000000-0000-7000-8000-000000000000"
STAND_IN_TOKEN = "csrf-token-of-nobody"  # noqa: S105  (it opens nothing: it is where the token goes)

_rendered: dict[tuple[Any, ...], GappedText] = {}


def empty_page(
    request: HttpRequest, *, template: str, context: Callable[[], dict[str, Any]], draft_id: UUID, kind: tuple[Any, ...]
) -> HttpResponse:
    """Answer with a page that holds nobody's answers. In: `kind` names everything that the page depends on,
    `context` is asked for what the template needs when there is no such page yet.

    The keys are bounded by the catalogue: types, steps, languages and pages before.
    """
    kept = _rendered.get(kind)
    if kept is None:
        page = render_to_string(template, context() | {"csrf_token": STAND_IN_TOKEN}, request)
        kept = GappedText(page.replace(str(draft_id), STAND_IN_DRAFT), gaps=(STAND_IN_DRAFT, STAND_IN_TOKEN))
        _rendered[kind] = kept
    values = {STAND_IN_DRAFT: str(draft_id), STAND_IN_TOKEN: get_token(request)}
    if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response = HttpResponse(kept.filled_and_compressed(values), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(kept.filled(values))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
