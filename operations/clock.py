"""The database's clock: the one that all workers share, whatever their own clocks say."""

from datetime import UTC, datetime

from django.db import connections

_NOW = {
    "postgresql": "SELECT clock_timestamp()",
    # SQLite 3.40 has no sub-second unixepoch; its text form keeps milliseconds.
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_now(*, using: str = "default") -> datetime:
    """The present moment by the database's clock, aware, in UTC."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        (value,) = cursor.fetchone()
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime.fromisoformat(value).replace(tzinfo=UTC)
