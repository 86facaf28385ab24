"""The empty page of a question is the same for everybody: rendered once, then only filled with what is one person's.

Rendering a form is nearly the whole cost of a page (DESIGN law 13). Two things in such a page belong to one person:
the draft's id in addresses, and the token that protects the form. Stand-ins take their places in the kept text.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

STAND_IN_DRAFT = "00000000-0000-7000-8000-000000000000"
STAND_IN_TOKEN = "csrf-token-of-nobody"  # noqa: S105  (it opens nothing: it is where the token goes)

_rendered: dict[tuple[Any, ...], str] = {}


def empty_page(
    request: HttpRequest, *, template: str, context: dict[str, Any], draft_id: UUID, kind: tuple[Any, ...]
) -> HttpResponse:
    """Answer with a page that holds nobody's answers. In: `kind` names everything that the page depends on.

    The keys are bounded by the catalogue: types, steps, languages and pages before.
    """
    text = _rendered.get(kind)
    if text is None:
        page = render_to_string(template, context | {"csrf_token": STAND_IN_TOKEN}, request)
        text = _rendered[kind] = page.replace(str(draft_id), STAND_IN_DRAFT)
    filled = text.replace(STAND_IN_DRAFT, str(draft_id)).replace(STAND_IN_TOKEN, get_token(request))
    return HttpResponse(filled)
