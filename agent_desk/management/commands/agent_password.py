"""manage.py agent_password: lets an agent in again who has lost the password, the phone, or both."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from agent_desk import demo_door
from agent_desk.set_up_links import issue_set_up_link
from agent_desk.staffing import NoSuchAgent, find_agent, lock_out, new_password
from operations.commands import OK, REFUSED, OpsCommand, Outcome


class Command(OpsCommand):
    """Takes an agent's password, app and recovery codes away, ends their sessions, and prints a set-up link for new ones.

    The demo agent of a portal on one's own machine, who needs no app, gets a password at once.
    """

    help = "Ends an agent's old way in and prints a set-up link, for one use within 24 hours."
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
            agent = find_agent(email=email)
        except NoSuchAgent:
            return Outcome(
                code=REFUSED,
                data={"error": "unknown"},
                summary=f"There is no agent {email}. To make one: manage.py agent_create --email {email} --name NAME",
            )
        if options["dry_run"]:
            data = {"email": email, "link": "", "password": ""}
            return Outcome(data=data, summary=f"Would end 1 way in and make a set-up link: {email}")
        if demo_door.opens_for(agent):
            password = new_password(agent=agent)
            return Outcome(
                code=OK,
                data={"email": email, "link": "", "password": password},
                lines=[f"Password (shown once): {password}"],
                summary=f"1 password renewed: {email}",
            )
        lock_out(agent=agent)
        link = issue_set_up_link(agent=agent, now=timezone.now())
        return Outcome(
            code=OK,
            data={"email": email, "link": link, "password": ""},
            lines=[f"Set-up link, for one use within 24 hours (shown once): {link}"],
            summary=f"1 way in renewed: {email}. The old password, app and recovery codes no longer work.",
        )
