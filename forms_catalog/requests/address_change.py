"""Somebody lives elsewhere now (domain B2)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Either,
    Ending,
    FilePolicy,
    Group,
    Is,
    Not,
    RequestType,
    Step,
    Tile,
)
from forms_catalog.fields import (
    city,
    country,
    details,
    fits_the_country,
    has_come,
    past_day,
    postal_code,
    region,
    street,
)
from forms_catalog.fields.postal import WITH_REGION
from forms_catalog.papers.roles import labelled
from forms_catalog.shared_endings import lock_first
from forms_catalog.shared_notices import DOCUMENTS_THERE, NOT_AGAIN, READ_BY_AN_AGENT, TOLD_BEFORE, TWO_AGENTS
from forms_catalog.shared_steps import (
    YES_NO_UNSURE,
    account_email,
    anything_else,
    documents_agreed,
    one_of,
    settings_lock,
)
from tickets.changes import Change
from tickets.states import Priority

NO_STREET = Is("situation", "no_fixed", "military")
"""People whose home has no street: never turned away, an agent looks at what they can show."""
NEW_COUNTRY = Is("situation", "country")
TAX_MAY_CHANGE = Either(NEW_COUNTRY, Is("tax_residence_changed", "yes", "unsure"))


def has_no_region(asking: Asking) -> bool:
    """Whether addresses of the country are whole without a state or province."""
    return asking.answers.get("country") not in WITH_REGION


def needed_roles(answers: Answers) -> list[str]:
    """Nobody without a street is held up for a paper that only a street gets."""
    return [] if NO_STREET(answers) else ["proof_of_address"]


def tags(answers: Answers) -> Sequence[str]:
    """What agents must look at besides the paper."""
    return (
        "kyc:address",
        *(("kyc:new_country",) if NEW_COUNTRY(answers) else ()),
        *(("kyc:address_manual",) if NO_STREET(answers) else ()),
        *(("tax:self_certification",) if TAX_MAY_CHANGE(answers) else ()),
    )


request = RequestType(
    slug="address-change",
    group=Group.IDENTITY,
    title=_("Change of address"),
    tiles=(Tile.DETAILS,),
    summary=_("You moved, within your country or to another one."),
    keywords="change of address, change my address, I live in another country now, I now live in, new address, moved "
    "house, I moved, moved to another country, moved abroad, moving country, moved to another state, relocated, "
    "update my address, update my home address, wrong address on my account, new flat, new apartment, postal "
    "address, changement d’adresse, changer d’adresse, changer mon adresse, nouvelle adresse, j’ai déménagé, "
    "déménagement, je déménage, nouveau logement, nouvel appartement, je vis dans un autre pays, parti vivre à "
    "l’étranger, adresse postale, modifier mon adresse postale, mettre à jour mon adresse, mauvaise adresse sur "
    "mon compte, new street and postcode, change my country of residence, changer de domicile",
    access=Access.SIGNED_IN,
    queue="verification",
    base_priority=Priority.NORMAL,
    four_eyes=Change.ADDRESS,
    tags=tags,
    minutes=5,
    intro=(
        _("For a new home address. A trip or a holiday needs no change."),
        _("A move to another country, or to another state of the USA, must be told: other rules may apply there."),
    ),
    needs=(
        _("The new address, with its postal code"),
        _("A paper of the last three months that shows your name and the new address"),
    ),
    reply=TOLD_BEFORE,
    next_steps=(READ_BY_AN_AGENT, TWO_AGENTS, DOCUMENTS_THERE, NOT_AGAIN),
    steps=(
        settings_lock,
        one_of(
            slug="situation",
            name="situation",
            title=_("What has changed?"),
            options={
                "home": _("I moved within my country"),
                "country": _("I moved to another country"),
                "correction": _("I did not move: the address on my account is wrong"),
                "travelling": _("I am travelling, and will be back"),
                "no_fixed": _("I have no fixed address now"),
                "military": _("I have a military or diplomatic address"),
            },
            required=_("Select what has changed"),
        ),
        Step(
            slug="country",
            title=_("Which country do you live in now?"),
            fields=lambda: {"country": country(_("Country of residence"), required=_("Enter the country you live in"))},
        ),
        Step(
            slug="region",
            title=_("Which state or province do you live in?"),
            needless=has_no_region,
            fields=lambda: {"region": region(_("State or province"), required=_("Enter the state or province"))},
        ),
        Step(
            slug="street",
            title=_("What is your street address?"),
            hint=_("The street you live in: a PO box does not show where you live."),
            when=Not(NO_STREET),
            fields=lambda: {
                "line_1": street(_("Street and number"), required=_("Enter the street and number you live at")),
                "line_2": street(_("Flat, floor or building")),
            },
        ),
        Step(
            slug="town",
            title=_("Which city is it in?"),
            when=Not(NO_STREET),
            check=fits_the_country(country="country", code="postal_code"),
            fields=lambda: {
                "postal_code": postal_code(_("Postal code"), hint=_("Leave it empty if your country has none.")),
                "city": city(_("City"), required=_("Enter the city")),
            },
        ),
        Step(
            slug="where",
            title=_("Where can you be found, and where does post reach you?"),
            hint=_(
                "A unit, a shelter, a family you stay with: an agent looks at what you can show. You are not turned away."
            ),
            when=NO_STREET,
            fields=lambda: {
                "whereabouts": details(_("Where you can be found, and where post reaches you"), maximum=2_000)
            },
        ),
        Step(
            slug="since",
            title=_("Since when do you live there?"),
            check=has_come("moved_on"),
            skip=_("I don’t remember"),
            fields=lambda: {"moved_on": past_day(_("Since when do you live there?"))},
        ),
        one_of(
            slug="tax",
            name="tax_residence_changed",
            title=_("Do you pay tax in another country now?"),
            hint=_("Never write a tax number: we do not ask for it here."),
            options=YES_NO_UNSURE,
            required=_("Select whether you pay tax in another country now"),
        ),
        account_email,
        anything_else,
        documents_agreed,
    ),
    cautions=(
        Caution(
            when=NEW_COUNTRY,
            text=_(
                "Not every service is offered in every country. Some may end for you there, and a document of the new country "
                "may be asked for."
            ),
        ),
        Caution(
            when=TAX_MAY_CHANGE,
            text=_("We may have to ask where you pay tax. A specialist then tells you how; send no tax number now."),
        ),
        Caution(
            when=NO_STREET,
            text=_("Send what you can: a dated letter from your unit, a shelter or your host."),
        ),
    ),
    endings=(
        lock_first,
        Ending(
            slug="end-travelling",
            when=Is("situation", "travelling"),
            title=_("Travelling needs no change"),
            paragraphs=(
                _(
                    "Your address is the one you come back to. You can use your account while you travel. Nothing was sent."
                ),
                _("If the exchange asks why you sign in from another place, confirm it by the mail that it sends you."),
            ),
            anyway=_("I am staying for long: go on"),
        ),
    ),
    files=FilePolicy(
        title=_("Add a proof of the new address"),
        hint=_("Not older than three months, with your name, the address and the date. Both sides if it has two."),
        required=True,
        roles=labelled("proof_of_address", "id_front", "id_back", "id_both", "other"),
        required_roles=needed_roles,
    ),
    agent_checks=(
        _("Name, address, date and issuer stand on the paper, and the date is of the last three months."),
        _("Look at what is offered in the region, and bring the tax record up to date."),
        Caution(
            when=NEW_COUNTRY,
            text=_(
                "A new country: look at which services end there, and whether an identity document of it is needed."
            ),
        ),
        Caution(
            when=NO_STREET, text=_("No street address: decide by hand with what was sent. Refuse nobody for that.")
        ),
    ),
)
