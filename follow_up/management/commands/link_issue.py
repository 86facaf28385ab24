"""manage.py link_issue: makes a new link to a request's status page and prints it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from follow_up.link_command import LinkCommand
from operations.commands import Outcome
from tickets.actions.renew_link import renew_link
from tickets.links import token_of
from tickets.models import Ticket


class Command(LinkCommand):
    """Makes one more link to a request's status page. It shows state, dates and files, and no name and no word."""

    help = "Makes a new link to a request's status page and prints it."
    examples = ("manage.py link_issue KS-7G2M-94TX", "manage.py link_issue KS-7G2M-94TX --lang fr")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In which language the page opens."""
        super().add_arguments(parser)
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--lang", choices=languages, help="the page's language; the request's unless given")

    def run_for(self, ticket: Ticket, options: dict[str, Any]) -> Outcome:
        """Make it."""
        language = options["lang"] or ticket.language
        if options["dry_run"]:
            return Outcome(
                data={"reference": ticket.reference, "language": language, "link": ""},
                summary=f"Would make 1 link to {ticket.reference} ({language}).",
            )
        token = token_of(link=renew_link(ticket=ticket, now=timezone.now()))
        with override(language):
            link = settings.PUBLIC_URL + reverse("status", args=[token])
        return Outcome(
            data={"reference": ticket.reference, "language": language, "link": link},
            lines=[link],
            summary=f"1 link to {ticket.reference} made ({language}). Give it to nobody but the customer.",
        )
