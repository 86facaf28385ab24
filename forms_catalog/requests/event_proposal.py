"""An event is proposed: to sponsor, to speak at, to hold together (domain F2)."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.business_steps import NEED_HELP, NOT_YOUR_ACCOUNT, WHAT_HELPS, WHO_OFFERS, business_request, proposal
from forms_catalog.definition import Answers, Asking, SelfHelp, SelfHelpStep, Step, Words
from forms_catalog.errors import refusal
from forms_catalog.fields import coming_day, details, is_to_come, short_text
from forms_catalog.shared_steps import a_line, one_of
from tickets.states import Priority


def days_in_order(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """Both days are to come, and the last is not before the first."""
    past = is_to_come("date_from")(cleaned, asking) or is_to_come("date_to")(cleaned, asking)
    if not past and cleaned["date_to"] < cleaned["date_from"]:
        return {"date_to": refusal("before_start")}
    return past


request = business_request(
    slug="event-proposal",
    title=_("Event proposal"),
    summary=_("A conference, meeting or competition that we could take part in."),
    keywords="event, event proposal, conference, sponsor our event, sponsorship, sponsor, speaker, speak at our "
    "conference, meetup, hackathon, exhibition stand, trade fair, booth, évènement, proposition d’évènement, "
    "événement, conférence, salon, sponsoriser, sponsor, parrainage, intervenant, prendre la parole, rencontre, "
    "stand, invite you to our event, university event, invitation à une conférence",
    queue="events",
    base_priority=Priority.LOW,
    tags=("biz:event",),
    minutes=6,
    intro=(_("For events that you would like us to sponsor, speak at or hold with you."), NOT_YOUR_ACCOUNT),
    needs=(_("Name, days and place of the event"), _("What it costs, and what we would get")),
    self_help=SelfHelp(
        informs=True,
        title=_("The usual questions about events"),
        intro=_("This may answer yours at once. If not, go on."),
        steps=(
            SelfHelpStep(
                _("Write at least two months ahead"),
                _("Plans and budgets are made early: what begins sooner can rarely be added."),
            ),
            SelfHelpStep(
                _("You would like to attend one of ours"),
                _("They are announced on the exchange’s site, with their own way to sign up."),
            ),
            WHAT_HELPS,
            NEED_HELP,
        ),
    ),
    steps=(
        a_line(
            slug="event",
            name="event_name",
            title=_("What is the event called?"),
            required=_("Enter the name of the event"),
        ),
        Step(
            slug="days",
            title=_("When does it take place?"),
            hint=_("For a single day, enter it twice."),
            fields=lambda: {
                "date_from": coming_day(_("First day"), required=_("Enter the first day")),
                "date_to": coming_day(_("Last day"), required=_("Enter the last day")),
            },
            check=days_in_order,
        ),
        a_line(
            slug="place",
            name="place",
            title=_("Where does it take place?"),
            hint=_("A city and country, or “online”."),
            required=_("Enter where it takes place"),
        ),
        one_of(
            slug="audience",
            name="audience_size",
            title=_("How many people do you expect?"),
            options={
                "under_100": _("Fewer than 100"),
                "under_1000": _("100 to 1,000"),
                "under_10000": _("1,000 to 10,000"),
                "more": _("More than 10,000"),
            },
            required=_("Select how many people you expect"),
        ),
        proposal(title=_("What is it about?"), hint=_("More detail is better: subjects, speakers, who comes.")),
        Step(
            slug="terms",
            title=_("What would we get, and what does it cost?"),
            fields=lambda: {
                "what_we_get": details(
                    _("What we would get"), maximum=2_000, empty=_("Write what we would get, such as a talk or a stand")
                ),
                "cost": short_text(
                    _("What it costs, with the currency"), required=_("Enter what it costs, or “nothing”")
                ),
            },
        ),
        *WHO_OFFERS,
    ),
)
