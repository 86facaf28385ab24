"""Anything that has no form of its own (domain G1)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, FilePolicy, Group, RequestType, Step
from forms_catalog.fields import subject
from forms_catalog.shared_steps import description, one_of, other_email
from tickets.states import Priority

request = RequestType(
    slug="general",
    group=Group.GENERAL,
    title=_("Something else"),
    summary=_("None of the other requests fits: ask us in your own words."),
    keywords="something else, other request, other question, another question, general question, ask a question, I have a "
    "question, contact support, contact you, talk to support, write to you, how does it work, fees, limits, how long "
    "does it take, staking, stake, autre chose, autre demande, autre question, j’ai une question, poser une question, "
    "question générale, contacter le support, contacter le service client, vous écrire, comment ça marche, frais, "
    "limites",
    access=Access.ANYONE,
    catches_all=True,
    queue="general",
    base_priority=Priority.NORMAL,
    urgency=lambda answers: Priority.LOW if answers["topic"] == "fees" else Priority.NORMAL,
    tags=lambda answers: (f"topic:{answers['topic']}",),
    minutes=3,
    intro=(
        _("Choose this when no other request fits. A request of its own gets you to the right people sooner."),
        _("If your words suggest one, we show it to you before you send."),
    ),
    needs=(_("An email address that you can read"),),
    reply=_("We usually answer within one or two working days."),
    next_steps=(
        _("An agent reads your question and answers on the status page."),
        _("There is no need to send it again. It would not be faster."),
    ),
    agent_checks=(_("If another request type fits better, say so to the customer and change the queue."),),
    steps=(
        one_of(
            slug="topic",
            name="topic",
            title=_("What is it about?"),
            options={
                "account": _("My account"),
                "money": _("Deposits, withdrawals or trading"),
                "fees": _("Fees and limits"),
                "security": _("Security"),
                "documents": _("Documents or identity"),
                "other": _("Something else"),
            },
            required=_("Select what it is about"),
        ),
        Step(
            slug="subject",
            title=_("Sum it up in a few words"),
            fields=lambda: {"subject": subject(_("Sum it up in a few words"))},
        ),
        description(
            title=_("Tell us more"),
            hint=_("More detail helps. Never write a code, a password or a recovery phrase."),
        ),
        other_email(when=None),
    ),
    files=FilePolicy(
        title=_("Add a screenshot or a document, if it helps"),
        hint=_("You can also send files later."),
        roles={"screenshot": _("Screenshot"), "other": _("Something else")},
    ),
)
