"""The name on an account changes: marriage, divorce, a court, a slip at sign-up (domain B1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Ending,
    FilePolicy,
    Gate,
    Group,
    Is,
    Not,
    RequestType,
    Step,
    Tile,
    Words,
)
from forms_catalog.errors import refusal
from forms_catalog.fields import choice, coming_day, consent, full_name, has_come, is_to_come, past_day, short_text
from forms_catalog.papers.asking import asked
from forms_catalog.papers.roles import labelled
from forms_catalog.papers.rows import Kind
from forms_catalog.same_name import is_the_same_name, shares_a_name
from forms_catalog.shared_endings import lock_first
from forms_catalog.shared_notices import DOCUMENTS_THERE, NOT_AGAIN, READ_BY_AN_AGENT, TOLD_BEFORE, TWO_AGENTS
from forms_catalog.shared_steps import a_line, account_email, anything_else, documents_agreed, one_of, settings_lock
from tickets.changes import Change
from tickets.states import Priority

BUSINESS = Is("account_type", "business")
PERSONAL = Not(BUSINESS)
ON_PAPER = Is("reason", "marriage", "divorce", "court")
"""Changes that always have a paper of their own."""
ONE_DAY = Not(Is("reason", "spelling", "middle_name", "transliteration"))
"""The name changed on a day; a slip of the pen, or another way to write it, has none."""


def _new_name(answers: Answers) -> str:
    return f"{answers.get('new_given', '')} {answers.get('new_family', '')}"


def is_new(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """The new name is another than the current one, however the two were typed."""
    new = f"{cleaned['new_given']} {cleaned['new_family']}"
    if is_the_same_name(new, asking.answers.get("current_name", "")):
        return {"new_given": refusal("same_name")}
    return {}


def is_new_for_the_company(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """The same for a company."""
    if is_the_same_name(cleaned["new_company_name"], asking.answers.get("current_name", "")):
        return {"new_company_name": refusal("same_name")}
    return {}


def is_another_name(answers: Answers) -> bool:
    """Whether a “spelling mistake” leaves nothing of the old name: that takes a legal paper."""
    if answers.get("reason") != "spelling":
        return False
    return not shares_a_name(_new_name(answers), answers.get("current_name", ""))


def needs_a_legal_paper(asking: Asking) -> Ending | None:
    """Whoever corrects a spelling keeps part of the name; all else is a change, and has a paper."""
    if not is_another_name(asking.answers):
        return None
    return Ending(
        slug="end-other-name",
        title=_("This is more than a spelling mistake"),
        paragraphs=(
            _("Nothing of the old name is left in the new one. For that we need a legal paper that shows both."),
            _("For example a marriage certificate, a court decision or a deed. Nothing was sent yet."),
        ),
        anyway=_("I have such a paper: go on"),
        kept=True,
    )


def needed_roles(answers: Answers) -> list[str]:
    """A company has its paper; a person the document in the new name, and the paper that says why, where there is one."""
    if BUSINESS(answers):
        return ["company_paper"]
    two_sided = answers.get("new_id_type") in asked(kind=Kind.IDENTITY).two_sided
    proof = ON_PAPER(answers) or is_another_name(answers)
    return ["id_front", *(["id_back"] if two_sided else []), *(["name_proof"] if proof else [])]


def tags(answers: Answers) -> Sequence[str]:
    """Whose name, and whether a paper must show it."""
    return ("kyc:name", *(("kyc:name_proof",) if is_another_name(answers) else ()))


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """What the two names have in common."""
    new, old = _new_name(answers), answers.get("current_name", "")
    if not new.strip() or shares_a_name(new, old):
        return ()
    return (_("The old and the new name share no word: given name and family name both change."),)


request = RequestType(
    slug="name-change",
    group=Group.IDENTITY,
    title=_("Change of name"),
    tiles=(Tile.DETAILS,),
    summary=_("Marriage, divorce, a court decision, or a spelling mistake in your name."),
    keywords="change my name, change of name, name change, new name, got married, name after marriage, maiden name, changed my "
    "surname, divorce back to my old name, legal name changed, deed poll, wrong name on my account, spelling mistake in my "
    "name, name misspelled, typo in my name, correct my name, update my name, add my middle name, name does not match my "
    "bank, company changed its name, changement de nom, changer de nom, changer mon nom, nouveau nom, je me suis mariée, "
    "mariage nom d’épouse, nom de jeune fille, divorce reprendre mon nom, faute dans mon nom, nom mal orthographié, erreur "
    "de nom, corriger mon nom, modifier mon prénom, ajouter un deuxième prénom, mon nom ne correspond pas à ma banque",
    access=Access.SIGNED_IN,
    queue="verification",
    base_priority=Priority.NORMAL,
    four_eyes=Change.NAME,
    tags=tags,
    facts=facts,
    minutes=6,
    intro=(
        _("The name on your account must be the one at your bank: otherwise deposits and withdrawals may be held."),
        _("Change it at your bank first. Then send us a document with the new name."),
    ),
    needs=(
        _("An identity document that shows the new name and has not expired"),
        _("A paper that shows why it changed, with both names; for a spelling mistake it is not needed"),
    ),
    reply=TOLD_BEFORE,
    next_steps=(
        READ_BY_AN_AGENT,
        TWO_AGENTS,
        _("Bank transfers may be held until the new name is in place."),
        DOCUMENTS_THERE,
        NOT_AGAIN,
    ),
    steps=(
        settings_lock,
        one_of(
            slug="account-type",
            name="account_type",
            title=_("Whose name changes?"),
            options={"personal": _("My own"), "business": _("My company’s")},
            required=_("Select whose name changes"),
        ),
        one_of(
            slug="bank",
            name="bank_updated",
            title=_("Does your bank have the new name already?"),
            hint=_("The name at the bank and on the account must be the same."),
            options={"yes": _("Yes"), "no": _("No, not yet"), "none": _("No bank is linked to my account")},
            required=_("Select whether your bank has the new name"),
        ),
        Step(
            slug="hold",
            title=_("Deposits and withdrawals may be held"),
            hint=_("While the two names differ, transfers from and to your bank may be put on hold."),
            fields=lambda: {
                "hold_understood": consent(
                    _("I understand that bank transfers may be held meanwhile"),
                    required=_("Tick the box to show that you know: transfers may be held"),
                )
            },
        ),
        Step(
            slug="current-name",
            title=_("What name is on the account now?"),
            fields=lambda: {
                "current_name": full_name(
                    _("Name on the account now"), required=_("Enter the name that the account has now")
                )
            },
        ),
        Step(
            slug="new-name",
            title=_("What is the new name?"),
            hint=_("Write it exactly as on your identity document."),
            when=PERSONAL,
            check=is_new,
            fields=lambda: {
                "new_given": full_name(
                    _("Given names"), required=_("Enter your given names"), autocomplete="given-name"
                ),
                "new_family": full_name(
                    _("Family name"), required=_("Enter your family name"), autocomplete="family-name"
                ),
            },
        ),
        Step(
            slug="new-company-name",
            title=_("What is the company’s new name?"),
            hint=_("Write it exactly as in the register."),
            when=BUSINESS,
            check=is_new_for_the_company,
            fields=lambda: {
                "new_company_name": short_text(_("New company name"), required=_("Enter the company’s new name"))
            },
        ),
        one_of(
            slug="reason",
            name="reason",
            title=_("Why does it change?"),
            when=PERSONAL,
            options={
                "marriage": _("Marriage or civil partnership"),
                "divorce": _("Divorce or separation"),
                "court": _("A court decision or a deed"),
                "gender": _("My gender"),
                "spelling": _("A spelling mistake when I signed up"),
                "middle_name": _("A given name was missing"),
                "transliteration": _("It is written in other letters now"),
                "other": _("Another reason"),
            },
            required=_("Select why the name changes"),
        ),
        a_line(
            slug="other-reason",
            name="other_reason",
            title=_("What is the reason?"),
            required=_("Write the reason in a few words"),
            when=Is("reason", "other"),
        ),
        Step(
            slug="since",
            title=_("Since when is it your name?"),
            hint=_("The day on the certificate or the decision."),
            when=ONE_DAY,
            check=has_come("effective_date"),
            skip=_("I don’t remember"),
            fields=lambda: {"effective_date": past_day(_("Since when is it your name?"))},
        ),
        Step(
            slug="document",
            title=_("Which document shows the new name?"),
            when=PERSONAL,
            fields=lambda: {
                "new_id_type": choice(
                    _("Which document shows the new name?"),
                    {
                        "passport": _("Passport"),
                        "card": _("National identity card"),
                        "licence": _("Driving licence"),
                        "other_state": _("Another state document"),
                    },
                    required=_("Select the document"),
                )
            },
        ),
        Step(
            slug="document-ends",
            title=_("When does this document expire?"),
            hint=_("The date is printed on it."),
            when=PERSONAL,
            check=is_to_come("new_id_expiry", _("Use a document that has not expired: this one has")),
            skip=_("It has no expiry date"),
            fields=lambda: {"new_id_expiry": coming_day(_("When does this document expire?"))},
        ),
        account_email,
        anything_else,
        documents_agreed,
    ),
    cautions=(
        Caution(
            when=BUSINESS,
            text=_("For a company, add the certificate of the change of name or a new extract from the register."),
        ),
        Caution(
            when=Is("reason", "marriage", "divorce", "court", "gender"),
            text=_("Add the paper that shows the change too. Both names must be readable on it."),
        ),
    ),
    endings=(
        lock_first,
        Ending(
            slug="end-bank-first",
            when=Is("bank_updated", "no"),
            title=_("Change the name at your bank first"),
            paragraphs=(
                _("If the two names differ, transfers are held. Nothing was sent."),
                _("As soon as your bank has the new name, come back, change your answer, and go on."),
            ),
            steps=(
                _("Ask your bank to change the name, and wait until it says that it is done."),
                _("Come back here with the same browser."),
            ),
            kept=True,
        ),
    ),
    gates=(Gate(slug="end-other-name", judge=needs_a_legal_paper),),
    files=FilePolicy(
        title=_("Add your documents"),
        hint=_(
            "The identity document with the new name, front and back if it is a card. Then the paper that shows why the name "
            "changed, with both names; not for a spelling mistake."
        ),
        required=True,
        roles=labelled("id_front", "id_back", "id_both", "name_proof", "company_paper", "other"),
        required_roles=needed_roles,
    ),
    agent_checks=(
        _("Compare the old record, the identity document, the paper and the name at the bank: all four."),
        _("Look the new name up in the sanctions lists again."),
        _("Announce that transfers from and to the bank may be held until the names agree."),
        Caution(
            when=Is("reason", "marriage", "divorce", "court", "gender", "other"),
            text=_("The paper must show both names. Without one, ask for it before you propose."),
        ),
        Caution(when=BUSINESS, text=_("Compare the certificate of the change of name with the register.")),
    ),
)
