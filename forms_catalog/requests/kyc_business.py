"""A company is verified, with the people behind it (domain B6). Its papers are asked for later, by letter."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.company_owners import (
    DEEPEST,
    IN_A_COMPANY,
    MOST_OWNERS,
    OWNER_KINDS,
    level_in_words,
    nothing_is_left,
    refused_owner,
    refused_owners,
    result,
    whose_rest,
)
from forms_catalog.company_people import CONTROLLER, MOST_PEOPLE, PERSON, opener_is_named
from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Caution,
    Group,
    Is,
    Not,
    Panel,
    RequestType,
    Step,
    Tile,
)
from forms_catalog.errors import SENTENCES, refusal
from forms_catalog.fields import (
    choice,
    city,
    consent,
    country,
    details,
    entries,
    fits_the_country,
    postal_code,
    region,
    short_text,
    street,
)
from forms_catalog.shared_notices import NOT_AGAIN, READ_BY_AN_AGENT
from forms_catalog.shared_steps import account_email, one_of, picked, when_it_happened
from tickets.states import Priority

EXEMPT = Is("exemption", "listed", "subsidiary", "regulated", "government", "sole_trader")


def _explained(cleaned: Answers, _asking: Asking) -> Mapping[str, ValidationError]:
    if cleaned["result"] == "differs" and not cleaned["result_note"]:
        return {"result_note": refusal("required", _("Write what is different"))}
    return {}


def _rest_explained(cleaned: Answers, _asking: Asking) -> Mapping[str, ValidationError]:
    if cleaned["rest"] == "other" and not cleaned["rest_note"]:
        return {"rest_note": refusal("required", _("Write who holds the rest"))}
    return {}


request = RequestType(
    slug="kyc-business",
    group=Group.IDENTITY,
    title=_("Verify a company and its owners"),
    tiles=(Tile.IDENTITY,),
    summary=_("You opened an account for a company, and the exchange must know who is behind it."),
    keywords="verify my company, verify a company, business verification, company verification, business account "
    "verification, beneficial owner, beneficial owners, ubo, ownership structure, who owns the company, "
    "shareholders, directors of the company, kyb, shares through a holding, holding company, vérifier ma société, "
    "vérifier mon entreprise, vérification d’entreprise, bénéficiaire effectif, bénéficiaires effectifs, "
    "actionnaires de la société, structure du capital, organigramme de détention, compte entreprise, open a "
    "company account, ouvrir un compte pour ma société, Kbis, company documents, directors and shareholders",
    access=Access.SIGNED_IN,
    queue="business-verification",
    base_priority=Priority.NORMAL,
    tags=("kyc:business",),
    minutes=15,
    intro=(
        _("We ask who acts for the company, who owns it, and who controls it. No documents are needed now."),
        _("A person can own a part directly, or through other companies. We add up both for you."),
    ),
    needs=(
        _("The company’s registration number and registered address"),
        _("Names and birth dates of its directors and of everybody who uses the account"),
        _("Who owns it, and which part: also of companies that own a part of it"),
    ),
    reply=_("An agent compares this with the company register. Then a letter asks for the documents."),
    next_steps=(
        READ_BY_AN_AGENT,
        _("A letter will ask you for the company’s documents. You send them from the status page."),
        NOT_AGAIN,
    ),
    steps=(
        Step(
            slug="company",
            title=_("What is the company called?"),
            hint=_("As in the company register."),
            fields=lambda: {
                "company_name": short_text(_("Legal name"), required=_("Enter the legal name of the company")),
                "trading_name": short_text(_("Trading name"), hint=_("If it does business under another name.")),
            },
        ),
        Step(
            slug="registration",
            title=_("Where is it registered?"),
            fields=lambda: {
                "company_country": country(
                    _("Country of registration"), required=_("Enter the country in which it is registered")
                ),
                "registration_number": short_text(
                    _("Registration number"),
                    hint=_("Its number in the company register. Never a tax number."),
                    required=_("Enter its number in the company register"),
                ),
            },
        ),
        picked(
            slug="company-type",
            name="company_type",
            title=_("What kind of company is it?"),
            options={
                "private": _("Private company"),
                "public": _("Public limited company"),
                "partnership": _("Partnership"),
                "sole_trader": _("Sole trader"),
                "association": _("Association or foundation"),
                "trust": _("Trust"),
                "public_body": _("Public body"),
                "other": _("Another kind"),
            },
            required=_("Select the kind of company"),
        ),
        when_it_happened(
            slug="registered-on",
            name="registered_on",
            title=_("When was it registered?"),
            required=_("Enter the day on which it was registered"),
        ),
        Step(
            slug="address",
            title=_("What is its registered address?"),
            fields=lambda: {
                "company_street": street(_("Street and number"), required=_("Enter street and number")),
                "company_city": city(_("City"), required=_("Enter the city")),
            },
        ),
        Step(
            slug="address-code",
            title=_("And its postal code?"),
            fields=lambda: {
                "company_postal_code": postal_code(_("Postal code")),
                "company_region": region(_("State or province"), hint=_("Only where addresses have one.")),
            },
            check=fits_the_country(country="company_country", code="company_postal_code", region="company_region"),
        ),
        one_of(
            slug="exemption",
            name="exemption",
            title=_("Is the company one of these?"),
            hint=_("If so, we do not ask for its owners. An agent checks it."),
            options={
                "none": _("None of these"),
                "listed": _("Listed on a stock exchange"),
                "subsidiary": _("More than half owned by a listed company"),
                "regulated": _("A bank or another regulated financial firm"),
                "government": _("A government body"),
                "sole_trader": _("A sole trader"),
            },
            required=_("Select one, or “None of these”"),
        ),
        Step(
            slug="people",
            title=_("Who acts for the company?"),
            hint=_(
                "Yourself first. Then every shareholder, director and representative who uses the account or acts "
                "for the company."
            ),
            fields=lambda: {
                "people": entries(
                    _("Who acts for the company?"),
                    kinds={"person": PERSON},
                    one=_("Add yourself"),
                    another=_("Add another person"),
                    none=_("Nobody is named yet."),
                    most=MOST_PEOPLE,
                    required=SENTENCES["opener"],
                )
            },
            check=opener_is_named,
        ),
        Step(
            slug="owners",
            title=_("Who owns the company?"),
            hint=_("Everybody who holds a part of it: people, and other companies with their own owners."),
            when=Not(EXEMPT),
            panel=Panel(template="includes/ownership_drawing.html"),
            fields=lambda: {
                "owners": entries(
                    _("Owners of the company"),
                    kinds=OWNER_KINDS,
                    top=IN_A_COMPANY,
                    one=_("Add an owner"),
                    another=_("Add another owner"),
                    none=_("Nobody is named yet. If the company has no owners, go on."),
                    most=MOST_OWNERS,
                    deepest=DEEPEST,
                    judge=refused_owner,
                    adds_up=level_in_words,
                    unsettles=("result",),
                )
            },
            check=refused_owners,
        ),
        Step(
            slug="rest",
            title=_("Who holds the rest?"),
            hint=_("The parts you named add up to less than the whole."),
            when=Not(EXEMPT),
            needless=nothing_is_left,
            told=whose_rest,
            fields=lambda: {
                "rest": choice(
                    _("Who holds the rest?"),
                    {
                        "many": _("Many people with small parts"),
                        "itself": _("The company itself"),
                        "nobody": _("Nobody: it has no owners, like an association"),
                        "other": _("Somebody else"),
                    },
                    required=_("Select who holds the rest"),
                ),
                "rest_note": details(_("In your own words"), minimum=0, maximum=2_000, required=False),
            },
            check=_rest_explained,
        ),
        Step(
            slug="control",
            title=_("Who has significant control?"),
            hint=_("One person who decides, like the majority holder, managing director or chief executive."),
            fields=lambda: {
                "control": entries(
                    _("Who has significant control?"),
                    kinds={"person": CONTROLLER},
                    one=_("Add this person"),
                    another=_("Add another person"),
                    none=_("Nobody is named yet. It may be somebody you have named before."),
                    most=3,
                    required=SENTENCES["control"],
                )
            },
        ),
        Step(
            slug="result",
            title=_("Is this right?"),
            when=Not(EXEMPT),
            panel=Panel(template="includes/ownership_result.html", content=result),
            fields=lambda: {
                "result": choice(
                    _("Does it fit what you know of the company?"),
                    {"right": _("Yes, it is right"), "differs": _("My figures are right, but there is more to it")},
                    required=_("Select whether it is right"),
                ),
                "result_note": details(
                    _("What is different?"),
                    hint=_("For example, somebody who decides by contract."),
                    minimum=0,
                    maximum=2_000,
                    required=False,
                ),
            },
            check=_explained,
        ),
        account_email,
        Step(
            slug="declarations",
            title=_("Confirm what you told us"),
            fields=lambda: {
                "declared": consent(
                    _("Everything here is true and complete, as far as I know"),
                    required=_("Tick the box to confirm that everything here is true"),
                ),
                "consent": consent(
                    _("You may check these details, and those of the people I named"),
                    required=_("Tick the box: without your agreement we cannot check these details"),
                ),
            },
        ),
    ),
    cautions=(
        Caution(
            when=EXEMPT,
            text=_("An agent checks that the exemption holds. If it does not, we will ask for the owners."),
        ),
    ),
    agent_checks=(
        _("Compare the company, its directors and its owners with the company register."),
        _("Screen everybody who is named."),
        _("Ask for the documents: reply, and choose “Ask for documents”."),
        Caution(when=EXEMPT, text=_("Check the exemption before anything else.")),
        Caution(when=Is("result", "differs"), text=_("The customer says that there is more to it than the figures.")),
    ),
)
