"""A tax number is wrong or missing: the number itself is never written here (domain C1)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Group, RequestType, Step
from forms_catalog.fields import country, details
from forms_catalog.shared_notices import NOT_AGAIN
from forms_catalog.shared_steps import account_email, one_of, picked
from tickets.compartments import Compartment
from tickets.states import Priority

request = RequestType(
    slug="tin-update",
    group=Group.TAX,
    title=_("Update my tax number"),
    summary=_("The tax number on your account is wrong or missing, or was rejected."),
    keywords="tax number, update my tax number, tax ID, TIN, SSN, social security number, ITIN, EIN, wrong tax number, missing tax "
    "number, tax identification number, taxpayer number, tax details rejected, change my tax country, tax residence, "
    "numéro fiscal, mettre à jour mon numéro fiscal, NIF, numéro SPI, numéro de contribuable, numéro d’identification "
    "fiscale, numéro fiscal refusé, numéro fiscal erroné, résidence fiscale, changer de pays fiscal",
    access=Access.SIGNED_IN,
    compartment=Compartment.VAULT,
    queue="tax",
    base_priority=Priority.NORMAL,
    tags=("tax:tin",),
    minutes=2,
    intro=(
        _("Tax numbers are extremely sensitive. Do not write yours anywhere here, not even in part."),
        _("Tell us only what is wrong. A specialist then writes to you and explains the secure way."),
    ),
    needs=(_("The country that gave you the number"), _("The kind of number it is")),
    reply=_("A specialist for tax writes to you."),
    next_steps=(
        _("A specialist reads your request and writes to your email address."),
        _("The letter explains the secure way to give the number. Never send it by mail or on the status page."),
        NOT_AGAIN,
    ),
    agent_checks=(
        _("Verify the identity first, by the account’s own channels."),
        _("Take the number by the secure way only. Never quote more than its last two digits."),
    ),
    steps=(
        one_of(
            slug="what",
            name="change_type",
            title=_("What is wrong with your tax number?"),
            hint=_("Do not write the number itself, here or on any page."),
            options={
                "wrong": _("The number on my account is wrong"),
                "missing": _("It is missing"),
                "new_country": _("I pay tax in another country now"),
                "name_mismatch": _("It does not go with my name"),
                "rejected": _("It was rejected"),
            },
            required=_("Select what is wrong with your tax number"),
        ),
        Step(
            slug="country",
            title=_("Which country gave you the number?"),
            fields=lambda: {
                "tax_country": country(
                    _("Country that gave you the number"), required=_("Enter the country that gave you the number")
                )
            },
        ),
        picked(
            slug="kind",
            name="number_kind",
            title=_("Which kind of number is it?"),
            hint=_("Only the kind: the number stays with you."),
            options={
                "ssn": _("US Social Security number (SSN)"),
                "itin": _("US taxpayer number of a person (ITIN)"),
                "ein": _("US number of an employer (EIN)"),
                "nif": _("French tax number (NIF)"),
                "other": _("Another kind"),
            },
            required=_("Select the kind of number"),
        ),
        Step(
            slug="details",
            title=_("Is there anything else the specialist should know?"),
            hint=_("Never write a tax number, in whole or in part."),
            skip=_("Nothing to add"),
            fields=lambda: {
                "description": details(_("What the specialist should know"), minimum=0, maximum=2_000, required=False)
            },
        ),
        account_email,
    ),
)
