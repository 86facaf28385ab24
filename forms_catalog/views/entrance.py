"""The way in: home, search, the list of requests, the start page and the self-help before the form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.devices import device_key, device_of, remember_device
from accounts.signed_in import person_of
from forms_catalog import drafts, outcomes
from forms_catalog.catalogue import catalogue, catch_all, listed, pointers
from forms_catalog.definition import Access, Group, RequestType, Tile
from forms_catalog.outcomes import Kind
from forms_catalog.papers.words import papers_beforehand
from forms_catalog.pointer import Pointer
from forms_catalog.search import find_requests
from forms_catalog.views.gates import by_invitation
from forms_catalog.views.kept_pages import kept_page
from forms_catalog.views.places import first_page
from tickets.links import resolve_link

HELPS_SHOWN = 2


def request_type_or_404(slug: str) -> RequestType:
    """The request type of an address."""
    try:
        return catalogue()[slug]
    except KeyError:
        raise Http404 from None


def _start_url(found: RequestType | Pointer) -> str:
    return reverse("request_start", args=[found.slug])


def _listed(found: RequestType | Pointer) -> dict[str, Any]:
    return {"title": found.title, "summary": found.summary, "url": _start_url(found)}


def types_of(tile: Tile) -> list[RequestType | Pointer]:
    """What stands behind an answer to “What happened?”: request types, and what needs none."""
    return [each for each in listed() if tile in each.tiles]


def _tile(tile: Tile, types: list[RequestType | Pointer]) -> dict[str, Any]:
    """A tile of the home page: straight to its request type, or to the page that tells several apart."""
    if len(types) == 1:
        return {"title": tile.label, "hint": types[0].summary, "url": _start_url(types[0])}
    hint = _("%(first)s, %(second)s and more") if len(types) > 2 else _("%(first)s, %(second)s")
    names = {"first": types[0].title, "second": types[1].title}
    return {"title": tile.label, "hint": hint % names, "url": reverse("request_which", args=[tile.value])}


def _tiles() -> list[dict[str, Any]]:
    """What the home page asks in its tiles."""
    return [_tile(tile, types) for tile in Tile if (types := types_of(tile))]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Home: a search box, “What happened?” in the customer's words, and what this browser has begun."""
    begun = [
        {"title": catalogue()[each.request_type].title, "url": first_page(request, each), "until": each.expires_at}
        for each in drafts.of_device(device=device_of(request=request), now=timezone.now())
    ]
    if begun or request.META.get("QUERY_STRING"):
        return render(request, "home.html", {"tiles": _tiles(), "drafts": begun})
    return kept_page(
        request,
        template="home.html",
        context=lambda: {"tiles": _tiles(), "drafts": []},
        kind=("home", get_language(), *catalogue(), *pointers()),
    )


@require_safe
def picker(request: HttpRequest) -> HttpResponse:
    """Every request type that anybody can begin here, by group; `?group=` shows one group alone."""
    only = request.GET.get("group", "")
    # What needs an invitation begins with a letter: in this list it would only be a closed door.
    open_here = [each for each in listed() if isinstance(each, Pointer) or each.access is not Access.INVITED]
    wanted = [each for each in open_here if only not in Group.values or each.group == only]
    groups: dict[str, list[RequestType | Pointer]] = {}
    for each in wanted:
        groups.setdefault(str(each.group.label), []).append(each)
    shown = [{"title": title, "types": [_listed(each) for each in types]} for title, types in groups.items()]
    return render(request, "requests.html", {"groups": shown, "query": "", "part": only in Group.values})


