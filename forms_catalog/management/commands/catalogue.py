"""Lists every request type."""

from argparse import ArgumentParser
from typing import Any

from forms_catalog.catalogue import catalogue, described
from forms_catalog.versions import version
from operations.commands import OK, OpsCommand, Outcome


class Command(OpsCommand):
    """Lists every request type: slug, group, access, titles, steps with their fields, files, queue, priority."""

    help = "List every request type a customer can choose."
    examples = ("manage.py catalogue", "manage.py catalogue --slug lost-device --json")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One type instead of all."""
        super().add_arguments(parser)
        parser.add_argument("--slug", choices=sorted(catalogue()), help="only this request type")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Describe the types."""
        wanted = [each for slug, each in catalogue().items() if options["slug"] in (None, slug)]
        data = [described(each) | {"version": version(each.slug)} for each in wanted]
        lines = [
            f"{each['slug']:<24} {each['access']:<11} {each['base_priority']}  {each['queue']:<18} {each['title']['en']}"
            for each in data
        ]
        return Outcome(code=OK, data=data, lines=lines, summary=f"{len(data)} request types")
