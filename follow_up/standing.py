"""Where a customer's request stands, read from rows: state, dates, files, and what was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from attachments.models import Attachment
from attachments.sentences import FileList, list_files
from attachments.states import UNFINISHED
from tickets.models import Joining, Message, Ticket
from tickets.states import CustomerState, Speaker, customer_state


@dataclass(frozen=True)
class Standing:
    """The state in the customer's words, with a sentence on what happens next."""

    state: CustomerState
    label: str
    sentence: str
    tone: str


def own_tickets(*, ticket: Ticket) -> list[Ticket]:
    """The tickets of one conversation that this ticket's own sender may see: those sent from the same browser.

    A merge may bring two people's tickets together; each sees only their own part (DESIGN law 1).
    """
    if not ticket.device:
        return [ticket]
    return list(Ticket.objects.filter(survivor=ticket.survivor_id, device=ticket.device).order_by("created_at", "id"))


def standing_of(*, ticket: Ticket) -> Standing:
    """Where the request stands; a merged one stands where it lives now."""
    root = Ticket.objects.get(id=ticket.survivor_id)
    checking = Attachment.objects.filter(ticket=ticket, state__in=UNFINISHED).exists()
    state = customer_state(state=root.state, last_speaker=root.last_speaker, files_in_progress=checking)
    sentences = {
        CustomerState.RECEIVED: (_("We have everything. An agent will read it."), "info"),
        CustomerState.CHECKING: (_("Your files are being checked. You have nothing to do."), "info"),
        CustomerState.WITH_AN_AGENT: (_("An agent is working on it."), "info"),
        CustomerState.ANSWERED: (_("An agent has answered you."), "ok"),
        CustomerState.NEEDS_YOU: (_("An agent is waiting for something from you."), "warn"),
        CustomerState.CLOSED: (_("This request is closed."), "ok"),
    }
    sentence, tone = sentences[state]
    return Standing(state=state, label=str(state.label), sentence=sentence, tone=tone)


def files_of(*, ticket: Ticket) -> FileList:
    """The ticket's own files in words."""
    return list_files(attachments=Attachment.objects.filter(ticket=ticket).order_by("received_at", "id"))


def joined_sentence(*, ticket: Ticket) -> str:
    """What became of documents that belong to another request; empty for every other ticket."""
    if ticket.is_merged:
        root = Ticket.objects.get(id=ticket.survivor_id)
        if root.device != ticket.device:
            return _("An agent handles it together with another request.")
        return _("It has joined your request %(reference)s.") % {"reference": root.reference}
    if ticket.joining == Joining.WAITING and ticket.joins:
        return _("It joins your request %(reference)s by itself once every file is checked.") % {
            "reference": ticket.joins.reference
        }
    if ticket.joining == Joining.NOTHING_USABLE and ticket.joins:
        return _("It has not joined your request, because no file could be used. Send the documents again.")
    if ticket.joining == Joining.FOLLOW_UP:
        return _("The request it belongs to is closed, so an agent handles it as a new one.")
    return ""


def conversation(*, ticket: Ticket) -> list[dict[str, Any]]:
    """What was said, oldest first, without notes, agents unnamed; only what this ticket's sender may read."""
    own = [each.id for each in own_tickets(ticket=ticket)]
    # An agent answers in the ticket that lives on; the answer is for this person only if that ticket is theirs too.
    messages = Message.objects.filter(ticket_id__in=own, is_note=False).exclude(body="").order_by("created_at", "id")
    return [
        {
            "author_label": _("You") if each.speaker == Speaker.CUSTOMER else _("Support agent"),
            "at": each.created_at,
            "body": each.body,
            "mine": each.speaker == Speaker.CUSTOMER,
        }
        for each in messages
    ]


def dates(*, ticket: Ticket) -> list[dict[str, Any]]:
    """The moments that matter to the customer."""
    moments: list[tuple[str, datetime]] = [(_("Sent"), ticket.created_at)]
    root = Ticket.objects.get(id=ticket.survivor_id)
    if root.updated_at > ticket.created_at:
        moments.append((_("Last change"), root.updated_at))
    return [{"label": label, "when": when} for label, when in moments]
