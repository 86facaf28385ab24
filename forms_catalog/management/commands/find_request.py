"""Shows what the customers' search answers to a phrase."""

from argparse import ArgumentParser
from typing import Any

from forms_catalog.search import find_requests
from operations.commands import OK, OpsCommand, Outcome


class Command(OpsCommand):
    """Ranks the request types for each phrase, with the same code as the customers' search page."""

    help = "Show which request types the search finds for a phrase."
    examples = ('manage.py find_request "téléphone cassé" --lang fr --json',)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Phrases, and the page's language."""
        super().add_arguments(parser)
        parser.add_argument("phrases", nargs="+", metavar="PHRASE")
        parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language of the page")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Rank, one line per phrase."""
        data = [
            {
                "phrase": phrase,
                "results": [
                    {"slug": each.slug, "kind": each.kind, "score": each.score} for each in find_requests(phrase=phrase)
                ],
            }
            for phrase in options["phrases"]
        ]
        lines = [f"{each['phrase']}: {', '.join(r['slug'] for r in each['results']) or '-'}" for each in data]
        return Outcome(code=OK, data=data, lines=lines, summary=f"phrases: {len(data)}", json_lines=True)
