"""manage.py agent_create: makes an agent or supervisor."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from agent_desk.roles import Role
from agent_desk.set_up_links import issue_set_up_link
from agent_desk.staffing import AgentExists, NotAnAddress, create_agent, new_address
from operations.commands import OK, REFUSED, USAGE, OpsCommand, Outcome


class Command(OpsCommand):
    """Makes somebody who may open the agents' pages, and prints the link they set themselves up with."""

    help = "Makes an agent and prints a set-up link, for one use within 24 hours."
    changes = True
    examples = (
        'manage.py agent_create --email lea@example.com --name "Léa Martin" --role agent',
        'manage.py agent_create --email sam@example.com --name "Sam Doe" --role supervisor',
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and what they may do. A password is never an argument: others could read it."""
        super().add_arguments(parser)
        parser.add_argument("--email", required=True, help="what the agent signs in with")
        parser.add_argument("--name", required=True, help="how colleagues know the agent")
        parser.add_argument("--role", choices=Role.values, default=Role.AGENT.value)

    def run(self, options: dict[str, Any]) -> Outcome:
        """Make the agent."""
        role = Role(options["role"])
        try:
            if options["dry_run"]:
                address = new_address(email=options["email"])
                data = {"email": address, "role": role.value, "link": ""}
                return Outcome(data=data, summary=f"Would make 1 {role.value}: {address}")
            agent = create_agent(email=options["email"], name=options["name"], role=role)
        except NotAnAddress:
            return Outcome(
                code=USAGE,
                data={"error": "not_an_address"},
                summary=f"{options['email']!r} is not an email address.",
            )
        except AgentExists as exists:
            return Outcome(
                code=REFUSED,
                data={"error": "exists"},
                summary=f"There already is {exists}. A new way in: manage.py agent_password --email {exists}",
            )
        link = issue_set_up_link(agent=agent, now=timezone.now())
        return Outcome(
            code=OK,
            data={"email": agent.get_username(), "role": role.value, "link": link},
            lines=[f"Set-up link, for one use within 24 hours (shown once): {link}"],
            summary=f"1 {role.value} made: {agent.get_username()}",
        )
