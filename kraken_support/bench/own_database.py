"""Makes and drops a database for the bench alone, on the server that DATABASE_URL names; prints its address."""

import os
import secrets
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PREFIX = "portal_bench_"


def main(verb: str, url: str) -> int:
    """`make` prints the address of a new database; `drop` removes the one of the address. Out: the exit code."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/") if verb == "drop" else PREFIX + secrets.token_hex(4)
    if not name.startswith(PREFIX):
        sys.stderr.write("Only a database that the bench has made is dropped.\n")
        return 1
    statement = "CREATE DATABASE {}" if verb == "make" else "DROP DATABASE IF EXISTS {} WITH (FORCE)"
    server = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    sys.stdout.write(urlunsplit(parts._replace(path=f"/{name}")) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], os.environ["DATABASE_URL"]))
