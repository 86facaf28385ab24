"""Reads every environment variable the portal knows, once, with its type, default and meaning."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from operations.networks import TrustedProxies
from outbox.addresses import can_be_written_to

PROJECT_DIR = Path(__file__).resolve().parent.parent
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LONGEST_IDLE_MINUTES = 12 * 60
LONGEST_NUMBER = 10

# What must follow the first part of an address: a host, a path from the root, a name.
HOST, PATH, NAME, NOTHING = "a host", "an absolute path", "a database's name", ""
ADDRESSES = {
    "public_url": ({"https": HOST, "http": HOST}, "https://support.example.com"),
    "database_url": (
        {"sqlite": PATH, "postgres": NAME, "postgresql": NAME},
        "sqlite:///absolute/path or postgres://user:password@host:port/name",
    ),
    "redis_url": ({"redis": HOST, "rediss": HOST, "unix": PATH}, "redis://host:port/0 or unix:///path/to/socket"),
    "clamd_url": ({"unix": PATH, "tcp": HOST}, "unix:///path or tcp://host:port"),
    "email_url": (
        {"smtp": HOST, "smtps": HOST, "smtp+tls": HOST, "file": PATH, "console": NOTHING},
        "smtp://user:password@host:port, smtps://, smtp+tls://, file:///absolute/folder or console:",
    ),
}


class ConfigurationMistake(ImproperlyConfigured):
    """An environment variable is missing or has a value we will not guess at; the text says how to mend it."""


def variable(meaning: str, default: Any = "") -> Any:
    """Declare one variable: what it is for, and its value when it is not set."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The portal's configuration, one attribute per variable (upper-cased in the environment)."""

    secret_key: str = variable("Signs links and cookies and seals drafts. At least 50 random characters.")
    secret_key_fallbacks: tuple[str, ...] = variable("Earlier secret keys, comma separated, still accepted.", ())
    allowed_hosts: tuple[str, ...] = variable("Host names the portal answers to, comma separated.", ())
    public_url: str = variable("The address customers see; links are built from it.", "http://localhost:8000")
    trusted_proxies: tuple[str, ...] = variable(
        "Networks of proxies that may say who asks; `unix` for a unix socket.", ()
    )
    database_url: str = variable("sqlite:///absolute/path or postgres://user:password@host:port/name.")
    redis_url: str = variable("redis://host:port/0 or unix:///path/to/socket.", "redis://127.0.0.1:6379/0")
    clamd_url: str = variable("unix:///path or tcp://host:port of clamd; empty means no virus scanner.")
    email_url: str = variable(
        "smtp://user:password@host:port (smtps:// and smtp+tls:// encrypt); file:///folder keeps letters there, console:"
        " prints them.",
        "console:",
    )
    mail_from: str = variable("From whom letters come; no-reply at PUBLIC_URL's host when empty.")
    data_dir: Path = variable("Folder of the database, files and logs.", PROJECT_DIR / "var")
    static_dir: Path | None = variable("Folder of the collected static files; DATA_DIR/static when empty.", None)
    staff_path: str = variable("First part of the agents' address.", "staff")
    agent_idle_minutes: int = variable("After so many minutes without a click an agent is signed out.", 30)
    letters_per_network: int = variable("Letters an hour that one network may ask for without a proven address.", 30)
    letters_per_domain: int = variable("Letters an hour to the unproven addresses of one domain.", 60)
    files_per_network: int = variable(
        "Files a day that one network may send; a mobile operator's customers share one.", 500
    )
    mebibytes_per_network: int = variable("What those files may weigh together.", 10240)
    on_duty_address: str = variable("Mailbox that is told of every urgent request; empty means nobody is on duty.")
    opening_hours: Path | None = variable(
        "File that says when agents take calls; the shipped calls/opening_hours.toml when empty.", None
    )
    brand_name: str = variable("The product's name as people see it.", "Kraken Support")
    log_level: str = variable("How much is logged: DEBUG, INFO, WARNING or ERROR.", "INFO")

    def __post_init__(self) -> None:
        """Refuse what would only fail later, and worse."""
        if self.log_level not in LOG_LEVELS:
            raise ConfigurationMistake(f"LOG_LEVEL is {self.log_level!r}. Use one of {', '.join(LOG_LEVELS)}.")
        for name, (schemes, example) in ADDRESSES.items():
            if text := getattr(self, name):
                check_address(name=name.upper(), text=text, schemes=schemes, example=example)
        if not 1 <= self.agent_idle_minutes <= LONGEST_IDLE_MINUTES:
            raise ConfigurationMistake(f"AGENT_IDLE_MINUTES must be from 1 to {LONGEST_IDLE_MINUTES}.")
        if self.on_duty_address and not can_be_written_to(self.on_duty_address):
            raise ConfigurationMistake("ON_DUTY_ADDRESS must be one email address, like on-duty@example.com.")
        if (self.mail_from and "@" not in parseaddr(self.mail_from)[1]) or "\n" in self.mail_from:
            raise ConfigurationMistake("MAIL_FROM is no address. Use Support <support@example.com>.")
        try:
            TrustedProxies(self.trusted_proxies)
        except ValueError as fault:
            raise ConfigurationMistake(f"TRUSTED_PROXIES: {fault}. Use networks like 10.0.0.0/8.") from None


