"""Turns every refusal of a verb into a sentence for the agent, with the status the page answers with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agent_desk.trail_words import Line, line
from attachments.judging import JudgedAlready, NotFoundGood, NothingAwaited
from calls.actions.agree import NotProposed
from calls.actions.cancel import SayWhy
from calls.actions.settle import NotYet
from calls.booking import AgentIsTaken, AsksForNoCall, MissedTooOften, NotATime, TicketIsOver
from calls.ending import CallChanged
from calls.slots import NotOnTheClocks
from forms_catalog.definition import Words
from forms_catalog.invitations import (
    AskedOftenEnough,
    ClosedToInvitations,
    InvitationOver,
    NobodyToWriteTo,
    NoLetterToThisAddress,
    NotByInvitation,
)
from secret_guard import SecretFound
from secret_guard.validators import NAMES
from tickets.actions.carry_out import NotAgreedYet, StillCooling
from tickets.actions.change_state import MergedTicketHasNoState, StateNotAllowed
from tickets.actions.edit import ChangedMeanwhile
from tickets.actions.judge import NothingToJudge, OwnerCannotBeTold, YourOwnProposal
from tickets.actions.merge import (
    CannotMergeIntoItself,
    DifferentCompartments,
    DifferentPeople,
    MergesInACircle,
    OpensRestrictedDocuments,
    ParentIsClosed,
    TicketAlreadyMerged,
)
from tickets.actions.propose import NeedsNoSecondAgent, NotBeingWorkedOn, OwnerObjected, ProposedAlready
from tickets.actions.reply import NotInThisConversation
from tickets.actions.stop import NothingToStop
from tickets.actions.unmerge import NotMerged


@dataclass(frozen=True)
class Problem:
    """Why nothing was saved: a sentence, what changed meanwhile if that is why, and an HTTP status."""

    status: int
    sentence: str
    changes: list[Line] = field(default_factory=list)


class NotDone(Exception):
    """An agent's wish was refused; `problem` says why. Nothing was changed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def refuse(sentence: str, *, status: int = 422) -> NotDone:
    """The exception for something this page itself refuses."""
    return NotDone(Problem(status, sentence))


_STANDS_ELSEWHERE = _("This change stands elsewhere by now. Look at the page again, then decide.")

NOT_LIKE_THIS: Mapping[type[Exception], Words] = {
    NotByInvitation: _("Select a form."),
    NobodyToWriteTo: _("This request has no contact address to send an invitation to."),
    NotOnTheClocks: _("The customer’s clocks change then: that time does not exist, or exists twice. Propose another."),
    NotATime: _("Choose a time that is still to come and begins a quarter of an hour."),
    NotProposed: _("The customer has not proposed that time, or nobody answers calls then. Propose it to them."),
    SayWhy: _("Write down why: colleagues read it."),
}
"""What the agent typed or chose cannot be taken."""

NOT_NOW: Mapping[type[Exception], Words] = {
    MergedTicketHasNoState: _("A merged request follows the one it lives in. Change that one."),
    CannotMergeIntoItself: _("These two already are one conversation."),
    ParentIsClosed: _(
        "The request that would go on is closed, and a closed request takes nothing more. Swap them, or pick another."
    ),
    MergesInACircle: _("Merges of the other request point at each other. Tell the people who run the portal."),
    NotInThisConversation: _("The part you chose is no longer in this conversation."),
    NoLetterToThisAddress: _(
        "No email can be sent: nobody has proven the contact address, and its owner has stopped such emails or "
        "had several today. Ask on the status page instead."
    ),
    AskedOftenEnough: _("The customer has filled in this form as often as it may be asked."),
    ClosedToInvitations: _("A solved or closed request waits for no answers. Reopen a solved one first."),
    InvitationOver: _("This invitation was used or withdrawn already."),
    NeedsNoSecondAgent: _STANDS_ELSEWHERE,
    ProposedAlready: _STANDS_ELSEWHERE,
    NothingToJudge: _STANDS_ELSEWHERE,
    NothingToStop: _STANDS_ELSEWHERE,
    NotAgreedYet: _STANDS_ELSEWHERE,
    NotBeingWorkedOn: _(
        "Nothing is carried out for a request that is over, set aside, or whose sender has not proven an address."
    ),
    OwnerObjected: _("The owner of the account’s address said that this request is not theirs: it is not carried out."),
    OwnerCannotBeTold: _(
        "No email can go to the account’s own address now, so its owner could not object. Agree later, or ask "
        "them to let our emails through."
    ),
    StillCooling: _("The waiting time is not over: the account’s owner can still object."),
    NotFoundGood: _("Only a file that was checked and found good can be judged."),
    JudgedAlready: _("Somebody judged this document meanwhile. Look at what was decided."),
    NothingAwaited: _("A solved or closed request waits for no documents. Reopen a solved one first."),
    AgentIsTaken: _("You have another call at that time. Choose another."),
    MissedTooOften: _("Nobody was there twice. For another call, the customer sends a new request."),
    TicketIsOver: _("A solved or closed request gets no call. Reopen a solved one first."),
    AsksForNoCall: _("This request asks for no call."),
    CallChanged: _("The call has changed meanwhile. Look at it again."),
    NotYet: _("The call has not begun yet."),
    NotMerged: _("This merge has been undone already."),
}
"""What things have come to does not allow it, or no longer."""

NOT_YOU: Mapping[type[Exception], Words] = {
    DifferentCompartments: _(
        "Different teams work on these two requests, and each sees only its own. Nobody may merge them."
    ),
    DifferentPeople: _("These requests belong to different people. Only a supervisor may merge them."),
    OpensRestrictedDocuments: _(
        "Few people may open these documents, and the other request is not about security. Only a supervisor may merge them."
    ),
    YourOwnProposal: _("You proposed this change yourself. Another agent looks at it."),
}
"""Somebody else may, or nobody."""

REFUSALS: Mapping[type[Exception], tuple[int, Words]] = {
    fault: (status, sentence)
    for status, sentences in ((422, NOT_LIKE_THIS), (409, NOT_NOW), (403, NOT_YOU))
    for fault, sentence in sentences.items()
}


@contextmanager
def in_sentences() -> Iterator[None]:
    """Raise NotDone with a sentence in place of whatever a verb refuses with."""
    try:
        yield
    except ChangedMeanwhile as changed:
        sentence = gettext(
            "Nothing was saved: this request changed while you had it open. What you typed is still here."
        )
        lines = [line(event=event, file_names={}) for event in changed.events]
        raise NotDone(Problem(409, sentence, lines)) from changed
    except SecretFound as found:
        sentence = gettext("This text holds something that looks like %(what)s. Take it out; it is never stored.")
        raise refuse(sentence % {"what": NAMES[found.kind]}) from found
    except StateNotAllowed as refusal:
        sentence = gettext("A request cannot go from “%(before)s” to “%(after)s”.")
        states = {"before": refusal.before.label, "after": refusal.after.label}
        raise refuse(sentence % states, status=409) from refusal
    except TicketAlreadyMerged as refusal:
        sentence = gettext("It is already part of %(reference)s.") % {"reference": refusal.into.reference}
        raise refuse(sentence, status=409) from refusal
    except tuple(REFUSALS) as refusal:
        status, reason = REFUSALS[type(refusal)]
        raise refuse(str(reason), status=status) from refusal
