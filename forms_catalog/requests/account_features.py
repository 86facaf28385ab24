"""Something an account can or cannot do: limits, levels, products, regions (domain B9)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Caution, Ending, Group, HandOver, Is, RequestType, Step
from forms_catalog.fields import country
from forms_catalog.shared_notices import ACCOUNT_EMAIL, SCREENSHOT, WHAT_NEXT
from forms_catalog.shared_steps import a_line, account_email, description, one_of
from tickets.states import Priority

request = RequestType(
    slug="account-features",
    group=Group.IDENTITY,
    title=_("Your account’s features"),
    summary=_("A limit, a level or a product that your account does not have."),
    keywords="account features, feature not available, feature missing, raise my limit, increase my limit, deposit limit, "
    "withdrawal limit too low, account limits, higher verification level, upgrade my account level, eligible for "
    "margin, enable margin, enable futures, futures not available, staking not available, why can I not stake, "
    "subaccount, create a subaccount, API access, not available in my country, region restricted, restricted in "
    "my region, fonctionnalités du compte, fonction indisponible, option absente de mon compte, augmenter ma "
    "limite, plafond de retrait, plafond de dépôt, limites du compte, niveau de vérification supérieur, passer au "
    "niveau supérieur, activer la marge, activer les futures, staking indisponible, sous-compte, créer un "
    "sous-compte, accès API, pas disponible dans mon pays, restriction régionale, why is staking not available, "
    "higher limits, augmenter mes plafonds, limits too low, limites trop basses",
    access=Access.SIGNED_IN,
    queue="general",
    base_priority=Priority.LOW,
    tags=("account:features",),
    minutes=4,
    intro=(
        _("For something that your account does not offer, or no longer offers."),
        _("We explain why, and what you can do. We give no advice on what to buy or sell."),
    ),
    needs=(ACCOUNT_EMAIL, _("What you see: the exact words, or a screenshot")),
    reply=_("We usually answer within two working days."),
    next_steps=WHAT_NEXT,
    steps=(
        one_of(
            slug="feature",
            name="feature",
            title=_("What is it about?"),
            options={
                "limits": _("Limits on deposits or withdrawals"),
                "level": _("The level of verification"),
                "margin": _("Margin"),
                "futures": _("Futures"),
                "staking": _("Staking"),
                "subaccounts": _("Subaccounts"),
                "api": _("API"),
                "region": _("Something that my country does not have"),
                "other": _("Something else"),
            },
            required=_("Select what it is about"),
        ),
        a_line(
            slug="seen",
            name="what_you_see",
            title=_("What do you see?"),
            hint=_("The exact words on the page, if there are any."),
            required=_("Write what you see"),
        ),
        a_line(
            slug="expected",
            name="expected",
            title=_("What did you expect?"),
            skip=_("I don’t know"),
        ),
        Step(
            slug="country",
            title=_("Which country do you live in?"),
            hint=_("What is offered depends on it."),
            fields=lambda: {"country": country(_("Country of residence"), required=_("Enter the country you live in"))},
        ),
        account_email,
        description(
            title=_("Tell us more"), hint=_("What you tried, and since when. Never write a code or a password.")
        ),
    ),
    cautions=(
        Caution(
            when=Is("feature", "margin", "futures", "staking"),
            text=_(
                "These products are not offered everywhere, nor to everybody. An agent explains the rule, and cannot change it."
            ),
        ),
    ),
    endings=(
        Ending(
            slug="end-level",
            when=Is("feature", "level"),
            title=_("A higher level is a verification"),
            paragraphs=(
                _(
                    "You ask for it yourself, in the exchange’s settings, with the documents that it names. Nothing was sent."
                ),
            ),
            steps=(
                _("Open the exchange from your own bookmark, and sign in."),
                _("Open your profile, then Verification, and choose the next level."),
                _("If it refuses a document, or nothing moves for days, tell us here."),
            ),
            offer=HandOver(
                to="kyc-individual",
                leave=("description",),
                notice=_("Tell us here where your verification does not go on. Your answers came along."),
            ),
            anyway=_("My question is another one: go on"),
        ),
        Ending(
            slug="end-region",
            when=Is("feature", "region"),
            title=_("What is offered depends on where you live"),
            paragraphs=(
                _(
                    "Laws differ from country to country, and the exchange may offer less in some. Nobody at support can change that."
                ),
                _("If you moved, change your address first: what you are offered follows from it. Nothing was sent."),
            ),
            anyway=_("I have another question about it: go on"),
        ),
    ),
    files=SCREENSHOT,
    agent_checks=(
        _("Say which rule applies and where it stands. Give no advice on investing."),
        Caution(
            when=Is("feature", "region"),
            text=_("The person read that rules follow the country. Look whether they moved."),
        ),
    ),
)
