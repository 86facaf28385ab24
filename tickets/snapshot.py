"""Reads the snapshot a ticket keeps of its form: it stays readable when the form changes or goes."""

from collections.abc import Mapping

from tickets.changes import Change
from tickets.models import Ticket


def in_language(*, texts: Mapping[str, str], language: str) -> str:
    """A text kept in several languages, in the wanted one, else in English."""
    return texts.get(language) or texts.get("en", "")


def title(*, ticket: Ticket, language: str) -> str:
    """What the request is about, as its form was titled when it was sent."""
    return in_language(texts=ticket.form.get("title", {}), language=language) or ticket.request_type


def next_steps(*, ticket: Ticket, language: str) -> list[str]:
    """What the form promised would happen next."""
    return [in_language(texts=each, language=language) for each in ticket.form.get("next_steps", [])]


def cautions(*, ticket: Ticket, language: str) -> list[str]:
    """What a person with these answers must know."""
    return [in_language(texts=each, language=language) for each in ticket.form.get("cautions", [])]


def went_past(*, ticket: Ticket, language: str) -> list[str]:
    """The stops that the person was shown, and went past to report all the same."""
    return [in_language(texts=each, language=language) for each in ticket.form.get("went_past", [])]


def stays_apart(*, ticket: Ticket) -> bool:
    """Whether it was never meant to join the request it is about, like a rating."""
    return bool(ticket.form.get("stays_apart"))


def was_invited(*, ticket: Ticket) -> bool:
    """Whether it was filled in by an invitation, which the sender of the request it belongs to was given."""
    return bool(ticket.form.get("invited"))


def agent_note(*, ticket: Ticket, language: str) -> str:
    """What the form wants agents to know; empty for most."""
    return in_language(texts=ticket.form.get("agent_note", {}), language=language)


def change(*, ticket: Ticket) -> Change | None:
    """What carrying out the request would change in the account, if two agents must agree on it."""
    code = ticket.form.get("four_eyes")
    return Change(code) if code in Change.values else None
