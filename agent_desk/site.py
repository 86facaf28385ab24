"""The agents' own admin site: who gets in, what the first page shows, and which addresses there are."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, register_converter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agent_desk import demo_door, signed_in
from agent_desk.addresses import ReferenceConverter
from agent_desk.compartments import AnotherTeams
from agent_desk.dashboard import dashboard, in_words
from agent_desk.views import approving, calling, edits, files, inviting, judging, merging, sign_in, ticket, urgent
from agent_desk.views.errors import error_page
from agent_desk.views.finding import agent
from tickets.models import Ticket

NO_SUCH_PAGE = "view_on_site"
"""Django's way from a row to its page for everybody: no row has one, and an odd number in the address would break it."""

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])

register_converter(ReferenceConverter, "reference")


class SupportAdminSite(AdminSite):
    """Django's admin with the agents' pages in it, open to agents only."""

    site_title = _("Agents")
    site_header = _("Agents")
    index_title = _("Overview")
    logout_template = "staff/signed_out.html"
    index_template = "staff/index.html"
    password_change_template = "staff/password_change.html"  # noqa: S105  (a template)
    password_change_done_template = "staff/password_changed.html"  # noqa: S105
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Agents who have shown both factors in this session, and nobody else who happens to have an account."""
        return signed_in.is_signed_in(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Our own way in."""
        return sign_in.password(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits, and what goes wrong with files."""
        now = timezone.now()
        numbers = dashboard(agent=agent(request), now=now)
        context = {"dashboard": numbers, "next_up": in_words(tickets=numbers.next_up), "now": now}
        context["demo_agent"] = demo_door.DEMO_AGENT if demo_door.is_open() else ""
        return super().index(request, context | (extra_context or {}))

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """There are no apps to an agent: only the first page."""
        return self.index(request, extra_context)

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """As Django's, but what agents may not open or what is not there is said in their own frame.

        Every page but the one that scripts ask by themselves shows that the agent is at work.
        """

        @wraps(view)
        def in_frame(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as refused:
                return error_page(request, 403, another_teams=isinstance(refused, AnotherTeams))
            except Http404:
                return error_page(request, 404)

        guarded = super().admin_view(in_frame, cacheable)

        @wraps(guarded)
        def in_time(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            now = timezone.now()
            if signed_in.end_when_over(request=request, now=now):
                messages.warning(request, _("Your session has ended, to keep requests safe. Sign in to go on."))
            elif view is not urgent.number:
                signed_in.seen(request=request, now=now)
            return guarded(request, *args, **kwargs)

        return cast("_View", in_time)

    def _list(self, request: HttpRequest) -> HttpResponse:
        return self.get_model_admin(Ticket).changelist_view(request)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Our pages come before the admin's own."""
        own = (
            ("urgent/", urgent.number, "urgent"),
            ("recovery-codes/", sign_in.recovery_codes, "recovery_codes"),
            ("tickets/", self._list, "tickets"),
            ("tickets/<reference:reference>/", ticket.ticket, "ticket"),
            ("tickets/<reference:reference>/reply/", edits.reply, "reply"),
            ("tickets/<reference:reference>/assign/", edits.assign, "assign"),
            ("tickets/<reference:reference>/state/", edits.state, "state"),
            ("tickets/<reference:reference>/invite/", inviting.invite, "invite"),
            ("tickets/<reference:reference>/withdraw/", inviting.withdraw, "withdraw"),
            ("tickets/<reference:reference>/propose/", approving.propose_change, "propose"),
            ("tickets/<reference:reference>/judge/", approving.judge_change, "judge"),
            ("tickets/<reference:reference>/stop/", approving.stop_change, "stop"),
            ("tickets/<reference:reference>/carry-out/", approving.carry_out_change, "carry_out"),
            ("tickets/<reference:reference>/merge/", merging.merge, "merge"),
            ("tickets/<reference:reference>/unmerge/", merging.unmerge, "unmerge"),
            ("calls/", calling.coming, "calls"),
            ("tickets/<reference:reference>/call/agree/", calling.agree, "call_agree"),
            ("tickets/<reference:reference>/call/propose/", calling.propose, "call_propose"),
            ("tickets/<reference:reference>/call/settle/", calling.settle, "call_settle"),
            ("tickets/<reference:reference>/call/off/", calling.call_off, "call_off"),
            ("files/<uuid:file_id>/", files.file, "file"),
            ("files/<uuid:file_id>/preview/<int:number>/", files.preview, "preview"),
            ("files/<uuid:file_id>/original/", files.original, "original"),
            ("files/<uuid:file_id>/flat-copy/", files.flat_copy, "flat_copy"),
            ("files/<uuid:file_id>/retry/", files.retry, "retry"),
            ("files/<uuid:file_id>/judge/", judging.judge, "judge_file"),
            ("files/<uuid:file_id>/take-back/", judging.take_back, "take_back"),
        )
        to_get_in = (
            ("login/code/", sign_in.second_factor, "second_factor"),
            ("login/recovery-code/", sign_in.recovery_code, "recovery_code"),
            ("login/app/", sign_in.set_up_app, "set_up_app"),
            ("set-up/<str:token>/", sign_in.choose_password, "set_up"),
        )
        return [
            *(path(route, view, name=name) for route, view, name in to_get_in),
            *(path(route, self.admin_view(view), name=name) for route, view, name in own),
            *(each for each in super().get_urls() if getattr(each, "name", "") != NO_SUCH_PAGE),
        ]


support_site = SupportAdminSite(name="staff")
