"""manage.py reseal: seals answers, words and drafts anew with the newest secret key."""

from typing import Any

from operations.commands import PROBLEMS, OpsCommand, Outcome
from operations.resealing import reseal, sealed_columns, sealed_rows
from operations.sealed import SealBroken


class Command(OpsCommand):
    """Run it after a new secret key is in place and before the old one leaves SECRET_KEY_FALLBACKS; twice does no harm."""

    help = "Seal everything anew with the newest secret key, so that an old one can go."
    examples = ("manage.py reseal --dry-run", "manage.py reseal")
    changes = True
    alone = True

    def run(self, options: dict[str, Any]) -> Outcome:
        """Table by table."""
        done: dict[str, int] = {}
        for model, column in sealed_columns():
            name = f"{model._meta.db_table}.{column}"
            if options["dry_run"]:
                done[name] = sealed_rows(model=model, column=column).count()
                continue
            try:
                done[name] = reseal(model=model, column=column)
            except SealBroken:
                return Outcome(
                    code=PROBLEMS,
                    data={"resealed": done, "broken": name},
                    summary=f"A row of {name} opens with no key we have. Put its key into SECRET_KEY_FALLBACKS, then run this again.",
                )
        what = "Would seal" if options["dry_run"] else "Sealed"
        lines = [f"{name}: {number}" for name, number in done.items()]
        data = {"planned" if options["dry_run"] else "resealed": done}
        return Outcome(data=data, lines=lines, summary=f"{what} {sum(done.values())} rows anew.")
