"""Turns every refusal of a verb into a sentence for the agent, with the status the page answers with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agent_desk.trail_words import Line, line
from attachments.judging import JudgedAlready, NotFoundGood, NothingAwaited
from calls.actions.agree import NotProposed
from calls.actions.cancel import SayWhy
from calls.actions.settle import NotYet
from calls.booking import AgentIsTaken, AsksForNoCall, MissedTooOften, NotATime, TicketIsOver
from calls.ending import CallChanged
from calls.slots import NotOnTheClocks
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


@contextmanager
def in_sentences() -> Iterator[None]:
    """Raise NotDone with a sentence in place of whatever a verb refuses with."""
    try:
        yield
    except ChangedMeanwhile as changed:
        raise NotDone(
            Problem(
                409,
                _("Nothing was saved: this request changed while you had it open. What you typed is still here."),
                [line(event=event, file_names={}) for event in changed.events],
            )
        ) from changed
    except SecretFound as found:
        raise refuse(
            _("This text holds something that looks like %(what)s. Take it out; it is never stored.")
            % {"what": NAMES[found.kind]}
        ) from found
    except StateNotAllowed as refusal:
        raise refuse(
            _("A request cannot go from “%(before)s” to “%(after)s”.")
            % {"before": refusal.before.label, "after": refusal.after.label},
            status=409,
        ) from refusal
    except MergedTicketHasNoState as refusal:
        raise refuse(_("A merged request follows the one it lives in. Change that one."), status=409) from refusal
    except TicketAlreadyMerged as refusal:
        raise refuse(
            _("It is already part of %(reference)s.") % {"reference": refusal.into.reference}, status=409
        ) from refusal
    except CannotMergeIntoItself as refusal:
        raise refuse(_("These two already are one conversation."), status=409) from refusal
    except ParentIsClosed as refusal:
        raise refuse(
            _(
                "The request that would go on is closed, and a closed request takes nothing more. "
                "Swap them, or pick another."
            ),
            status=409,
        ) from refusal
    except DifferentCompartments as refusal:
        raise refuse(
            _("Different teams work on these two requests, and each sees only its own. Nobody may merge them."),
            status=403,
        ) from refusal
    except DifferentPeople as refusal:
        raise refuse(
            _("These requests belong to different people. Only a supervisor may merge them."), status=403
        ) from refusal
    except MergesInACircle as refusal:
        raise refuse(
            _("Merges of the other request point at each other. Tell the people who run the portal."), status=409
        ) from refusal
    except OpensRestrictedDocuments as refusal:
        raise refuse(
            _(
                "Few people may open these documents, and the other request is not about security. Only a supervisor may merge them."
            ),
            status=403,
        ) from refusal
    except NotInThisConversation as refusal:
        raise refuse(_("The part you chose is no longer in this conversation."), status=409) from refusal
    except NotByInvitation as refusal:
        raise refuse(_("Select a form.")) from refusal
    except NobodyToWriteTo as refusal:
        raise refuse(_("This request has no contact address to send an invitation to.")) from refusal
    except NoLetterToThisAddress as refusal:
        raise refuse(
            _(
                "No email can be sent: nobody has proven the contact address, and its owner has stopped such emails or "
                "had several today. Ask on the status page instead."
            ),
            status=409,
        ) from refusal
    except AskedOftenEnough as refusal:
        raise refuse(_("The customer has filled in this form as often as it may be asked."), status=409) from refusal
    except ClosedToInvitations as refusal:
        raise refuse(
            _("A solved or closed request waits for no answers. Reopen a solved one first."), status=409
        ) from refusal
    except InvitationOver as refusal:
        raise refuse(_("This invitation was used or withdrawn already."), status=409) from refusal
    except (NeedsNoSecondAgent, ProposedAlready, NothingToJudge, NothingToStop, NotAgreedYet) as refusal:
        raise refuse(
            _("This change stands elsewhere by now. Look at the page again, then decide."), status=409
        ) from refusal
    except NotBeingWorkedOn as refusal:
        raise refuse(
            _(
                "Nothing is carried out for a request that is over, set aside, or whose sender has not proven an address."
            ),
            status=409,
        ) from refusal
    except OwnerObjected as refusal:
        raise refuse(
            _("The owner of the account’s address said that this request is not theirs: it is not carried out."),
            status=409,
        ) from refusal
    except YourOwnProposal as refusal:
        raise refuse(_("You proposed this change yourself. Another agent looks at it."), status=403) from refusal
    except OwnerCannotBeTold as refusal:
        raise refuse(
            _(
                "No email can go to the account’s own address now, so its owner could not object. Agree later, or ask "
                "them to let our emails through."
            ),
            status=409,
        ) from refusal
    except StillCooling as refusal:
        raise refuse(_("The waiting time is not over: the account’s owner can still object."), status=409) from refusal
    except NotFoundGood as refusal:
        raise refuse(_("Only a file that was checked and found good can be judged."), status=409) from refusal
    except JudgedAlready as refusal:
        raise refuse(_("Somebody judged this document meanwhile. Look at what was decided."), status=409) from refusal
    except NothingAwaited as refusal:
        raise refuse(
            _("A solved or closed request waits for no documents. Reopen a solved one first."), status=409
        ) from refusal
    except NotOnTheClocks as refusal:
        raise refuse(
            _("The customer’s clocks change then: that time does not exist, or exists twice. Propose another.")
        ) from refusal
    except NotATime as refusal:
        raise refuse(_("Choose a time that is still to come and begins a quarter of an hour.")) from refusal
    except NotProposed as refusal:
        raise refuse(
            _("The customer has not proposed that time, or nobody answers calls then. Propose it to them.")
        ) from refusal
    except AgentIsTaken as refusal:
        raise refuse(_("You have another call at that time. Choose another."), status=409) from refusal
    except MissedTooOften as refusal:
        raise refuse(
            _("Nobody was there twice. For another call, the customer sends a new request."), status=409
        ) from refusal
    except TicketIsOver as refusal:
        raise refuse(_("A solved or closed request gets no call. Reopen a solved one first."), status=409) from refusal
    except AsksForNoCall as refusal:
        raise refuse(_("This request asks for no call."), status=409) from refusal
    except CallChanged as refusal:
        raise refuse(_("The call has changed meanwhile. Look at it again."), status=409) from refusal
    except NotYet as refusal:
        raise refuse(_("The call has not begun yet."), status=409) from refusal
    except SayWhy as refusal:
        raise refuse(_("Write down why: colleagues read it.")) from refusal
    except NotMerged as refusal:
        raise refuse(_("This merge has been undone already."), status=409) from refusal
