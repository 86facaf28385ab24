"""What each letter to a customer is called among agents."""

from django.utils.translation import gettext as _

from calls.models import CallState
from calls.telling import LETTER_OF
from follow_up import asking
from tickets import passes, telling
from tickets.actions.ask_for_proof import PURPOSE


def letter_in_words(*, kind: str) -> str:
    """A kind of letter in the agent's language; one that is not about requests goes by its code."""
    words = {
        PURPOSE: _("Confirm your address"),
        telling.RECEIVED: _("We have your request"),
        telling.ANSWERED: _("An agent has answered"),
        telling.NEEDS_YOU: _("We need something from you"),
        telling.DOCUMENT_AGAIN: _("A document must be sent again"),
        telling.SOLVED: _("Your request is closed"),
        telling.SECURE_NOW: _("Protect yourself now"),
        telling.NOT_YOURS: _("A request about an account with your address"),
        telling.TAKES_EFFECT: _("A change to your account takes effect soon"),
        passes.LETTER: _("The link to your messages"),
        asking.LETTER: _("The link to your request"),
        LETTER_OF[CallState.AGREED]: _("The time of your call"),
        LETTER_OF[CallState.PROPOSED]: _("Does this time suit you?"),
        LETTER_OF[CallState.CANCELLED]: _("Your call is called off"),
        LETTER_OF[CallState.NO_SHOW]: _("We did not reach you"),
    }
    return words.get(kind, kind)
