"""A formal complaint: free of charge, answered point by point within two months (domain G2)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Answers, FilePolicy, Group, Is, RequestType, Step, Words
from forms_catalog.fields import account_id, country, details, full_name, short_text
from forms_catalog.local_times import day_after_months
from forms_catalog.shared_steps import account_email, description, one_of, other_email, when_it_happened
from tickets.states import Priority

MONTHS_TO_DECIDE = 2
"""The law on crypto-asset services gives two months from receipt."""


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """When the decision is due."""
    return (_("Decision due by %(day)s.") % {"day": day_after_months(sent_at, MONTHS_TO_DECIDE)},)


request = RequestType(
    slug="complaint",
    group=Group.GENERAL,
    title=_("Make a complaint"),
    summary=_("You are not content with how we treated you, and want a formal answer."),
    keywords="grievance, legal action, court, ombudsman, complaint, formal complaint, I want to complain, complain about "
    "you, complain about an agent, not satisfied with your answer, dissatisfied, unhappy with your service, bad "
    "service, ombudsman, mediation, dispute your decision, réclamation, déposer une réclamation, faire une "
    "réclamation, me plaindre, je veux me plaindre, porter plainte contre vous, pas satisfait, mécontent de votre "
    "service, mauvais service, médiateur, saisir le médiateur, contester votre décision, terrible service, "
    "escalate, service client nul, service déplorable, recours, compensation, compensation for my loss, nobody "
    "answers me, fed up with your support, lawyer, personne ne me répond, dédommagement, litige, avocat",
    access=Access.ANYONE,
    queue="complaints",
    base_priority=Priority.HIGH,
    tags=("complaint",),
    minutes=6,
    intro=(
        _("Tell us what went wrong. A complaint is free, and people who had no part in the matter examine it."),
        _("For help with a problem, choose its own request instead: a complaint takes longer."),
    ),
    needs=(
        _("What happened, and when"),
        _("What you would like us to do"),
        _("The reference of an earlier request, if there is one"),
    ),
    reply=_("You receive a decision with its reasons within two months, usually sooner."),
    next_steps=(
        _("We confirm that we have received your complaint, and examine each point of it."),
        _(
            "You receive a decision with our reasons within two months. If we need longer, we tell you why and until when."
        ),
        _("If you do not agree with the decision, it tells you where you can turn next."),
    ),
    agent_checks=(
        _("Nobody who is complained of works on it."),
        _("Answer every point, with reasons; name the remedies wherever you do not agree."),
        _(
            "If the decision takes longer than two months, tell the customer why and until when before they have passed."
        ),
    ),
    facts=facts,
    steps=(
        one_of(
            slug="account",
            name="has_account",
            title=_("Do you have an account with us?"),
            options={"yes": _("Yes"), "closed": _("I had one"), "no": _("No")},
            required=_("Select whether you have an account"),
        ),
        Step(
            slug=account_email.slug,
            title=account_email.title,
            when=Is("has_account", "yes", "closed"),
            fields=account_email.fields,
        ),
        Step(
            slug="account-id",
            title=_("What is your public account ID?"),
            hint=_("It begins with AA and stands on your profile page."),
            when=Is("has_account", "yes", "closed"),
            skip=_("I don’t have it at hand"),
            fields=lambda: {"public_account_id": account_id(_("Public account ID"))},
        ),
        Step(
            slug="name",
            title=_("What is your full legal name?"),
            fields=lambda: {
                "full_name": full_name(_("Full legal name"), required=_("Enter your name as on your identity document"))
            },
        ),
        Step(
            slug="country",
            title=_("Which country do you live in?"),
            hint=_("Your rights depend on it."),
            fields=lambda: {"country": country(_("Country of residence"), required=_("Enter the country you live in"))},
        ),
        one_of(
            slug="about",
            name="about",
            title=_("What is your complaint about?"),
            options={
                "access": _("Access to my account"),
                "money": _("A deposit, a withdrawal or a trade"),
                "fees": _("Fees"),
                "verification": _("The check of my identity or documents"),
                "support": _("How support treated me"),
                "privacy": _("The use of my data"),
                "other": _("Something else"),
            },
            required=_("Select what your complaint is about"),
        ),
        Step(
            slug="about-other",
            title=_("What is it about, in a few words?"),
            when=Is("about", "other"),
            fields=lambda: {
                "about_other": short_text(
                    _("What is it about, in a few words?"), required=_("Say in a few words what it is about")
                )
            },
        ),
        when_it_happened(slug="when", name="when", title=_("When did it happen?"), hint=_("The day is enough.")),
        description(
            title=_("What happened?"),
            hint=_("One point after the other: we answer each. Never write a code or a password."),
        ),
        Step(
            slug="outcome",
            title=_("What would you like us to do?"),
            hint=_("For example explain, correct, pay back or apologise."),
            fields=lambda: {"wanted_outcome": details(_("What would you like us to do?"), maximum=2_000)},
        ),
        other_email(when=None),
    ),
    files=FilePolicy(
        title=_("Add documents, if they help"),
        hint=_("Letters, statements or screenshots. You can also send them later."),
        roles={"letter": _("Letter or message"), "statement": _("Account statement"), "other": _("Something else")},
    ),
)
