"""How the database answers questions about files."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def every_plan() -> Iterator[list[str]]:
    """How the database answers each question about files that is asked meanwhile."""
    plans: list[str] = []
    with CaptureQueriesContext(connection) as asked:
        yield plans
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        for query in asked:
            if query["sql"].startswith("SELECT") and "attachments_attachment" in query["sql"]:
                cursor.execute(f"{explain} {query['sql']}")
                plans.append(query["sql"] + "\n" + "\n".join(str(row[-1]) for row in cursor.fetchall()))


def scans(plan: str) -> bool:
    """Whether a plan reads all files one by one."""
    return any(
        "Seq Scan on attachments_attachment" in line
        or (line.lstrip(" 0123456789").startswith("SCAN attachments_attachment") and "INDEX files_" not in line)
        for line in plan.splitlines()
    )
