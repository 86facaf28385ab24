"""Where a customer's request stands, read from rows: state, dates, files, and what was said."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from attachments import judging
from attachments.asked import documents_awaited
from attachments.joining import Prospect, prospects
from attachments.judging import judgements_of
from attachments.models import Attachment, Judgement
from attachments.sentences import FileList, list_files
from attachments.states import UNFINISHED, FileState
from follow_up import calls
from tickets import approvals, snapshot
from tickets.approvals import Stage
from tickets.awaited import AwaitedForm, forms_awaited
from tickets.models import Approval, Message, Ticket
from tickets.readers import Heard, heard_by_sender, own_tickets, sent_by_invitation
from tickets.states import OVER, CustomerState, Speaker, customer_state


@dataclass(frozen=True)
class Standing:
    """The state in the customer's words, with a sentence on what happens next."""

    state: CustomerState
    label: str
    sentence: str
    tone: str


@dataclass(frozen=True)
class Awaited:
    """What an agent asked for and has not got, though the customer may have written since."""

    forms: list[AwaitedForm]
    documents: bool


@dataclass(frozen=True)
class Reading:
    """A ticket as its sender follows it: where it lives, and what else of theirs is there. Each thing is asked for once."""

    ticket: Ticket
    root: Ticket
    own: list[Ticket]

    @cached_property
    def theirs(self) -> list[Ticket]:
        """All that is theirs, with what they were invited to send."""
        return [*self.own, *sent_by_invitation(tickets=self.own)]

    @cached_property
    def messages(self) -> list[Message]:
        """What they may read of what was said, oldest first."""
        said = Message.objects.filter(ticket_id__in=[each.id for each in self.own], is_note=False)
        return list(said.order_by("created_at", "id"))

    @cached_property
    def heard(self) -> Heard:
        """What follows from those messages."""
        return heard_by_sender(ticket=self.ticket, own=self.own, read=self.messages)

    @cached_property
    def files(self) -> list[Attachment]:
        """The files of all their tickets here, in the order they came."""
        return list(Attachment.objects.filter(ticket__in=self.own).order_by("received_at", "id"))


def read(*, ticket: Ticket, proven: bool = False) -> Reading:
    """Read a ticket for its sender; a merged one stands where it lives now. In: `proven` as own_tickets takes it."""
    own = own_tickets(ticket=ticket, proven=proven)
    if ticket.id not in {each.id for each in own}:
        # It was merged, or stands alone again, in this very moment.
        return read(ticket=Ticket.objects.get(id=ticket.id), proven=proven)
    root = Ticket.objects.get(id=ticket.survivor_id) if ticket.is_merged else ticket
    return Reading(ticket=ticket, root=root, own=own)


def standing_of(*, reading: Reading, now: datetime) -> Standing:
    """Where the request stands, with sentences that are true whatever became of its files."""
    ends = {each.state for each in files_shown(reading=reading)}
    state = customer_state(
        state=reading.root.state,
        answered=reading.heard.answered,
        addressed=reading.heard.addressed,
        files_in_progress=bool(ends & set(UNFINISHED)),
    )
    sentence, tone = {
        CustomerState.RECEIVED: (_("An agent will read it."), "info"),
        CustomerState.CHECKING: (_("Your files are being checked."), "info"),
        CustomerState.WITH_AN_AGENT: (_with_whom(reading, now), "info"),
        CustomerState.ANSWERED: (_("An agent has answered you."), "ok"),
        CustomerState.NEEDS_YOU: (_("An agent is waiting for something from you."), "warn"),
        CustomerState.CLOSED: (_("This request is closed."), "ok"),
    }[state]
    lost = ends & {FileState.REFUSED, FileState.FAILED}
    if reading.root.waits_for_proof:
        waits = _("An agent reads it as soon as its contact address is confirmed.")
        sentence, tone = f"{sentence} {waits}" if state == CustomerState.CHECKING else waits, "warn"
    elif state == CustomerState.CHECKING and not lost:
        sentence += " " + _("You have nothing to do.")
    if state == CustomerState.RECEIVED and lost and FileState.ACCEPTED not in ends:
        tone = "warn"
        sentence += " " + _("None of your files could be used so far. Below you read why; you can add documents again.")
    return Standing(state=state, label=str(state.label), sentence=sentence, tone=tone)


def _with_whom(reading: Reading, now: datetime) -> str:
    if reading.root.assignee_id is not None:
        return _("An agent is working on it.")
    if calls.is_agreed(theirs=reading.theirs, now=now):
        return _("An agent calls you at the time that you agreed on.")
    return _("It is in our agents’ list, and waits for one of them.")


def awaited(*, reading: Reading, now: datetime) -> Awaited:
    """What agents asked the sender for besides words; nothing once the request is over."""
    if reading.root.state in OVER:
        return Awaited(forms=[], documents=False)
    # Only a reply asks for documents.
    answered = any(each.speaker == Speaker.AGENT for each in reading.messages)
    return Awaited(
        forms=forms_awaited(tickets=reading.own, now=now),
        documents=answered and documents_awaited(tickets=reading.own),
    )


