"""Prints the shipped proxy's configuration with the limit of attachments/limits.py in it."""

import re
from pathlib import Path
from typing import Any

from attachments.limits import MAX_BODY_BYTES
from operations.commands import OK, OpsCommand, Outcome

SHIPPED = Path(__file__).resolve().parents[3] / "deploy" / "nginx.conf"
_LIMIT = re.compile(r"(?<=client_max_body_size )\d+(?=;)")


class Command(OpsCommand):
    """Run it after a limit has changed; a test compares its answer with the file."""

    help = "Print deploy/nginx.conf with the portal's limit in it."
    examples = ("manage.py proxy_conf > nginx.conf",)

    def run(self, options: dict[str, Any]) -> Outcome:
        """Put the number in its place."""
        text = configuration()
        summary = f"# A request may have {MAX_BODY_BYTES:,} bytes, as attachments/limits.py says."
        return Outcome(code=OK, data={"nginx.conf": text}, lines=text.splitlines(), summary=summary)


def configuration() -> str:
    """The shipped configuration as it must read."""
    return _LIMIT.sub(str(MAX_BODY_BYTES), SHIPPED.read_text(encoding="utf-8"))
