"""The checks that concern every app: settings, database, Redis, workers, disk, pages, mail, clocks."""

import shutil
import uuid
import zoneinfo
from pathlib import Path
from smtplib import SMTPException
from typing import Any

import redis
from celery import current_app
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from operations.clock import database_now
from operations.doctor import ERROR, OK, SKIPPED, WARNING, Finding, check
from operations.doorbell import impatient
from operations.networks import TrustedProxies, strangers_among

LARGEST_SKEW_SECONDS = 2.0
SHORTEST_SECRET = 50
PATIENCE_SECONDS = 3
START_THE_DATABASE = "start the database server; see DATABASE_URL"


@check(name="settings", why="A loose setting is an open door.")
def settings_are_strict() -> Finding:
    """Django's own deployment checks."""
    found = run_checks(include_deployment_checks=True)
    serious = [each for each in found if each.is_serious()]
    if serious:
        return Finding(state=ERROR, result=str(serious[0].msg), mend=str(serious[0].hint or "manage.py check --deploy"))
    if found:
        result = f"{len(found)} warnings of check --deploy, the first: {found[0].id}"
        return Finding(state=WARNING, result=result, mend="manage.py check --deploy")
    return Finding(state=OK, result="check --deploy has no warning")


@check(name="secret-key", why="It signs links and seals drafts: who guesses it opens them.")
def secret_key_is_strong() -> Finding:
    """Length and variety of SECRET_KEY."""
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < 10:
        mend = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        return Finding(state=ERROR, result="SECRET_KEY is short or plain", mend=mend)
    return Finding(state=OK, result=f"{len(settings.SECRET_KEY)} characters")


@check(name="database", why="Every ticket, file and letter is a row.", needed_to_answer=True)
def database_answers() -> Finding:
    """A connection, and on SQLite the settings that make a commit durable."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor != "sqlite":
                return Finding(state=OK, result=f"{connection.vendor} answers")
            cursor.execute("PRAGMA journal_mode")
            (journal,) = cursor.fetchone()
            cursor.execute("PRAGMA synchronous")
            (synchronous,) = cursor.fetchone()
    except DatabaseError as fault:
        return Finding(state=ERROR, result=f"no answer ({type(fault).__name__})", mend=START_THE_DATABASE)
    if journal != "wal" or synchronous < 2:
        result = f"journal_mode={journal}, synchronous={synchronous}"
        return Finding(state=WARNING, result=result, mend="let DATABASE_URL, not options of your own, describe it")
    return Finding(state=OK, result="SQLite in WAL mode, synchronous=FULL")


@check(name="migrations", why="Code that is newer than its tables breaks in the middle.", needed_to_answer=True)
def migrations_are_applied() -> Finding:
    """Every migration has run."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as fault:
        return Finding(state=ERROR, result=f"cannot ask ({type(fault).__name__})", mend=START_THE_DATABASE)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(state=ERROR, result=f"{len(missing)} migrations have not run", mend="manage.py migrate")
    return Finding(state=OK, result="all applied")


@check(
    name="redis",
    why="It rings for work. Without it files are checked only when Redis is back; nothing is lost.",
    told_by_readyz=True,
)
def redis_answers() -> Finding:
    """A PING."""
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    try:
        redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1).ping()
    except (redis.RedisError, OSError) as fault:
        return Finding(state=ERROR, result=f"no answer ({type(fault).__name__})", mend="start Redis; see REDIS_URL")
    return Finding(state=OK, result="answers")


@check(name="workers", why="They check files and join documents to their requests.")
def workers_answer() -> Finding:
    """A ping through the broker."""
    try:
        with current_app.connection_for_write(connect_timeout=1, transport_options=impatient()) as broker:
            replies = current_app.control.inspect(timeout=1.0, connection=broker).ping() or {}
    except Exception as fault:
        return Finding(state=ERROR, result=f"cannot ask ({type(fault).__name__})", mend="start Redis first")
    if not replies:
        return Finding(state=ERROR, result="none answers", mend="celery -A kraken_support worker")
    return Finding(state=OK, result=f"{len(replies)} answer")


@check(name="storage", why="Files are kept here.", needed_to_answer=True)
def storage_holds() -> Finding:
    """Write, read and delete a small file."""
    folder = Path(settings.FILES_DIR)
    probe = folder / f".doctor-{uuid.uuid4()}"
    mend = f"make {folder} writable for the user the portal runs as"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"doctor")
        same = probe.read_bytes() == b"doctor"
        probe.unlink()
    except OSError as fault:
        return Finding(state=ERROR, result=f"cannot write ({fault.strerror})", mend=mend)
    return (
        Finding(state=OK, result="write, read, delete")
        if same
        else Finding(state=ERROR, result="reads back something else", mend=mend)
    )


