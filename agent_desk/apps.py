"""Names the app for Django."""

from django.apps import AppConfig


class AgentDeskConfig(AppConfig):
    """The agents' pages, and the two groups that open them."""

    name = "agent_desk"
