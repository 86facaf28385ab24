"""The list of requests in the agents' admin; a single request has a page of our own."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from agent_desk.compartments import seen_by
from agent_desk.roles import CHANGE, name_of
from agent_desk.site import support_site
from agent_desk.ticket_list import FILTERS, CappedPaginator, WithFileBadges, file_badges, own_tags
from agent_desk.views.finding import language
from tickets import snapshot
from tickets.models import Ticket
from tickets.references import parse_reference
from tickets.states import Priority, State

if TYPE_CHECKING:
    _TicketModelAdmin = admin.ModelAdmin[Ticket]
else:
    _TicketModelAdmin = admin.ModelAdmin

TONE_OF_STATE = {
    State.UNCONFIRMED: "plain",
    State.NEW: "info",
    State.OPEN: "info",
    State.PENDING: "warn",
    State.ON_HOLD: "warn",
    State.SOLVED: "ok",
    State.CLOSED: "plain",
    State.SUSPENDED: "error",
}
TONE_OF_PRIORITY = {Priority.URGENT: "error", Priority.HIGH: "warn", Priority.NORMAL: "plain", Priority.LOW: "plain"}


NONE = format_html('<span class="{}">–</span>', "none")


def tag(tone: str, text: Any) -> SafeString:
    """A word in a small coloured box; the colour never says anything that the word does not."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, text)


@admin.register(Ticket, site=support_site)
class TicketAdmin(_TicketModelAdmin):
    """Requests: most urgent first, then oldest first."""

    change_list_template = "staff/ticket_list.html"
    list_display = ("reference_link", "about", "state_tag", "priority_tag", "age", "language_code", "files", "agent")
    list_display_links = None
    list_filter = FILTERS
    search_fields = ("reference", "=account_email", "=contact_email")
    search_help_text = _("A reference, or a whole email address")
    list_select_related = ("assignee", "survivor")
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    ordering = ("priority", "created_at", "id")
    sortable_by = ("state_tag", "priority_tag", "age")
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Our list, which knows about files."""
        return WithFileBadges

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        """What this agent sees, without the long texts that no list shows."""
        return super().get_queryset(request).filter(compartment__in=seen_by(request.user)).defer("answers")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        """By reference however it is spelled, or by a whole address: both are found without reading the table."""
        term = search_term.strip()
        if not term:
            return queryset, False
        reference = parse_reference(term)
        if reference:
            return queryset.filter(reference=reference), False
        return queryset.filter(account_email__iexact=term) | queryset.filter(contact_email__iexact=term), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; a whole reference in the search box opens that request at once."""
        reference = parse_reference(request.GET.get("q", ""))
        if reference and self.has_view_permission(request) and self.get_queryset(request).filter(reference=reference):
            return redirect("staff:ticket", reference)
        return super().changelist_view(request, {"title": _("Requests"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The admin's own address of a ticket leads to its page."""
        ticket = self.get_object(request, object_id)
        if ticket is None:
            raise Http404
        return redirect("staff:ticket", ticket.reference)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The trail is on the ticket's page."""
        return self.change_view(request, object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Requests come from customers."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Ticket | None = None) -> bool:
        """Nothing that was accepted is ever lost."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Ticket | None = None) -> bool:
        """As the groups say; every change goes through a verb."""
        return bool(request.user.has_perm(CHANGE))

    @admin.display(description=_("reference"))
    def reference_link(self, ticket: Ticket) -> SafeString:
        """The way in; a merged one says where it lives."""
        from_merge = format_html(' <span class="quiet">→ {}</span>', ticket.survivor) if ticket.is_merged else ""
        return format_html(
            '<a class="reference" href="{}">{}</a>{}', _page_of(ticket.reference), ticket.reference, from_merge
        )

    @admin.display(description=_("request"))
    def about(self, ticket: Ticket) -> SafeString:
        """What it is about, in the agent's language, and its tags."""
        title = snapshot.title(ticket=ticket, language=language())
        tags = format_html_join("", ' <span class="tag tag-plain">{}</span>', ((name,) for name in own_tags(ticket)))
        return format_html("{}{}", title, tags)

    @admin.display(description=_("state"), ordering="state")
    def state_tag(self, ticket: Ticket) -> SafeString:
        """Where it stands."""
        if ticket.is_merged:
            return tag("plain", _("Merged"))
        state = State(ticket.state)
        return tag(TONE_OF_STATE[state], state.label)

    @admin.display(description=_("priority"), ordering="priority")
    def priority_tag(self, ticket: Ticket) -> SafeString:
        """How soon a person must look."""
        priority = Priority(ticket.priority)
        return tag(TONE_OF_PRIORITY[priority], priority.label)

    @admin.display(description=_("files"))
    def files(self, ticket: Ticket) -> SafeString:
        """How its files stand."""
        return format_html_join(" ", "{}", ((tag(each.tone, each.text),) for each in file_badges(ticket))) or NONE

    @admin.display(description=_("language"), ordering="language")
    def language_code(self, ticket: Ticket) -> str:
        """The customer's language."""
        return ticket.language.upper()

    @admin.display(description=_("age"), ordering="created_at")
    def age(self, ticket: Ticket) -> SafeString:
        """Since when it has been here."""
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            ticket.created_at.isoformat(timespec="seconds"),
            f"{ticket.created_at:%Y-%m-%d %H:%M} UTC",
            timesince(ticket.created_at, timezone.now(), depth=1),
        )

    @admin.display(description=_("agent"))
    def agent(self, ticket: Ticket) -> str:
        """Who works on it."""
        return name_of(ticket.assignee) or NONE


def _page_of(reference: str) -> str:
    return reverse("staff:ticket", args=[reference])
