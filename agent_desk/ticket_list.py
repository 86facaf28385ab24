"""How the list of requests is narrowed, counted and filled: filters, a capped count, files in one query."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agent_desk.compartments import colleagues_of
from agent_desk.file_words import Badge, badges
from agent_desk.roles import name_of
from attachments.models import Attachment
from forms_catalog.catalogue import catalogue
from tickets.approvals import may_be_carried_out, waiting_for_another
from tickets.models import Tag, Ticket
from tickets.states import OVER, WORK, Priority, State

MOST_COUNTED = 10_000
"""Rows counted and paged through at most: further back, search."""

Choice = tuple[str, Any]
SHOWN_ELSEWHERE = ("form:", "lang:", "auth:")
"""Tags that repeat what the list has columns for."""


if TYPE_CHECKING:
    from django.contrib.auth.models import User

    _TicketPaginator = Paginator[Ticket]
else:
    _TicketPaginator = Paginator


class CappedPaginator(_TicketPaginator):
    """Counts no further than anybody pages, so that no list grows slow with the table."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most MOST_COUNTED."""
        return cast("QuerySet[Ticket]", self.object_list).order_by()[:MOST_COUNTED].count()


class WithFileBadges(ChangeList):
    """The admin's list, with the state of each conversation's files read by one query for the whole page."""

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Only our own filters: Django's would look for whatever an address says in any column it names."""
        ours = {each.parameter_name for each in FILTERS}
        return {name: value for name, value in super().get_filters_params(params).items() if name in ours}

    def get_results(self, request: HttpRequest) -> None:
        """Fill the page, then give each ticket its `file_badges`."""
        super().get_results(request)
        tickets = list(self.result_list)
        counts: dict[Any, dict[str, int]] = defaultdict(dict)
        files = Attachment.objects.filter(ticket__survivor__in=[ticket.id for ticket in tickets])
        for row in files.order_by().values("ticket__survivor", "state").annotate(number=Count("id")):
            counts[row["ticket__survivor"]][row["state"]] = row["number"]
        tags: dict[Any, list[str]] = defaultdict(list)
        for tag in Tag.objects.filter(ticket__in=tickets).order_by("id"):
            tags[tag.ticket_id].append(tag.name)
        for ticket in tickets:
            ticket.file_badges = badges(counts=counts[ticket.id])
            ticket.own_tags = [name for name in tags[ticket.id] if not name.startswith(SHOWN_ELSEWHERE)]
        self.result_list = tickets

    @property
    def count_in_words(self) -> str:
        """How many requests are in the list."""
        return f"{MOST_COUNTED}+" if self.result_count >= MOST_COUNTED else str(self.result_count)


def file_badges(ticket: Ticket) -> list[Badge]:
    """What the list found out about a ticket's files."""
    found: list[Badge] = getattr(ticket, "file_badges", [])
    return found


def own_tags(ticket: Ticket) -> list[str]:
    """The tags that a ticket's type gave it, as the list read them."""
    found: list[str] = getattr(ticket, "own_tags", [])
    return found


class Filter(SimpleListFilter):
    """A filter over codes of our own: the list's address says what it shows."""

    column = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """Narrow to the chosen code; one that was never offered shows nothing rather than everything."""
        wanted = self.value() or ""
        if wanted and wanted not in {str(code) for code, _label in self.lookup_choices}:
            return queryset.none()
        return self.narrowed(request, queryset, wanted)

    def narrowed(self, request: HttpRequest, queryset: QuerySet[Ticket], wanted: str) -> QuerySet[Ticket]:
        """The list for a code that was offered, or for none."""
        return queryset.filter(**{self.column: wanted}) if wanted else queryset


