"""Days and moments in words, for templates."""

from datetime import date, datetime

from django import template

from operations import dates

register = template.Library()


@register.filter(expects_localtime=True)
def day_in_words(day: date) -> str:
    """A day as the page's language writes it."""
    return dates.day_in_words(day)


@register.filter(expects_localtime=True)
def moment_in_words(at: datetime) -> str:
    """A day and a time of day, as the page's language writes them."""
    return dates.moment_in_words(at)
