"""The signed W-9 of a retirement plan, by invitation only: one PDF, and what stands on it (domain C2, stage 2)."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from attachments.limits import PDF
from forms_catalog.definition import Access, Answers, Caution, FilePolicy, Group, Is, RequestType, Step, Words
from forms_catalog.exempt_payees import CODES, DOUBTFUL, REVISION, WHERE_IT_STANDS
from forms_catalog.fields import has_come, past_day, short_text
from forms_catalog.shared_notices import NOT_AGAIN
from forms_catalog.shared_steps import agreement, picked
from tickets.compartments import Compartment
from tickets.states import Priority


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """What the names on the form say, beside those of the first request; and how old the signature is."""
    name, own, plan = (_words(answers.get(each, "")) for each in ("name_on_form", "full_name", "account_title"))
    found: list[Words] = []
    if name and name == own:
        found.append(_("The name on the W-9 is the person’s own: it must be the plan’s name."))
    elif plan and name != plan:
        found.append(_("The name on the W-9 is not the plan’s name as it was given first."))
    return found


def _words(name: object) -> list[str]:
    """A name's words, in no order, without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", str(name)).casefold()
    kept = "".join(each if each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return sorted(kept.split())


request = RequestType(
    slug="retirement-w9",
    stage_of="retirement-1099",
    group=Group.TAX,
    title=_("Send the W-9 of a retirement plan"),
    summary=_("The signed form that a specialist invited you to send."),
    access=Access.INVITED,
    compartment=Compartment.VAULT,
    queue="tax",
    base_priority=Priority.NORMAL,
    tags=("tax:retirement", f"w9:{REVISION}"),
    minutes=3,
    intro=(
        _("Here you send one PDF: the signed W-9 in the plan’s name. Only the specialists for tax can open it."),
        _("The tax number stands in the PDF and nowhere else: write it on no page."),
    ),
    needs=(_("The signed W-9 as one PDF, without a password"),),
    reply=_("A specialist for tax checks it and writes to you."),
    next_steps=(
        _("We check that the PDF can be opened. If it cannot, the status page tells you what to do."),
        _("A specialist compares it with your request and writes to you."),
        NOT_AGAIN,
    ),
    facts=facts,
    agent_checks=(
        _("Line 1 is the plan’s name, not the person’s. The signature and its date are there."),
        Caution(
            when=Is("exempt_code", *DOUBTFUL),
            text=_(
                "This exempt payee code is usually not exempt for what a broker reports: look twice before you mark it."
            ),
        ),
        _("Mark the account as exempt only when all of it is right. Never quote the number."),
    ),
    steps=(
        picked(
            slug="code",
            name="exempt_code",
            title=_("Which exempt payee code stands in box 4?"),
            hint=WHERE_IT_STANDS,
            options=CODES,
            required=_("Select the exempt payee code in box 4"),
        ),
        Step(
            slug="signed",
            title=_("On which day was it signed?"),
            fields=lambda: {
                "signed_on": past_day(_("Day of the signature"), required=_("Enter the day on which it was signed"))
            },
            check=has_come("signed_on"),
        ),
        Step(
            slug="name",
            title=_("Which name stands on line 1?"),
            hint=_("It must be the plan’s name. Without any number."),
            fields=lambda: {
                "name_on_form": short_text(
                    _("Name on line 1 of the W-9"), required=_("Enter the name on line 1 of the W-9")
                )
            },
        ),
        agreement(
            title=_("May we look at this document?"),
            hint=_("Only the specialists for tax see it."),
            label=_("Yes, you may use it to verify the exemption"),
        ),
    ),
    files=FilePolicy(
        title=_("Add the signed W-9"),
        hint=_("Exactly one file, as a PDF."),
        required=True,
        only=(PDF,),
        at_most=1,
    ),
)
