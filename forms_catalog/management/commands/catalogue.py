"""Lists every request type, checks them all, or says what changed and what self-help did."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from forms_catalog.catalogue import catalogue, described, pointers
from forms_catalog.catalogue_checks import problems, problems_of_pointers
from forms_catalog.outcomes import tallies
from forms_catalog.versions import as_seen, differences, last_used, version
from operations.commands import OK, PROBLEMS, OpsCommand, Outcome


class Command(OpsCommand):
    """Lists every request type: slug, group, access, titles, steps with their fields, files, queue, priority."""

    help = "List every request type a customer can choose."
    examples = (
        "manage.py catalogue",
        "manage.py catalogue --slug lost-device --json",
        "manage.py catalogue --check",
        "manage.py catalogue --diff",
        "manage.py catalogue --outcomes",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One type instead of all."""
        super().add_arguments(parser)
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument(
            "--check", action="store_true", help="look for what no type may have; 3 when there is some"
        )
        instead.add_argument(
            "--diff", action="store_true", help="what customers will read differently than in the newest ticket"
        )
        instead.add_argument("--outcomes", action="store_true", help="what self-help did, by topic")
        parser.add_argument("--days", type=int, default=30, help="with --outcomes: how far back (default %(default)s)")
        parser.add_argument("--slug", choices=sorted(catalogue()), help="only this request type")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Describe the types, or do what is asked instead."""
        if options["check"]:
            return self.check_all(options)
        if options["diff"]:
            return self.diff(options)
        if options["outcomes"]:
            return self.outcomes(options)
        # A later half is told within its type.
        asked = options["slug"]
        wanted = [each for slug, each in catalogue().items() if slug == asked or not (asked or each.stage_of)]
        data = [described(each) | {"version": version(each.slug)} for each in wanted]
        lines = [
            f"{each['slug']:<24} {each['access']:<11} {each['base_priority']}  {each['queue']:<18} {each['title']['en']}"
            for each in data
        ]
        return Outcome(code=OK, data=data, lines=lines, summary=f"{len(data)} request types")

    def check_all(self, options: dict[str, Any]) -> Outcome:
        """Each problem on a line of its own."""
        found = problems(catalogue()) + problems_of_pointers(pointers(), catalogue())
        if options["slug"]:
            found = [each for each in found if each.startswith(f"{options['slug']}: ")]
        return Outcome(code=PROBLEMS if found else OK, data=found, lines=found, summary=f"problems: {len(found)}")

    def diff(self, options: dict[str, Any]) -> Outcome:
        """For each type that has tickets: what its next customer reads and the newest ticket's did not."""
        found: dict[str, list[str]] = {}
        for slug, request_type in catalogue().items():
            before = last_used(slug=slug) if options["slug"] in (None, slug) else None
            if before:
                found[slug] = differences(before=before.seen, now=as_seen(request_type))
        lines = [f"{slug}: {each}" for slug, changes in found.items() for each in changes]
        return Outcome(code=OK, data=found, lines=lines, summary=f"differences: {len(lines)}")

    def outcomes(self, options: dict[str, Any]) -> Outcome:
        """One line per topic: how often self-help was said to work, and how often its reader came back all the same."""
        now = timezone.now()
        found = [
            each
            for each in tallies(since=now - timedelta(days=options["days"]), now=now)
            if options["slug"] in (None, each.topic)
        ]
        lines = [
            f"{each.topic:<24} solved {each.solved:>5}  ended {each.ended:>5}  begun {each.begun:>5}  helped {each.helped:>5}"
            f"  came back {each.came_back:>5}  too early to tell {each.too_early:>5}"
            for each in found
        ]
        return Outcome(code=OK, data=[asdict(each) for each in found], lines=lines, summary=f"topics: {len(found)}")
