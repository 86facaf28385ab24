"""A company, fund or bank asks about trading with us (domain F5)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.business_steps import NEED_HELP, business_request, where, who_you_are
from forms_catalog.definition import Caution, Is, SelfHelp, SelfHelpStep, Step
from forms_catalog.fields import details, short_text, website
from forms_catalog.shared_steps import any_of, one_of, other_email
from tickets.states import Priority

request = business_request(
    slug="institutional-enquiry",
    title=_("Institutional and trading services"),
    summary=_("Your company, fund or bank would like to trade or hold assets with us."),
    keywords="institutional, institutional account, institutional services, OTC desk, OTC, over the counter, large trades, "
    "prime brokerage, custody, hedge fund, family office, market maker, high volume trading, corporate "
    "treasury, services institutionnels, institutionnel, gré à gré, gros volumes, fonds d’investissement, "
    "conservation d’actifs, teneur de marché, trésorerie d’entreprise, buy large volumes for a fund, corporate "
    "trading account, asset manager, acheter de gros volumes, société de gestion",
    queue="bizdev",
    base_priority=Priority.NORMAL,
    tags=("biz:inst",),
    minutes=5,
    intro=(
        _("For companies, funds and banks that would like to trade, hold or use crypto-assets with us."),
        _("Give no account numbers and no balances here: they are not needed yet."),
    ),
    needs=(_("The legal name of your organisation"), _("A rough idea of your monthly volume")),
    agent_checks=(
        Caution(when=Is("wants_call", "yes"), text=_("They would like a call: propose times in your answer.")),
    ),
    self_help=SelfHelp(
        informs=True,
        title=_("The usual questions of institutions"),
        intro=_("This may answer yours at once. If not, go on."),
        steps=(
            SelfHelpStep(
                _("You would like to open a company account"),
                _("It is opened on the exchange’s own site, and verified with the papers of the company."),
            ),
            SelfHelpStep(
                _("You would like to know fees and limits"),
                _("They are published on the exchange’s site, with what changes as volume grows."),
            ),
            NEED_HELP,
        ),
    ),
    steps=(
        Step(
            slug="entity",
            title=_("Which organisation do you write for?"),
            fields=lambda: {
                "entity": short_text(_("Legal name"), required=_("Enter the legal name of your organisation")),
                "website": website(_("Its website"), hint=_("For example www.example.com.")),
            },
        ),
        one_of(
            slug="volume",
            name="volume_band",
            title=_("How much would you trade in a month?"),
            hint=_("Roughly, in US dollars."),
            options={
                "under_1m": _("Less than 1 million"),
                "under_10m": _("1 to 10 million"),
                "under_100m": _("10 to 100 million"),
                "more": _("More than 100 million"),
                "unsure": _("I don’t know"),
            },
            required=_("Select a volume, or “I don’t know”"),
        ),
        any_of(
            slug="products",
            name="products",
            title=_("What would you like to use?"),
            hint=_("Tick all that apply."),
            required=_("Tick what you would like to use"),
            options={
                "spot": _("Spot trading"),
                "otc": _("Trades over the counter"),
                "custody": _("Safekeeping of assets"),
                "derivatives": _("Futures and options"),
                "api": _("The programming interface"),
                "other": _("Something else"),
            },
        ),
        Step(
            slug="more",
            title=_("Is there anything further on your account or trading?"),
            skip=_("Nothing to add"),
            fields=lambda: {"more_info": details(_("What we should know"), minimum=0, maximum=5_000, required=False)},
        ),
        who_you_are,
        where,
        one_of(
            slug="call",
            name="wants_call",
            title=_("Would you like us to call you?"),
            hint=_("If so, we propose times in our answer. Give no number here."),
            options={"yes": _("Yes"), "no": _("No, an email is enough")},
            required=_("Select whether we should call you"),
        ),
        other_email(when=None),
    ),
)
