"""A partnership or an integration is proposed (domain F1)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.business_steps import (
    A_TOKEN,
    NEED_HELP,
    NOT_YOUR_ACCOUNT,
    WHAT_HELPS,
    WHO_OFFERS,
    business_request,
    proposal,
)
from forms_catalog.definition import Ending, Is, SelfHelp, SelfHelpStep, Step
from forms_catalog.fields import short_text
from forms_catalog.shared_steps import one_of
from tickets.states import Priority

request = business_request(
    slug="business-development",
    title=_("Business development"),
    summary=_("You propose a partnership, an integration or a project with us."),
    keywords="business development, partnership, partner with you, work with you, become a partner, integration, integrate "
    "your exchange, collaboration, joint project, white label, listing, list my token, list our coin, "
    "développement commercial, partenariat, devenir partenaire, travailler avec vous, collaborer avec vous, "
    "collaboration, intégration, projet commun, marque blanche, lister mon jeton, faire coter un token, get my "
    "coin listed, our project would like to work with you, faire lister notre projet, proposition de partenariat",
    queue="bizdev",
    base_priority=Priority.LOW,
    tags=("biz:dev",),
    minutes=5,
    intro=(_("For companies and projects that would like to build something with us."), NOT_YOUR_ACCOUNT),
    needs=(_("What you propose, in a few sentences"), _("A presentation as a PDF, if you have one")),
    self_help=SelfHelp(
        informs=True,
        title=_("The usual proposals, answered at once"),
        intro=_("Most messages are about one of these. If yours is not, go on."),
        steps=(
            A_TOKEN,
            SelfHelpStep(
                _("You would like to trade by program"),
                _(
                    "The programming interface is open to every verified customer, and documented on the exchange’s site."
                ),
            ),
            SelfHelpStep(
                _("You have something to sell, or plan an event"),
                _("There is a commercial proposal and an event proposal: they reach the right people sooner."),
            ),
            NEED_HELP,
            WHAT_HELPS,
        ),
    ),
    steps=(
        one_of(
            slug="area",
            name="area",
            title=_("What is your proposal about?"),
            options={
                "partnership": _("A partnership"),
                "integration": _("A technical integration"),
                "payments": _("Payments and banking"),
                "education": _("Teaching or research"),
                "listing": _("The listing of a token"),
                "other": _("Something else"),
            },
            required=_("Select what your proposal is about"),
        ),
        proposal(title=_("What do you propose?"), hint=_("More detail is better: for whom, how, and what it brings.")),
        Step(
            slug="when-where",
            title=_("When and where would it begin?"),
            skip=_("Not settled yet"),
            fields=lambda: {
                "timeline": short_text(_("When")),
                "region": short_text(_("Region")),
            },
        ),
        *WHO_OFFERS,
    ),
    endings=(
        Ending(
            slug="end-listing",
            when=Is("area", "listing"),
            title=_("Listings have a form of their own"),
            paragraphs=(
                _("Tickets and messages about listings are not answered, here or anywhere else. Nothing was sent."),
                _("No fee is ever asked for a listing. Whoever asks you for one is not us."),
            ),
            steps=(
                _("Open the exchange’s own site from your bookmark, and look for its form for listings."),
                _("Send it once. You hear from us only if we go on with it."),
            ),
        ),
    ),
)
