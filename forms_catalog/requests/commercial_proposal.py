"""A product, a service or space in a medium is offered (domain F3)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.business_steps import NEED_HELP, NOT_YOUR_ACCOUNT, WHAT_HELPS, WHO_OFFERS, business_request, proposal
from forms_catalog.definition import SelfHelp, SelfHelpStep
from forms_catalog.shared_steps import a_line, one_of
from tickets.states import Priority

request = business_request(
    slug="commercial-proposal",
    title=_("Commercial proposal"),
    summary=_("You offer us a product, a service or advertising."),
    keywords="commercial proposal, sell you something, offer a product, offer our services, supplier, vendor, quote, "
    "advertising, media kit, sponsored article, affiliate, influencer, proposition commerciale, vendre un "
    "produit, proposer nos services, fournisseur, prestataire, devis, publicité, article sponsorisé, affiliation, "
    "influenceur, marketing agency, our agency offers, translation services, offre de services, agence de "
    "communication, offre commerciale",
    queue="bizdev",
    base_priority=Priority.LOW,
    tags=("biz:offer",),
    minutes=5,
    intro=(_("For whoever would like to sell us something or advertise for us."), NOT_YOUR_ACCOUNT),
    needs=(_("What you offer, in a few sentences"), _("A presentation as a PDF, if you have one")),
    self_help=SelfHelp(
        informs=True,
        title=_("The usual offers"),
        intro=_("This may save you the form. If not, go on."),
        steps=(
            SelfHelpStep(
                _("You would like to recommend us and earn by it"),
                _("There is a programme for that on the exchange’s site, open to everybody who qualifies."),
            ),
            SelfHelpStep(
                _("You offer contact lists, followers or reviews"),
                _("We buy none of these, and do not answer such offers."),
            ),
            WHAT_HELPS,
            NEED_HELP,
        ),
    ),
    steps=(
        one_of(
            slug="kind",
            name="offer_kind",
            title=_("What do you offer?"),
            options={
                "product": _("A product"),
                "service": _("A service"),
                "media": _("Advertising or a medium"),
                "affiliate": _("Recommendations to your audience"),
            },
            required=_("Select what you offer"),
        ),
        proposal(title=_("Tell us about your offer"), hint=_("More detail is better: what it does, and for whom.")),
        a_line(
            slug="price",
            name="price_range",
            title=_("What does it cost, roughly?"),
            hint=_("A range with its currency is enough."),
            skip=_("Not settled yet"),
        ),
        *WHO_OFFERS,
    ),
)
