"""Fees, limits and settings: what the exchange's own pages say first, then a question to us (domain D7)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Group
from forms_catalog.pointer import Pointer, Way

pointer = Pointer(
    slug="fees-or-general-account",
    group=Group.MONEY,
    title=_("Fees, limits and settings"),
    summary=_("Where each fee and each limit stands, and how to change your settings."),
    keywords="fees, trading fees, withdrawal fees, fee schedule, how much does it cost, why was I charged a fee, commission, "
    "account limits, how much can I withdraw, preferences, change my currency, display currency, notification settings, dark "
    "mode, change language, frais, frais de trading, frais de retrait, grille tarifaire, tarifs, combien ça coûte, pourquoi "
    "ces frais, limites du compte, combien puis-je retirer, préférences, changer la devise, réglages de notifications, changer "
    "la langue",
    paragraphs=(
        _(
            "Your own fees and limits stand in your account. They depend on your country, your level and what you trade."
        ),
        _(
            "Support sees the same figures as you and cannot change them. We gladly explain one that you do not understand."
        ),
    ),
    steps=(
        _("Fees of a trade: the order form shows them before you confirm, and the history shows them after."),
        _(
            "Fees of a withdrawal: the page shows the fee of each network before you confirm. Another network may cost less."
        ),
        _("Limits: open your profile, then Verification. Each level shows its limits, and what the next one needs."),
        _("Settings: language, currency, notifications and appearance are under your profile, then Preferences."),
    ),
    ways=(
        Way(to="general", label=_("I still need help"), gives={"topic": "fees"}),
        Way(to="account-features", label=_("My account lacks something")),
    ),
)
