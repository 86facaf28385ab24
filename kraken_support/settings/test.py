"""Settings of the test suite: those of a local portal, on throw-away data."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "k" * 50)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="ks-test-"))

from kraken_support.settings.local import *  # noqa: F403  (the variables above must be set first)

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_AGENT_BY_PASSWORD = False
FILES_DIR = Path(os.environ["DATA_DIR"]) / "files"
# Hashing a password slowly is the point in production and a waste in a test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads and worker processes must meet the locks that production meets.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
