"""What every business request asks and says in the same way (domain §5 F), and what agents are told of its sender."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _

from attachments.limits import PDF
from forms_catalog.definition import Access, Answers, FilePolicy, Group, RequestType, SelfHelpStep, Step, Words
from forms_catalog.fields import country, details, full_name, short_text, website
from forms_catalog.shared_steps import other_email
from outbox.addresses import PUBLIC_PROVIDERS, domain_of
from tickets.compartments import Compartment

_BRANDS = """
adidas amazon apple binance blackrock bloomberg coinbase deloitte disney facebook fidelity goldman google ibm intel kraken
lvmh mastercard meta microsoft nasdaq netflix nike nvidia oracle paypal payward pwc revolut samsung sony spotify stripe
tesla tiktok twitter uber visa
"""
BRANDS = _BRANDS.split()
"""Names that people borrow who are somebody else; none of these companies writes from a free mailbox."""

ANSWERED_IN = _("We answer within 5 to 10 working days.")
NOT_YOUR_ACCOUNT = _("This is no place for help with an account: the people who read it see none.")

WHAT_NEXT = (
    _("The people of this team read your message and answer by email and on the status page."),
    ANSWERED_IN,
    _("If it does not fit, we say so. There is no need to send it again."),
)

NEED_HELP = SelfHelpStep(
    _("You need help with your account"),
    _("Choose the request that names your problem. The people here see no accounts and cannot help."),
)
A_TOKEN = SelfHelpStep(
    _("You would like a token to be listed"),
    _(
        "Listings have a form of their own on the exchange’s site. Nobody here decides on them, and no fee is ever asked."
    ),
)
WHAT_HELPS = SelfHelpStep(
    _("Say it in figures"),
    _("Who you are, what you propose, for whom and when: with that, the first answer can be the last."),
)

who_you_are = Step(
    slug="you",
    title=_("Who are you?"),
    fields=lambda: {
        "name": full_name(_("Your name"), required=_("Enter your name")),
        "role": short_text(_("Your role there"), required=_("Enter your role, such as “head of events”")),
    },
)
company = Step(
    slug="company",
    title=_("Which company or organisation is it about?"),
    fields=lambda: {
        "company": short_text(_("Company or organisation"), required=_("Enter the name of the company")),
        "website": website(_("Its website"), hint=_("For example www.example.com.")),
    },
)
where = Step(
    slug="country",
    title=_("Which country are you in?"),
    fields=lambda: {"country": country(_("Country"), required=_("Enter the country you are in"))},
)
WHO_OFFERS = (who_you_are, company, where, other_email(when=None))
"""How an offer ends: who makes it, for whom, from where, and where our answer goes."""

DECK = FilePolicy(
    title=_("Add a presentation, if you have one"),
    hint=_("As a PDF. You can also go on without."),
    roles={"presentation": _("Presentation"), "other": _("Something else")},
    only=(PDF,),
)


def proposal(*, title: Words, hint: Words) -> Step:
    """Asks for the proposal in the sender's own words."""
    return Step(
        slug="summary",
        title=title,
        hint=hint,
        fields=lambda: {
            "summary": details(title, minimum=50, maximum=5_000, empty=_("Write what it is about, in a few sentences"))
        },
    )


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """A well-known name from a mailbox that anybody can have."""
    claimed = re.findall(r"\w+", " ".join(str(answers.get(each, "")) for each in ("company", "entity")).casefold())
    brand = next((each for each in BRANDS if each in claimed), "")
    if brand and domain_of(str(answers.get("contact_email", ""))) in PUBLIC_PROVIDERS:
        return (
            _("Names a well-known company, yet writes from a free mailbox: make sure who it is before you answer."),
        )
    return ()


business_request = partial(
    RequestType,
    group=Group.BUSINESS,
    access=Access.ANYONE,
    compartment=Compartment.BUSINESS,
    reply=ANSWERED_IN,
    next_steps=WHAT_NEXT,
    facts=facts,
    files=DECK,
)
"""A request type of this group: it goes to people who see no accounts, and answer within working days."""
