"""What doctor looks at for the agents' desk: whether an urgent request wakes anybody."""

from django.conf import settings

from operations.doctor import OK, WARNING, Finding, check


@check(name="on-duty", why="An urgent request must reach somebody also while nobody looks at the agents' pages.")
def somebody_is_on_duty() -> Finding:
    """Whether there is a mailbox to tell."""
    if not settings.ON_DUTY_ADDRESS:
        mend = "ON_DUTY_ADDRESS=on-duty@example.com"
        return Finding(
            state=WARNING, result="nobody is on duty: urgent requests are told to open pages only", mend=mend
        )
    return Finding(state=OK, result="urgent requests are told to a mailbox")
