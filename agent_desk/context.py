"""What every template may use of the agents' pages; nothing is asked of the database until one does."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from agent_desk.urgent import urgent_unassigned


def agents_page(request: HttpRequest) -> dict[str, Any]:
    """The urgent requests that are nobody's yet."""
    return {"urgent": SimpleLazyObject(lambda: urgent_unassigned(agent=request.user))}