@require_safe
def which(request: HttpRequest, slug: str) -> HttpResponse:
    """The few request types that one answer to “What happened?” may mean, told apart in a sentence each."""
    if slug not in Tile.values or not types_of(Tile(slug)):
        raise Http404
    types = [_listed(each) for each in types_of(Tile(slug))]
    return render(request, "request_which.html", {"title": Tile(slug).label, "types": types})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The request types nearest to what was typed; where none is near, what the home page asks."""
    query = request.GET.get("q", "")[:200]
    found = find_requests(phrase=query)
    last, known = catch_all(), {each.slug: each for each in listed()}
    context = {
        "query": query,
        "results": [_listed(known[each.slug]) for each in found if each.kind != "help"],
        "helps": [
            {"title": catalogue()[each.slug].title, "url": reverse("request_try", args=[each.slug])}
            for each in found
            if each.kind == "help"
        ][:HELPS_SHOWN],
        "otherwise": _listed(last) if last else None,
        "tiles": [] if found else _tiles(),
    }
    return render(request, "search.html", context)


@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What the request needs and how long it takes; the button that begins it, or the self-help before it."""
    if slug in pointers():
        return _pointer(request, pointers()[slug])
    request_type = request_type_or_404(slug)
    if request_type.access is Access.INVITED:
        return by_invitation(request, request_type)
    open_drafts = drafts.of_device(device=device_of(request=request), now=timezone.now())
    resumed = next((each for each in open_drafts if each.request_type == slug), None)
    context = {
        "request_type": request_type,
        "begin_url": reverse("request_begin", args=[slug]),
        "gate_url": reverse("request_try", args=[slug]) if request_type.self_help else "",
        "draft_url": first_page(request, resumed) if resumed else "",
        "invited": False,
        "papers": None if request_type.self_help else papers_beforehand(request_type=request_type),
    }
    return render(request, "request_start.html", context)


def _pointer(request: HttpRequest, pointer: Pointer) -> HttpResponse:
    """How something is done without us, and the ways on; a way whose first answers are clear begins with them."""
    ways = [
        {
            "label": way.label,
            "url": reverse("request_begin" if way.gives else "request_start", args=[way.to]),
            "begins": bool(way.gives),
        }
        for way in pointer.ways
    ]
    return render(request, "pointer.html", {"pointer": pointer, "ways": ways})


@require_safe
def self_help(request: HttpRequest, slug: str) -> HttpResponse:
    """What may solve it at once; the way on is always in sight."""
    request_type = request_type_or_404(slug)
    if request_type.self_help is None or request_type.access is Access.INVITED:
        return redirect("request_start", slug=slug)
    context = {
        "request_type": request_type,
        "gate": request_type.self_help,
        "papers": papers_beforehand(request_type=request_type),
        "begin_url": reverse("request_begin", args=[slug]),
        "solved_url": reverse("request_solved", args=[slug]),
    }
    return render(request, "request_try.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def solved(request: HttpRequest, slug: str) -> HttpResponse:
    """The self-help worked."""
    request_type = request_type_or_404(slug)
    if request.method == "POST":
        key, device = device_key(request=request)
        outcomes.note(
            kind=Kind.SOLVED, topic=slug, device=device, person=person_of(request=request), now=timezone.now()
        )
        response = redirect("request_solved", slug=slug)
        remember_device(response=response, key=key)
        return response
    return render(request, "request_solved.html", {"request_type": request_type})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft, bound to this browser; a status link posted along makes it belong to that request."""
    request_type = request_type_or_404(slug)
    begun_there = request_type.find_parent or request_type.after_solved
    parent = resolve_link(token=request.POST.get("for", "")) if begun_there else None
    invited = parent is not None and request_type.after_solved
    if request.method != "POST" or (request_type.access is Access.INVITED and not invited):
        return redirect("request_start", slug=slug)
    key, device = device_key(request=request)
    pointer = pointers().get(request.POST.get("from", ""))
    clear = next((way.gives for way in pointer.ways if way.to == slug), None) if pointer else None
    draft = drafts.begin(request_type=slug, device=device, now=timezone.now(), parent=parent, answers=clear)
    outcomes.note(kind=Kind.BEGUN, topic=slug, device=device, person=person_of(request=request), now=timezone.now())
    response = redirect(first_page(request, draft))
    remember_device(response=response, key=key)
    return response