@dataclass(frozen=True)
class ChangeStage:
    """How far a change of the account has come, in a sentence; `at` is the moment that it names, if it names one."""

    sentence: str
    at: datetime | None
    tone: str


def changes(*, reading: Reading, now: datetime) -> list[ChangeStage]:
    """What stands between the sender's requests and the changes they ask for; nothing before an agent has begun."""
    lives_here = reading.ticket.id == reading.root.id
    newest = approvals.newest_of(tickets=reading.own if lives_here else [reading.ticket])
    stages = ((each, approvals.stage_of(approval=each, now=now)) for each in newest.values())
    # Nobody works on a request that is over: only what was done is still true.
    over = reading.root.state in OVER
    return [_stage(each, stage) for each, stage in stages if stage is Stage.CARRIED_OUT or not over]


def _stage(approval: Approval, stage: Stage) -> ChangeStage:
    sentences = {
        Stage.PROPOSED: _("One agent has checked your request. A second one looks before anything changes."),
        Stage.COOLING: _(
            "Two agents have agreed. This pause protects you: the account’s own address was told. The change takes effect after:"
        ),
        Stage.READY: _("Two agents have agreed, and the pause is over. An agent now makes the change."),
        Stage.DECLINED: _("The second agent wants more to be checked. Nothing has changed yet."),
        Stage.STOPPED: _("The change was stopped. Nothing has changed, and an agent looks at it."),
        Stage.CARRIED_OUT: _("The change was made:"),
    }
    tone = {Stage.CARRIED_OUT: "ok", Stage.STOPPED: "warn"}.get(stage, "info")
    at = {Stage.COOLING: approval.takes_effect_at, Stage.CARRIED_OUT: approval.ended_at}.get(stage)
    return ChangeStage(sentence=sentences[stage], at=at, tone=tone)


def files_shown(*, reading: Reading) -> list[Attachment]:
    """The files of a ticket, with those of the sender's other tickets that have joined it."""
    lives_here = reading.ticket.id == reading.root.id
    return [each for each in reading.files if lives_here or each.ticket_id == reading.ticket.id]


def files_of(*, reading: Reading, by_name: bool, now: datetime) -> FileList:
    """Those files in words; numbered instead of named for whoever is not known to be the sender."""
    files = files_shown(reading=reading)
    return list_files(attachments=files, by_name=by_name, now=now, judgements=judgements_of(files=files))


def wanted_again(*, reading: Reading) -> list[Judgement]:
    """The documents that an agent turned down and that have not come again; none once the request is over."""
    was_sent_any = reading.files or len(reading.theirs) > len(reading.own)
    if reading.root.state in OVER or not was_sent_any:
        return []
    return judging.wanted_again(tickets=reading.theirs)


def joined_sentence(*, reading: Reading) -> str:
    """What became of documents that belong to another request; empty for every other ticket."""
    ticket, root, own = reading.ticket, reading.root, {each.id for each in reading.own}
    if ticket.is_merged:
        if root.id not in own:
            return _("An agent handles it together with another request.")
        return _("It has joined your request %(reference)s.") % {"reference": root.reference}
    if ticket.joins is None or snapshot.stays_apart(ticket=ticket):
        return ""
    sentences = {
        Prospect.TOGETHER: _("An agent handles it together with another request."),
        Prospect.JOINS: _("It joins your request %(reference)s by itself once every file is checked."),
        Prospect.NOTHING_USABLE: _(
            "It has not joined your request, because no file could be used. Send the documents again."
        ),
        Prospect.FOLLOW_UP: _("The request it belongs to is closed, so an agent handles it as a new one."),
        Prospect.NEEDS_SUPERVISOR: _("An agent handles it as a request of its own."),
        Prospect.APART: _("An agent handles it as a request of its own."),
    }
    # Joined in this very moment, it has no sentence here; the next look says so.
    return sentences.get(prospects(tickets=[ticket])[ticket.id], "") % {"reference": ticket.joins.reference}


def conversation(*, reading: Reading) -> list[dict[str, Any]]:
    """What was said, oldest first, without notes, agents unnamed; only what this ticket's sender may read."""
    return [
        {
            "author_label": _("You") if each.speaker == Speaker.CUSTOMER else _("Support agent"),
            "at": each.created_at,
            "body": each.body,
            "mine": each.speaker == Speaker.CUSTOMER,
        }
        for each in reading.messages
        if each.body
    ]


def dates(*, reading: Reading) -> list[dict[str, Any]]:
    """The moments that matter to the customer."""
    moments: list[tuple[str, datetime]] = [(_("Sent"), reading.ticket.created_at)]
    changes = [reading.root.updated_at, *(each.settled_at for each in reading.files)]
    if reading.heard.newest:
        changes.append(reading.heard.newest.created_at)
    newest = max(each for each in changes if each)
    if newest > reading.ticket.created_at:
        moments.append((_("Last change"), newest))
    return [{"label": label, "when": when} for label, when in moments]
