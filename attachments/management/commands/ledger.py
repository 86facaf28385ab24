"""manage.py ledger: the account of all files, and every breach of the law with the command that mends it."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from attachments.ledger import Account, Proof, prove
from attachments.management.choosing import ticket_named
from operations.clock import database_now
from operations.commands import OK, PROBLEMS, OpsCommand, Outcome

SCHEMA = 1


class Command(OpsCommand):
    """Changes nothing and may run at any moment, beside everything else."""

    help = "Prove that offered = accepted + refused + being checked + could not be checked, and that nothing is lost."
    examples = (
        "manage.py ledger",
        "manage.py ledger --check --json",
        "manage.py ledger --check --deep --ticket KS-7G2M-94TX",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look at, and how closely."""
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="end with 3 when anything is amiss")
        parser.add_argument("--deep", action="store_true", help="compute the SHA-256 of every file anew")
        parser.add_argument("--ticket", metavar="REFERENCE", help="only the conversation this request lives in")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Take the account and look at everything."""
        ticket = ticket_named(options["ticket"]) if options["ticket"] else None
        conversation = ticket.survivor_id if ticket else None
        proof = prove(now=database_now(), share=1 if options["deep"] else 0, conversation=conversation)
        return Outcome(
            code=PROBLEMS if options["check"] and not proof.holds else OK,
            data=_as_data(proof),
            lines=_as_lines(proof),
            summary=_summary(proof),
        )


def _as_data(proof: Proof) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "holds": proof.holds,
        "account": asdict(proof.account) | {"stands": proof.account.stands},
        "on_disk": dict(sorted(proof.lying.counts.items())),
        "put_aside": proof.lying.put_aside,
        "strange_names": proof.lying.strange,
        "breach_counts": dict(sorted(proof.counts.items())),
        "breaches": [asdict(each) for each in proof.breaches],
    }


def _as_lines(proof: Proof) -> list[str]:
    account = proof.account
    lines = [_equation(account), f"in drafts: {account.in_drafts}, erased on purpose: {account.erased}"]
    lines += [f"waiting for the {what}: {number}" for what, number in sorted(account.waiting_for.items())]
    lines += [f"on the disk, {what.replace('_', ' ')}: {n}" for what, n in sorted(proof.lying.counts.items())]
    lines += [f"put aside, erased a week later: {each}" for each in proof.lying.put_aside]
    lines += [f"not a name of ours: {each}" for each in proof.lying.strange]
    for each in proof.breaches:
        lines += [f"BREACH {each.law}: {each.subject} {each.sentence}", f"    mend: {each.mend}"]
    if more := proof.counts.total() - len(proof.breaches):
        lines.append(f"… and {more} more breaches")
    return lines


def _equation(account: Account) -> str:
    sign = "=" if account.offered == account.stands else "≠"
    return (
        f"{account.offered} offered {sign} {account.accepted} accepted + {account.refused} refused + "
        f"{account.being_checked} being checked + {account.could_not_be_checked} could not be checked"
    )


def _summary(proof: Proof) -> str:
    if proof.holds:
        return f"The law holds for {proof.account.stands} files."
    return f"{proof.counts.total()} breaches: " + ", ".join(f"{law} {n}" for law, n in sorted(proof.counts.items()))
