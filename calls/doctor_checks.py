"""The check on opening hours: whether they can be read, and leave customers anything to choose."""

from calls.opening import HoursMistake, read_hours
from calls.slots import offered
from operations.clock import database_now
from operations.doctor import ERROR, OK, WARNING, Finding, check

FEWEST_DAYS = 3
"""A video call is proposed on so many days."""


@check(name="calls", why="Without open hours nobody can be called, and two forms lead nowhere.")
def calls_can_be_chosen() -> Finding:
    """How many days of the coming week have a time to choose, on the clocks of each team."""
    try:
        who = read_hours()
    except HoursMistake as mistake:
        return Finding(state=ERROR, result=str(mistake), mend="mend the file that OPENING_HOURS names")
    now = database_now()
    days = min(len(offered(now=now, zone=team.zone.key, who=who)) for team in who)
    if days < FEWEST_DAYS:
        result = f"only {days} of the coming 7 days have a time to choose"
        return Finding(state=WARNING, result=result, mend="manage.py calls_hours shows hours and holidays")
    return Finding(state=OK, result=f"{len(who)} teams, {days} of the coming 7 days have a time to choose")