@check(name="disk", why="Near its end files are refused, so that what was accepted stays safe.")
def disk_has_room() -> Finding:
    """Free space against the floor."""
    folder = Path(settings.FILES_DIR)
    free = shutil.disk_usage(folder if folder.exists() else settings.DATA_DIR).free
    text = f"{free // 2**20} MiB free, floor {settings.DISK_FLOOR_BYTES // 2**20} MiB"
    if free < settings.DISK_FLOOR_BYTES:
        return Finding(state=ERROR, result=text, mend="free some space or enlarge the disk")
    if free < 4 * settings.DISK_FLOOR_BYTES:
        return Finding(state=WARNING, result=text, mend="free some space or enlarge the disk")
    return Finding(state=OK, result=text)


@check(name="translations", why="A French page without its texts is half English.")
def translations_are_compiled() -> Finding:
    """Every .po has a .mo that is not older."""
    stale = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                stale.append(source.parent.parent.name)
    if stale:
        return Finding(state=ERROR, result=f"not compiled: {', '.join(stale)}", mend="manage.py i18n_compile")
    return Finding(state=OK, result="compiled")


@check(name="static-files", why="Without them pages have no scripts, and the agents' pages no look.")
def static_files_are_collected() -> Finding:
    """The manifest can be read, knows every source and names files that exist."""
    mend = "manage.py collectstatic --noinput"
    storage: Any = staticfiles_storage
    if not hasattr(storage, "load_manifest"):
        return Finding(state=SKIPPED, result="served under plain names here")
    try:
        collected, _digest = storage.load_manifest()
    except ValueError as fault:
        return Finding(state=ERROR, result=f"the manifest cannot be read ({fault})", mend=mend)
    if not collected:
        return Finding(state=ERROR, result="not collected", mend=mend)
    sources = {name for finder in get_finders() for name, _storage in finder.list(None)}
    gone = sorted(sources - collected.keys()) + [name for name in collected.values() if not storage.exists(name)]
    if gone:
        return Finding(state=ERROR, result=f"{len(gone)} are not there, the first: {gone[0]}", mend=mend)
    return Finding(state=OK, result=f"{len(collected)} collected")


@check(name="mail", why="A letter that cannot leave tells nobody anything.")
def mail_server_answers() -> Finding:
    """A connection to the server that EMAIL_URL names, signed in if it says so, and its answer to EHLO; no letter."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        result = "letters are printed or kept here, not sent"
        return Finding(state=WARNING, result=result, mend="EMAIL_URL=smtp://mail.example.com:25")
    server: Any = get_connection(timeout=PATIENCE_SECONDS)
    try:
        server.open()
        server.connection.ehlo_or_helo_if_needed()
    except (OSError, SMTPException) as fault:
        result = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not take letters ({type(fault).__name__})"
        return Finding(state=ERROR, result=result, mend="start the mail server; see EMAIL_URL")
    finally:
        server.close()
    return Finding(state=OK, result=f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")


@check(name="time-zones", why="Days are counted in the customer's zone.")
def time_zones_are_there() -> Finding:
    """The zone data base can be read."""
    try:
        zoneinfo.ZoneInfo("Pacific/Auckland")
    except zoneinfo.ZoneInfoNotFoundError:
        return Finding(state=ERROR, result="no zone data", mend="install the tzdata package")
    return Finding(state=OK, result=f"{len(zoneinfo.available_timezones())} zones")


@check(name="clock", why="Leases count on the database's clock, pages on this one's.")
def clocks_agree() -> Finding:
    """The process's clock against the database's."""
    try:
        skew = abs((database_now() - timezone.now()).total_seconds())
    except DatabaseError as fault:
        return Finding(state=ERROR, result=f"cannot ask ({type(fault).__name__})", mend=START_THE_DATABASE)
    if skew > LARGEST_SKEW_SECONDS:
        return Finding(state=ERROR, result=f"{skew:.1f} s apart", mend="run a time service on both machines")
    return Finding(state=OK, result=f"{skew:.2f} s apart")


@check(name="trusted-proxies", why="Budgets count callers: one address for all would shut everybody out at once.")
def trusted_proxies_are_plausible() -> Finding:
    """TRUSTED_PROXIES holds networks, few enough, and some proxy when the portal is reached over https."""
    mend = "TRUSTED_PROXIES=10.0.0.0/8, comma separated: the networks of your own proxies, and no more"
    try:
        TrustedProxies(settings.TRUSTED_PROXIES)
    except ValueError as fault:
        return Finding(state=ERROR, result=str(fault), mend=mend)
    if not settings.TRUSTED_PROXIES and settings.PUBLIC_URL.startswith("https://"):
        result = "none, but PUBLIC_URL is https: whoever ends TLS looks like the caller of every request"
        return Finding(state=ERROR, result=result, mend=mend)
    if wide := strangers_among(settings.TRUSTED_PROXIES):
        result = f"{wide[0]} holds addresses of strangers, who could say that they are anybody"
        return Finding(state=WARNING, result=result, mend=mend)
    return Finding(state=OK, result=f"{len(settings.TRUSTED_PROXIES)} networks")
