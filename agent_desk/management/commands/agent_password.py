"""manage.py agent_password: renews an agent's password."""

from argparse import ArgumentParser
from typing import Any

from agent_desk.staffing import NoSuchAgent, find_agent, new_password
from operations.commands import OK, REFUSED, OpsCommand, Outcome


class Command(OpsCommand):
    """Gives an agent a fresh password, prints it once and ends the agent's sessions."""

    help = "Gives an agent a fresh password and prints it once."
    changes = True
    examples = ("manage.py agent_password --email lea@example.com",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        super().add_arguments(parser)
        parser.add_argument("--email", required=True, help="the address the agent signs in with")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Renew it."""
        email = options["email"].strip().lower()
        try:
            if options["dry_run"]:
                agent = find_agent(email=email)
                data = {"email": agent.get_username(), "password": ""}
                return Outcome(data=data, summary=f"Would renew 1 password: {email}")
            password = new_password(email=email)
        except NoSuchAgent:
            return Outcome(
                code=REFUSED,
                data={"error": "unknown"},
                summary=f"There is no agent {email}. To make one: manage.py agent_create --email {email} --name NAME",
            )
        return Outcome(
            code=OK,
            data={"email": email, "password": password},
            lines=[f"Password (shown once): {password}"],
            summary=f"1 password renewed: {email}",
        )