def check_address(*, name: str, text: str, schemes: Mapping[str, str], example: str) -> None:
    """Raise ConfigurationMistake unless a variable's text is an address of a known kind with all its parts.

    The text itself is not repeated: it may hold a password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port  # Raises for what is no number.
    except ValueError:
        raise ConfigurationMistake(f"{name} cannot be read as an address. Use {example}.") from None
    if parts.scheme not in schemes:
        raise ConfigurationMistake(f"{name} starts with {parts.scheme!r}. Use {example}.")
    wanted = schemes[parts.scheme]
    has_path = parts.path.startswith("/") and parts.path != "/"
    there = {
        HOST: bool(parts.hostname) and port != 0,
        PATH: has_path and not parts.netloc,
        NAME: has_path,
        NOTHING: True,
    }
    if not there[wanted]:
        raise ConfigurationMistake(f"{name} lacks {wanted}. Use {example}.")


def read(source: Mapping[str, str]) -> Environment:
    """Build the configuration from environment variables.

    In: a mapping of names to texts. Out: the typed configuration.
    Raises ConfigurationMistake when a text cannot mean what its variable needs.
    """
    values: dict[str, Any] = {}
    for each in fields(Environment):
        text = source.get(each.name.upper(), "").strip()
        if not text:
            continue
        if isinstance(each.default, tuple):
            values[each.name] = tuple(part.strip() for part in text.split(",") if part.strip())
        elif each.name.endswith("_dir"):
            path = Path(text)
            if not path.is_absolute():
                raise ConfigurationMistake(f"{each.name.upper()} must be an absolute path, not {text!r}.")
            values[each.name] = path
        elif isinstance(each.default, int):
            if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER):
                raise ConfigurationMistake(f"{each.name.upper()} must be a whole number, not {text!r}.")
            values[each.name] = int(text)
        else:
            values[each.name] = text
    return Environment(**values)


def database(environment: Environment) -> dict[str, Any]:
    """Django's description of the database that DATABASE_URL names; SQLite in DATA_DIR when it is empty."""
    url = environment.database_url or f"sqlite:///{environment.data_dir}/portal.sqlite3"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "/" + unquote(parts.path).lstrip("/"),
            # Opening and closing the file for each request would cost more than all else that an empty question does.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # Writers queue at BEGIN instead of failing half-way; an acknowledged commit is on the disk.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def celery_broker(environment: Environment) -> str:
    """REDIS_URL in the spelling Celery's transport wants (redis+socket:// for a unix socket)."""
    url = environment.redis_url
    return url.replace("unix://", "redis+socket://", 1) if url.startswith("unix://") else url


def email(environment: Environment) -> dict[str, Any]:
    """Django's mail settings that EMAIL_URL names."""
    parts = urlsplit(environment.email_url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


def as_table() -> str:
    """Every variable with its default and meaning, as the table of docs/operating.md."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for each in fields(Environment):
        default = each.default
        if isinstance(default, Path):
            default = f"{default.relative_to(PROJECT_DIR)}/ in the project's folder"
        elif default:
            default = f"`{default}`"
        rows.append(f"| `{each.name.upper()}` | {default or ''} | {each.metadata['meaning']} |".replace("|  |", "| |"))
    return "\n".join(rows) + "\n"


environment = read(os.environ)

if __name__ == "__main__":
    sys.stdout.write(as_table())
