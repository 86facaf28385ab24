"""The agents' own admin site: who gets in, what the first page shows, and which addresses there are."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, register_converter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agent_desk.addresses import ReferenceConverter
from agent_desk.dashboard import dashboard, in_words
from agent_desk.roles import is_agent
from agent_desk.views import edits, files, inviting, merging, ticket
from agent_desk.views.errors import error_page
from agent_desk.views.finding import agent
from operations.networks import network_of
from operations.rate_limits import (
    FAILED_SIGN_INS_OF_ADDRESS,
    FAILED_SIGN_INS_OF_NETWORK,
    one_try,
    spend,
)
from tickets.models import Ticket

NO_SUCH_PAGE = "view_on_site"
"""Django's way from a row to its page for everybody: no row has one, and an odd number in the address would break it."""

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])

register_converter(ReferenceConverter, "reference")


class SignInForm(AdminAuthenticationForm):
    """Signs agents in; somebody who is not one hears the same as with a wrong password."""

    # One sentence for all that may be wrong: it must not tell which addresses are agents'.
    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": _("The email or the password is not right, or this account may not open these pages.")
    }

    def clean(self) -> dict[str, Any]:
        """Addresses are the same in any case. Raises TooManyTries when there were too many wrong ones.

        Every address is counted, an agent's or not, so that the pause tells nobody which it is.
        """
        self.cleaned_data["username"] = self.cleaned_data.get("username", "").lower()
        spending = {FAILED_SIGN_INS_OF_ADDRESS: self.cleaned_data["username"]}
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if network := network_of(address=address):
            spending[FAILED_SIGN_INS_OF_NETWORK] = network
        with one_try(spending=spending):
            try:
                return super().clean()
            except ValidationError:
                spend(spending=spending)
                raise

    def confirm_login_allowed(self, user: Any) -> None:
        """Only agents."""
        super().confirm_login_allowed(user)
        if not is_agent(user):
            raise ValidationError(
                self.error_messages["invalid_login"],
                code="invalid_login",
                params={"username": self.username_field.verbose_name},
            )


class SupportAdminSite(AdminSite):
    """Django's admin with the agents' pages in it, open to agents only."""

    site_title = _("Agents")
    site_header = _("Agents")
    index_title = _("Overview")
    login_form = SignInForm
    login_template = "staff/login.html"
    logout_template = "staff/signed_out.html"
    index_template = "staff/index.html"
    password_change_template = "staff/password_change.html"  # noqa: S105  (a template)
    password_change_done_template = "staff/password_changed.html"  # noqa: S105
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Agents, and nobody else who happens to have an account."""
        return is_agent(request.user)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits, and what goes wrong with files."""
        now = timezone.now()
        numbers = dashboard(agent=agent(request), now=now)
        context = {"dashboard": numbers, "next_up": in_words(tickets=numbers.next_up), "now": now}
        return super().index(request, context | (extra_context or {}))

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """There are no apps to an agent: only the first page."""
        return self.index(request, extra_context)

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """As Django's, but what agents may not open or what is not there is said in their own frame."""

        @wraps(view)
        def in_frame(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                return error_page(request, 403)
            except Http404:
                return error_page(request, 404)

        return super().admin_view(cast("_View", in_frame), cacheable)

    def _list(self, request: HttpRequest) -> HttpResponse:
        return self.get_model_admin(Ticket).changelist_view(request)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Our pages come before the admin's own."""
        own = (
            ("tickets/", self._list, "tickets"),
            ("tickets/<reference:reference>/", ticket.ticket, "ticket"),
            ("tickets/<reference:reference>/reply/", edits.reply, "reply"),
            ("tickets/<reference:reference>/assign/", edits.assign, "assign"),
            ("tickets/<reference:reference>/state/", edits.state, "state"),
            ("tickets/<reference:reference>/invite/", inviting.invite, "invite"),
            ("tickets/<reference:reference>/withdraw/", inviting.withdraw, "withdraw"),
            ("tickets/<reference:reference>/merge/", merging.merge, "merge"),
            ("tickets/<reference:reference>/unmerge/", merging.unmerge, "unmerge"),
            ("files/<uuid:file_id>/", files.file, "file"),
            ("files/<uuid:file_id>/preview/<int:number>/", files.preview, "preview"),
            ("files/<uuid:file_id>/original/", files.original, "original"),
            ("files/<uuid:file_id>/retry/", files.retry, "retry"),
        )
        return [
            *(path(route, self.admin_view(view), name=name) for route, view, name in own),
            *(each for each in super().get_urls() if getattr(each, "name", "") != NO_SUCH_PAGE),
        ]


support_site = SupportAdminSite(name="staff")