class ShowFilter(Filter):
    """Which tickets at all: those to work on unless the agent wishes otherwise, or searches.

    A request whose sender has not proven their address is apart: else anybody could fill the list in others' names.
    """

    title = gettext_lazy("show")
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """What is offered besides live ones."""
        return [
            ("second", _("Waits for a second agent")),
            ("ready", _("Changes to carry out")),
            ("unconfirmed", _("Address not proven")),
            ("done", _("Solved and closed")),
            ("merged", _("Merged")),
            ("all", _("Everything")),
        ]

    def choices(self, changelist: ChangeList) -> Any:
        """As Django's, but the first choice says what it is."""
        for choice in super().choices(changelist):
            yield {**choice, "display": _("Live")} if choice["display"] == _("All") else choice

    def narrowed(self, request: HttpRequest, queryset: QuerySet[Ticket], wanted: str) -> QuerySet[Ticket]:
        """A search looks everywhere, and so does a filter by state: both name what they want."""
        roots = queryset.filter(merged_into__isnull=True)
        if wanted == "second":
            return roots.filter(id__in=waiting_for_another(agent=cast("User", request.user)))
        if wanted == "ready":
            return roots.filter(id__in=may_be_carried_out(now=timezone.now()))
        if wanted == "unconfirmed":
            return roots.filter(state=State.UNCONFIRMED)
        if wanted == "done":
            return roots.filter(state__in=OVER)
        if wanted == "merged":
            return queryset.filter(merged_into__isnull=False)
        if wanted == "all" or request.GET.get("q"):
            return queryset
        return roots if request.GET.get("state") else roots.filter(state__in=WORK)


class StateFilter(Filter):
    """By state."""

    title, parameter_name, column = gettext_lazy("state"), "state", "state"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """Every state."""
        return State.choices


class PriorityFilter(Filter):
    """By priority."""

    title, parameter_name, column = gettext_lazy("priority"), "priority", "priority"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """Every priority."""
        return [(str(code), label) for code, label in Priority.choices]


class TypeFilter(Filter):
    """By what the customer asked."""

    title, parameter_name, column = gettext_lazy("request type"), "type", "request_type"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """Every type in the catalogue, in the agent's language."""
        return [(slug, request_type.title) for slug, request_type in catalogue().items()]


class LanguageFilter(Filter):
    """By the customer's language."""

    title, parameter_name, column = gettext_lazy("language"), "language", "language"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """The languages of the portal."""
        return [(code, capfirst(name)) for code, name in settings.LANGUAGES]


class AssigneeFilter(Filter):
    """By agent."""

    title, parameter_name = gettext_lazy("agent"), "assignee"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """Me, nobody, then everybody else."""
        others = [(str(each.pk), name_of(each)) for each in colleagues_of(request.user) if each.pk != request.user.pk]
        return [("me", _("Me")), ("nobody", _("Nobody")), *others]

    def narrowed(self, request: HttpRequest, queryset: QuerySet[Ticket], wanted: str) -> QuerySet[Ticket]:
        """Whose tickets."""
        if wanted == "me":
            return queryset.filter(assignee=request.user.pk)
        if wanted == "nobody":
            return queryset.filter(assignee__isnull=True)
        return queryset.filter(assignee=int(wanted)) if wanted else queryset


class TagFilter(Filter):
    """By tag, of the request or of any that was merged into it; a tag's link on a ticket's page leads here."""

    title, parameter_name = gettext_lazy("tag"), "tag"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Iterable[Choice]:
        """The tags that types always set, and the one that was asked for: no query reads all there are."""
        known = {tag for each in catalogue().values() if not callable(each.tags) for tag in each.tags}
        asked = request.GET.get("tag", "")
        return [(tag, tag) for tag in sorted(known | ({asked} if asked else set()))]

    def narrowed(self, request: HttpRequest, queryset: QuerySet[Ticket], wanted: str) -> QuerySet[Ticket]:
        """Conversations that hold the tag."""
        if not wanted:
            return queryset
        return queryset.filter(Exists(Tag.objects.filter(ticket__survivor=OuterRef("survivor"), name=wanted)))


FILTERS = (ShowFilter, StateFilter, PriorityFilter, TypeFilter, AssigneeFilter, LanguageFilter, TagFilter)
"""All of them, in the order of the page."""
