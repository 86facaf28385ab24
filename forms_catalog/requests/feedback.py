"""How a solved request went: a rating and a few words, once, from its status page (domain G4)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Answers, Caution, Group, Is, RequestType, Step
from forms_catalog.fields import choice, details
from tickets.states import Priority

LOW = Is("rating", "1", "2")


def tags(answers: Answers) -> Sequence[str]:
    """Supervisors find what went badly."""
    return ("feedback", *(("feedback:low",) if LOW(answers) else ()))


request = RequestType(
    slug="feedback",
    group=Group.GENERAL,
    title=_("What could we do better?"),
    summary=_("Rate a request of yours that is solved, from its status page."),
    keywords="feedback, give feedback, rate, rate my agent, rate the support, review, leave a review, suggestion, suggest "
    "an improvement, survey, satisfaction, donner mon avis, noter, noter l’agent, évaluer, évaluation, suggestion "
    "d’amélioration, sondage, enquête, enquête de satisfaction, proposer une amélioration, rate how my request "
    "was handled, how was my request handled",
    access=Access.INVITED,
    after_solved=True,
    queue="general",
    base_priority=Priority.LOW,
    urgency=lambda answers: Priority.HIGH if LOW(answers) else Priority.LOW,
    tags=tags,
    minutes=1,
    intro=(_("One question and a few words, if you like. Your request stays closed."),),
    next_steps=(_("We read every word. There is nothing more to do, and your request stays closed."),),
    agent_checks=(
        Caution(when=LOW, text=_("A low rating is for a supervisor: look for what went wrong, and tell the team.")),
        _("It changes nothing about the request itself. Whoever needs help again writes there."),
    ),
    steps=(
        Step(
            slug="rating",
            title=_("How did it go?"),
            fields=lambda: {
                "rating": choice(
                    _("How did we handle your request?"),
                    {
                        "5": _("Very well"),
                        "4": _("Well"),
                        "3": _("Neither well nor badly"),
                        "2": _("Badly"),
                        "1": _("Very badly"),
                    },
                    required=_("Select how it went"),
                ),
                "note": details(
                    _("What could we do better?"),
                    hint=_("Never write a code or a password."),
                    minimum=0,
                    maximum=2_000,
                    required=False,
                ),
            },
        ),
    ),
)
