"""Says a moment in the words of somebody's own clock: “20:30”, or “01:00 on 6 March” when it is another day there."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from operations.dates import day_in_words


def _clock(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    there, today = moment.astimezone(zone), now.astimezone(zone).date()
    time = date_format(there, "TIME_FORMAT")
    if there.date() == today:
        return str(time)
    return _("%(time)s on %(day)s") % {"time": time, "day": day_in_words(there, with_year=there.year != today.year)}


clock = lazy(_clock, str)
"""In: the moment, now and the person's zone. Out: lazy words, in the language of whoever reads them."""


in_full = lazy(day_in_words, str)
"""In: a day. Out: its lazy words with the year."""


def months_after(day: date, months: int) -> date:
    """The same day some calendar months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _day_after_months(moment: datetime, months: int) -> str:
    return day_in_words(months_after(moment.date(), months))


day_after_months = lazy(_day_after_months, str)
"""In: a moment and a number of months. Out: the lazy words of the day on which they are over."""
