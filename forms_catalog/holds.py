"""Says when a hold on withdrawals ends, on the clock of the person who waits for it (domain D2, D4)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Asking, Ending
from forms_catalog.fields import Moment, moment_or_day
from forms_catalog.local_times import clock
from forms_catalog.zones import zone_in_words

END_HOLD = "end-hold"


def end_of_hold(*, begun: str, hours: int, asking: Asking) -> Ending | None:
    """The page that names the end of a hold; None when it is over, or began at a time that nobody knows.

    In: `begun` as a moment is kept. By duration, so that the hour moves with the clocks.
    """
    since = moment_or_day(begun) if begun else None
    if not isinstance(since, Moment):
        return None
    ends = since.at + timedelta(hours=hours)
    if ends <= asking.now:
        return None
    return Ending(
        slug=END_HOLD,
        title=format_lazy(_("The hold ends at {time}"), time=clock(ends, asking.now, ZoneInfo(since.zone))),
        paragraphs=(
            _(
                "Until then nobody can shorten it, not even support. It protects you if somebody else got into your account."
            ),
            _("You can trade meanwhile. The hold covers what you bought or deposited, not more."),
            format_lazy(_("Times are those of {zone}. Nothing was sent."), zone=zone_in_words(name=since.zone)),
        ),
        anyway=_("Something else is wrong: go on"),
    )
