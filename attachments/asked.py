"""Whether documents that an agent asked for are still waited for; derived, so that a merge and its undo change nothing."""

from collections.abc import Collection

from django.db.models import Q

from attachments.models import Attachment
from attachments.states import FileState
from tickets.models import Message, Ticket
from tickets.states import Speaker

LOST = (FileState.REFUSED, FileState.FAILED)


def documents_awaited(*, tickets: Collection[Ticket]) -> bool:
    """Whether the newest reply to the senders of these tickets asks for documents, and none that may be usable came since.

    A reply that does not ask for them takes it back.
    """
    replies = Message.objects.filter(ticket__in=tickets, speaker=Speaker.AGENT, is_note=False)
    asked = replies.order_by("-created_at", "-id").first()
    if asked is None or not asked.asks_for_documents:
        return False
    # Documents that were sent for the request count before they join it.
    since = Attachment.objects.filter(
        Q(ticket__in=tickets) | Q(ticket__joins__in=tickets), ticket__created_at__gt=asked.created_at
    )
    return not since.exclude(state__in=LOST).exists()
