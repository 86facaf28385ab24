"""Who agents are: the groups that ship by migration, and what each may do."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AGENTS = "agents"
SUPERVISORS = "supervisors"
SECURITY = "security"
TAX = "tax"
BUSINESS = "business"
HR = "hr"


class Role(models.TextChoices):
    """What an agent is hired to do; the code is what commands take."""

    AGENT = "agent", _("Agent")
    SECURITY = "security", _("Agent for access and security")
    SUPERVISOR = "supervisor", _("Supervisor")
    TAX = "tax", _("Specialist for tax")
    BUSINESS = "business", _("Business and events")
    HR = "hr", _("Hiring")


GROUP_OF = {
    Role.AGENT: AGENTS,
    Role.SECURITY: SECURITY,
    Role.SUPERVISOR: SUPERVISORS,
    Role.TAX: TAX,
    Role.BUSINESS: BUSINESS,
    Role.HR: HR,
}

SEE = "tickets.view_ticket"
CHANGE = "tickets.change_ticket"
SEE_FILES = "attachments.view_attachment"
RETRY_FILES = "attachments.change_attachment"
MERGE_ACROSS_PEOPLE = "tickets.merge_across_people"
MERGE_RESTRICTED = "tickets.merge_restricted"
SEE_RESTRICTED = "attachments.view_restricted"


def is_agent(user: "User | AnonymousUser") -> bool:
    """Whether a signed-in person may open the agents' pages."""
    return user.is_active and user.is_staff and user.has_perm(SEE)


def name_of(user: "User | None") -> str:
    """How colleagues know an agent: the name if there is one, else the address."""
    return (user.get_full_name() or user.get_username()) if user else ""
