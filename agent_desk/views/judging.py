"""Judging a document: it is good, or it will not do for a reason; and taking that back."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agent_desk.problems import NotDone, in_sentences, refuse
from agent_desk.roles import CHANGE
from agent_desk.views.finding import agent, needs, openable_file
from attachments.judging import judge as judge_verb
from attachments.judging import take_back as take_back_verb
from attachments.models import Attachment
from attachments.reasons import Reason
from tickets import snapshot


@needs(CHANGE)
def judge(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Accept a document, or turn it down for one of the reasons."""
    reason = request.POST.get("reason", "")

    def edit(file: Attachment, now: datetime) -> str:
        if "accept" in request.POST:
            judge_verb(file_id=file.id, reason="", actor=agent(request), now=now)
            return _("Document accepted.")
        if reason not in Reason.values:
            raise refuse(_("Select why it will not do."))
        judge_verb(file_id=file.id, reason=reason, actor=agent(request), now=now)
        if file.ticket and snapshot.was_invited(ticket=file.ticket):
            return _(
                "Document turned down. It comes by invitation only: invite its sender again, on the ticket’s page."
            )
        return _("Document turned down. Its sender reads why on the status page.")

    return _judged(request, file_id, edit)


@needs(CHANGE)
def take_back(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Undo a judgement."""

    def edit(file: Attachment, now: datetime) -> str:
        take_back_verb(file_id=file.id, actor=agent(request), now=now)
        return _("Judgement taken back. A letter that told of it cannot be called back.")

    return _judged(request, file_id, edit)


def _judged(request: HttpRequest, file_id: UUID, edit: Callable[[Attachment, datetime], str]) -> HttpResponse:
    """Do it and go back to the file's page, which alone decides what of the file is shown."""
    file, _ticket = openable_file(request, file_id)
    if request.method == "POST":
        try:
            with in_sentences():
                messages.success(request, edit(file, timezone.now()))
        except NotDone as refusal:
            messages.warning(request, refusal.problem.sentence)
    return redirect("staff:file", file_id)
