"""What an agent should know before reading a request: queue and priority in words, what to check, what its answers add up to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import RequestType, that_hold
from forms_catalog.fields.moments import Moment, moment_or_day
from forms_catalog.papers.facts import TOLD_HERE, paper_facts
from tickets.models import Tag, Ticket
from tickets.snapshot import in_language
from tickets.states import Priority

QUEUES = {
    "security-response": gettext_lazy("Security, day and night"),
    "account-access": gettext_lazy("Access to accounts"),
    "verification": gettext_lazy("Verification of people"),
    "business-verification": gettext_lazy("Verification of companies"),
    "tax": gettext_lazy("Tax"),
    "crypto-ops": gettext_lazy("Crypto deposits and withdrawals"),
    "fiat-payments": gettext_lazy("Bank and card payments"),
    "trading": gettext_lazy("Trading"),
    "technical": gettext_lazy("Technical problems"),
    "documents-intake": gettext_lazy("Incoming documents"),
    "scheduling": gettext_lazy("Appointments and calls"),
    "bizdev": gettext_lazy("Business development"),
    "events": gettext_lazy("Events"),
    "hr": gettext_lazy("Applications"),
    "complaints": gettext_lazy("Complaints"),
    "privacy": gettext_lazy("Privacy"),
    "social-care": gettext_lazy("Social networks"),
    "general": gettext_lazy("General questions"),
    "suspended": gettext_lazy("Set aside: unconfirmed or spam"),
}
"""Every queue of domain §4.8 in words."""

FIRST_ANSWER = {
    Priority.URGENT: gettext_lazy("first answer within 1 hour, day and night"),
    Priority.HIGH: gettext_lazy("first answer within 4 hours, day and night"),
    Priority.NORMAL: gettext_lazy("first answer within 1 working day"),
    Priority.LOW: gettext_lazy("first answer within 2 working days"),
}
"""What each priority asks of agents (domain §4.9)."""


@dataclass(frozen=True)
class Briefing:
    """What stands above the answers of one ticket."""

    queue: str
    priority: str
    checks: list[str]
    facts: list[str]
    tags: list[str]


def briefing(*, ticket: Ticket, tags: list[str], language: str, now: datetime) -> Briefing:
    """Everything in the active language. In: the ticket's tags, read for the whole conversation at once."""
    questions = ticket.form.get("questions", [])
    papers = paper_facts(answers=ticket.answers, questions=questions, sent_at=ticket.created_at, now=now)
    request_type = catalogue().get(ticket.request_type)
    return Briefing(
        queue=str(QUEUES.get(ticket.queue, ticket.queue)),
        priority=_priority(ticket, request_type),
        checks=_checks(ticket, request_type),
        facts=[*_facts(ticket, language), *papers, *_facts_of_type(ticket, request_type)],
        tags=tags,
    )


def tags_of(*, root: Ticket) -> dict[Any, list[str]]:
    """The tags of every ticket in a conversation, by its id."""
    found: dict[Any, list[str]] = {}
    for tag in Tag.objects.filter(ticket__survivor=root).order_by("id"):
        found.setdefault(tag.ticket_id, []).append(tag.name)
    return found


def _priority(ticket: Ticket, request_type: RequestType | None) -> str:
    """How soon, and why just so soon."""
    promise = str(FIRST_ANSWER[Priority(ticket.priority)])
    if request_type is None:
        return promise
    usual = request_type.base_priority
    if ticket.priority == usual:
        why = _("usual for this request")
    elif ticket.joins_id:
        why = _("as the request it was sent for")
    else:
        raised = _("raised by the answers from %(usual)s")
        lowered = _("lowered by the answers from %(usual)s")
        why = (raised if ticket.priority < usual else lowered) % {"usual": usual.label}
    return _("%(promise)s; %(why)s") % {"promise": promise, "why": why}


def _checks(ticket: Ticket, request_type: RequestType | None) -> list[str]:
    """What agents should look at, for these answers."""
    checks = that_hold(texts=request_type.agent_checks, answers=ticket.answers) if request_type else []
    return [str(each) for each in checks]


def _facts_of_type(ticket: Ticket, request_type: RequestType | None) -> list[str]:
    """What the type itself computes; answers of an older form may lack what it counts on."""
    if request_type is None or request_type.facts is None:
        return []
    return [str(each) for each in request_type.facts(_all_answers(ticket, request_type), ticket.created_at)]


def _all_answers(ticket: Ticket, request_type: RequestType) -> dict[str, Any]:
    """Those of the ticket; of a later half together with what the first half said."""
    first = ticket.joins.answers if request_type.stage_of and ticket.joins else {}
    return {**first, **ticket.answers}


def _facts(ticket: Ticket, language: str) -> list[str]:
    """What follows from any request's answers: how long ago, and addresses that differ."""
    facts = []
    for question in ticket.form.get("questions", ()):
        day = _day_in(question.get("kind", ""), ticket.answers.get(question["name"]))
        if day and question["name"] not in TOLD_HERE:
            label = in_language(texts=question["label"], language=language).rstrip("?\u202f\u00a0 ")
            facts.append(
                _("%(question)s: %(ago)s") % {"question": label, "ago": _from_the_request(day, ticket.created_at)}
            )
    one, other = ticket.account_email, ticket.contact_email
    if one and other and one != other:
        alike = one.lower() == other.lower()
        facts.append(
            _("The two addresses differ in capital letters only.") if alike else _("The two addresses are different.")
        )
    return facts


def _day_in(kind: str, value: Any) -> date | None:
    if not value:
        return None
    if kind in {"day", "datefield"}:
        return parse_date(str(value))
    if kind != "momentfield":
        return None
    given = moment_or_day(str(value))
    return given.local.date() if isinstance(given, Moment) else given


def _from_the_request(day: date, sent_at: datetime) -> str:
    days = (sent_at.date() - day).days
    if days < -1:
        return ngettext("%(days)d day after the request", "%(days)d days after the request", -days) % {"days": -days}
    # Somewhere on earth it may be tomorrow already.
    if days <= 0:
        return _("on the day of the request")
    return ngettext("%(days)d day before the request", "%(days)d days before the request", days) % {"days": days}
