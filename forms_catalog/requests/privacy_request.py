"""What we know about a person: to see it, correct it, have it erased or object (domain G5)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Answers, FilePolicy, Group, Is, RequestType, Step, Words
from forms_catalog.fields import country, details, full_name
from forms_catalog.local_times import day_after_months
from forms_catalog.shared_steps import account_email, one_of, other_email, still_have_email
from tickets.states import Priority

MONTHS_TO_ANSWER = 1
"""Data protection law gives one month from receipt."""


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """When the answer is due."""
    return (_("Answer due by %(day)s.") % {"day": day_after_months(sent_at, MONTHS_TO_ANSWER)},)


def tags(answers: Answers) -> Sequence[str]:
    """The right that is used."""
    return (f"privacy:{answers['right']}",)


request = RequestType(
    slug="privacy-request",
    group=Group.GENERAL,
    title=_("My personal data"),
    summary=_("See, correct, move or erase what we know about you."),
    keywords="gdpr, data request, my data, personal data, privacy request, copy of my data, download my data, all the data "
    "you hold on me, personal information, access to my data, delete my data, erase my personal data, right to be "
    "forgotten, object to processing, correct my data, data protection officer, rgpd, mes données, mes données "
    "personnelles, données personnelles, copie de mes données, télécharger mes données, droit d’accès à mes "
    "données, supprimer mes données, effacer mes données, infos personnelles, droit à l’oubli, droit "
    "d’opposition, rectifier mes données, délégué à la protection des données, cnil, what data do you have about "
    "me, export of my data, quelles données avez-vous sur moi",
    access=Access.ANYONE,
    queue="privacy",
    base_priority=Priority.NORMAL,
    tags=tags,
    minutes=4,
    intro=(
        _("You may ask what we know about you, have it corrected, moved or erased, or object to its use."),
        _(
            "Some records must be kept by law for years, also after an account is closed. We then tell you which, and why."
        ),
        _("We answer to the address of the account, so that nobody else can ask for your data."),
    ),
    needs=(_("The email address of your account, or the one you gave us"),),
    reply=_("You receive an answer within one month."),
    next_steps=(
        _("We first make sure that it is really you."),
        _("You receive an answer within one month. If it takes longer, we tell you why."),
    ),
    agent_checks=(
        _(
            "Answer only to a proven address that belongs to this person; ask for proof in another way when there is none."
        ),
        _("Before erasing, look at what the law makes us keep, and say so in the answer."),
    ),
    facts=facts,
    steps=(
        one_of(
            slug="right",
            name="right",
            title=_("What would you like us to do?"),
            options={
                "access": _("Tell me what you know about me"),
                "correction": _("Correct something"),
                "erasure": _("Erase my data"),
                "objection": _("Stop using my data for a purpose"),
                "portability": _("Give me my data to take elsewhere"),
            },
            required=_("Select what you would like us to do"),
        ),
        Step(
            slug="correction",
            title=_("What is wrong, and how is it right?"),
            when=Is("right", "correction"),
            fields=lambda: {"correction": details(_("What is wrong, and how is it right?"), maximum=2_000)},
        ),
        Step(
            slug="purpose",
            title=_("Which use should stop?"),
            when=Is("right", "objection"),
            fields=lambda: {"purpose": details(_("Which use should stop?"), maximum=2_000)},
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
        account_email,
        still_have_email,
        other_email(),
        Step(
            slug="note",
            title=_("Is there anything we should know?"),
            hint=_("For example which years or which service you mean."),
            skip=_("Nothing to add"),
            fields=lambda: {"note": details(_("Your note"), minimum=0, maximum=2_000, required=False)},
        ),
    ),
    files=FilePolicy(
        title=_("Add a document, if one is needed"),
        hint=_(
            "For example a power of attorney. We ask for proof of identity only when we cannot tell that it is you."
        ),
        roles={"authority": _("Power of attorney"), "other": _("Something else")},
    ),
)
