"""When and how we can be reached: what opening hours, phone numbers and addresses are asked for (domain 6.5)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Group
from forms_catalog.pointer import Pointer, Way

pointer = Pointer(
    slug="reaching-us",
    group=Group.GENERAL,
    title=_("Opening hours and how to reach us"),
    summary=_("When we answer, and how to speak to an agent."),
    keywords="opening hours, opening times, office hours, when are you open, are you open today, business hours, what time do you "
    "close, weekend, your phone number, support number, customer service number, hotline, live chat, chat with an "
    "agent, where is your office, office address, headquarters, visit you, contact details, how do I reach you, "
    "horaires, horaires d’ouverture, heures d’ouverture, êtes-vous ouverts, numéro de téléphone du support, numéro du service "
    "client, tchat, discuter avec un agent, où sont vos bureaux, adresse de vos bureaux, siège social, "
    "coordonnées, comment vous contacter",
    paragraphs=(
        _("You can write to us here at any time, day and night. Agents usually answer within one or two working days."),
        _("There is no number to call. A number, a chat or an address that you find elsewhere may belong to a thief."),
    ),
    steps=(
        _("Choose the request that fits. If none does, choose “Something else”."),
        _("You have already written? The link in our email opens your request and its answers."),
        _("For a pressing case, ask for a call. You choose among the hours when agents are there."),
    ),
    ways=(
        Way(to="general", label=_("Write to us")),
        Way(to="phone-callback", label=_("Ask for a call")),
        Way(to="report-phishing", label=_("Somebody gave me a number or an address of yours")),
    ),
)
