"""Says days and moments in words as a language writes them, which formats alone cannot: “1er mars”, but “2 mars”."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day_in_words(day: date, *, with_year: bool = True) -> str:
    """A day without its weekday: “24 November 2026”."""
    month = date_format(day, "F Y" if with_year else "F")
    # Translators: the first day of a month is written differently in some languages: “1er mars”.
    return (_("1 %(month)s") if day.day == 1 else _("%(day)d %(month)s")) % {"day": day.day, "month": month}


def moment_in_words(at: datetime) -> str:
    """A day and a time of day, on the clocks that the moment is given in: “24 November 2026, 18:00”."""
    # Translators: a day and a time of day, such as “24 November 2026, 18:00”.
    return _("%(day)s, %(time)s") % {"day": day_in_words(at), "time": date_format(at, "TIME_FORMAT")}
