"""Says which conversations are about security, and which merges would open restricted documents to more people (domain §4.7 M8)."""

from tickets.models import Ticket

SECURITY_QUEUES = ("security-response", "account-access")
"""The queues whose people may open restricted documents."""


def is_about_security(*, ticket: Ticket) -> bool:
    """Whether a ticket is of a security queue, or holds restricted documents itself."""
    return ticket.restricted or ticket.queue in SECURITY_QUEUES


def opens_restricted(*, child: Ticket, target: Ticket) -> bool:
    """Whether this merge would bring restricted documents into a conversation that is not about security."""
    if is_about_security(ticket=target):
        return False
    return child.restricted or Ticket.objects.filter(survivor=child, restricted=True).exists()
