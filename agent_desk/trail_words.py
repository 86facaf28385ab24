"""Puts the trail in words: what happened, and the little that its details say, in the agent's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from agent_desk.roles import name_of
from attachments.reasons import Reason
from attachments.states import FileState, Refusal
from calls.words import moment_in_words
from forms_catalog.catalogue import catalogue
from tickets.models import Event, Joining, Verb
from tickets.states import State

Names = Mapping[str, str]
SAID_BY_CUSTOMERS = (
    Verb.SUBMITTED,
    Verb.WROTE,
    Verb.ADDRESS_PROVEN,
    Verb.ADDRESS_CORRECTED,
    Verb.CUSTOMER_CLOSED,
    Verb.CUSTOMER_REOPENED,
    Verb.CALL_ACCEPTED,
    Verb.CALL_CANCELLED,
)


@dataclass(frozen=True)
class Line:
    """One line of the trail."""

    at: datetime
    who: str
    what: str
    details: str
    reference: str


def line(*, event: Event, file_names: Names) -> Line:
    """One event in words. In: names of the conversation's files by id; the event's actor and ticket already loaded."""
    put = _DETAILS.get(Verb(event.verb))
    return Line(
        at=event.at,
        who=name_of(event.actor) or (_("Customer") if event.verb in SAID_BY_CUSTOMERS else _("Portal")),
        what=str(Verb(event.verb).label),
        details=put(event.details, file_names) if put else "",
        reference=event.ticket.reference,
    )


def _label(choices: Any, code: Any) -> str:
    try:
        return str(choices(code).label)
    except ValueError:
        return str(code or "")


def _from_to(before: str, after: str) -> str:
    return _("%(before)s → %(after)s") % {"before": before or _("nobody"), "after": after or _("nobody")}


def _state(details: Mapping[str, Any], names: Names) -> str:
    return _from_to(_label(State, details.get("before")), _label(State, details.get("after")))


def _replied(details: Mapping[str, Any], names: Names) -> str:
    words = [
        _("to the sender of %(reference)s") % {"reference": details["to"]} if details.get("to") else "",
        _state(details, names) if details.get("before") != details.get("after") else "",
    ]
    return " · ".join(word for word in words if word)


def _assigned(details: Mapping[str, Any], names: Names) -> str:
    return _from_to(str(details.get("before", "")), str(details.get("after", "")))


def _other(details: Mapping[str, Any], names: Names) -> str:
    words = str(details.get("other", ""))
    if details.get("reopened_from"):
        return _("%(reference)s, reopened from “%(state)s”") % {
            "reference": words,
            "state": _label(State, details["reopened_from"]),
        }
    return words


def _invited(details: Mapping[str, Any], names: Names) -> str:
    request_type = catalogue().get(str(details.get("request_type", "")))
    words = [
        str(request_type.title if request_type else details.get("request_type", "")),
        _state(details, names) if details.get("before") != details.get("after") else "",
    ]
    return " · ".join(word for word in words if word)


def _not_joined(details: Mapping[str, Any], names: Names) -> str:
    words = [_label(Joining, details.get("reason")), str(details.get("other", ""))]
    return ", ".join(word for word in words if word)


def _reason(details: Mapping[str, Any], names: Names) -> str:
    return _("Reason: %(reason)s") % {"reason": details["reason"]} if details.get("reason") else ""


def _judged(code: str) -> str:
    return _label(Reason, code) if code else _("accepted")


def _file(details: Mapping[str, Any], names: Names) -> str:
    words = [
        names.get(str(details.get("file", "")), ""),
        _label(FileState, details["state"]) if details.get("state") else "",
        _label(Refusal, details["code"]) if details.get("code") else "",
        _judged(details["judged"]) if "judged" in details else "",
        _reason(details, names),
    ]
    return " · ".join(word for word in words if word)


def _call(details: Mapping[str, Any], names: Names) -> str:
    starts_at = parse_datetime(str(details.get("starts_at", "")))
    words = [
        moment_in_words(starts_at, zone=str(details.get("zone", "UTC"))) if starts_at else "",
        _("wants another time") if details.get("wants_another") else "",
        _("with the request") if details.get("with_request") else "",
        _("Reason: %(reason)s") % {"reason": details["reason"]} if details.get("reason") else "",
    ]
    return " · ".join(word for word in words if word)


_DETAILS: dict[Verb, Callable[[Mapping[str, Any], Names], str]] = {
    Verb.WROTE: _replied,
    Verb.REPLIED: _replied,
    Verb.ASSIGNED: _assigned,
    Verb.STATE_CHANGED: _state,
    Verb.CUSTOMER_CLOSED: _state,
    Verb.CUSTOMER_REOPENED: _state,
    Verb.MERGED: _other,
    Verb.RECEIVED_MERGE: _other,
    Verb.UNMERGED: _other,
    Verb.LOST_MERGE: _other,
    Verb.NOT_JOINED: _not_joined,
    Verb.INVITED: _invited,
    Verb.INVITATION_WITHDRAWN: _invited,
    Verb.PROPOSED: _replied,
    Verb.DECLINED: _reason,
    Verb.STOPPED: _reason,
    Verb.CALL_PROPOSED: _call,
    Verb.CALL_AGREED: _call,
    Verb.CALL_ACCEPTED: _call,
    Verb.CALL_CANCELLED: _call,
    Verb.CALL_HELD: _call,
    Verb.CALL_MISSED: _call,
    Verb.FILE_SETTLED: _file,
    Verb.FILE_RETRIED: _file,
    Verb.FILE_WITHDRAWN: _file,
    Verb.FILE_ERASED: _file,
    Verb.FILE_JUDGED: _file,
    Verb.FILE_UNJUDGED: _file,
    Verb.FILE_VIEWED: _file,
    Verb.FILE_DOWNLOADED: _file,
    Verb.FILE_COPIED: _file,
}
