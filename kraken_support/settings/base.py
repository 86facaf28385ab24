"""The complete, strict settings of a production portal; every value an operator sets comes from environment.py."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from attachments import limits
from kraken_support import content_security
from kraken_support.environment import PROJECT_DIR, celery_broker, database, email, environment
from operations.log_lines import logging_settings

DEBUG = False

SECRET_KEY = environment.secret_key
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Make one with:  python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        "  and pass it to every process as the environment variable SECRET_KEY."
    )
SECRET_KEY_FALLBACKS = list(environment.secret_key_fallbacks)
ALLOWED_HOSTS = list(environment.allowed_hosts)
PUBLIC_URL = environment.public_url.rstrip("/")
BRAND_NAME = environment.brand_name
STAFF_PATH = environment.staff_path.strip("/")
TRUSTED_PROXIES = environment.trusted_proxies
REDIS_URL = environment.redis_url
CLAMD_URL = environment.clamd_url
MAIL_FROM = environment.mail_from

INSTALLED_APPS = [
    "kraken_support",
    "agent_desk",
    "forms_catalog",
    "follow_up",
    "attachments",
    "calls",
    "tickets",
    "accounts",
    "outbox",
    "secret_guard",
    "operations",
    "crispy_forms",
    "phonenumber_field",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
]

MIDDLEWARE = [
    # First: everything after it asks who calls and whether over https.
    "kraken_support.middleware.caller",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pads each answer with a random length, so that compression tells nothing about what is in it.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "kraken_support.middleware.private_pages",
    "kraken_support.middleware.readable_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kraken_support.middleware.PauseAfterTooMany",
]

ROOT_URLCONF = "kraken_support.urls"
WSGI_APPLICATION = "kraken_support.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kraken_support.context.every_page",
                "agent_desk.context.agents_page",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["ks"]
CRISPY_TEMPLATE_PACK = "ks"

DATABASES = {"default": database(environment)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATA_DIR = environment.data_dir
FILES_DIR = DATA_DIR / "files"
DISK_FLOOR_BYTES = 512 * limits.MEBIBYTE
# What may arrive in a day, kept or not: more than anybody needs, and less than fills a disk.
FILES_A_DAY = {"request": 60, "browser": 200, "network": environment.files_per_network}
MEBIBYTES_A_DAY = {"request": 1024, "browser": 3072, "network": environment.mebibytes_per_network}
STATIC_URL = "/static/"
STATIC_ROOT = environment.static_dir or DATA_DIR / "static"
STATICFILES_DIRS = [PROJECT_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kraken_support.static_storage.HashedStaticFiles"},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
FORMAT_MODULE_PATH = ["kraken_support.formats"]
LOCALE_PATHS = [PROJECT_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_TZ = True
TIME_ZONE = "UTC"
PHONENUMBER_DB_FORMAT = "E164"

DRAFT_DAYS = 7
"""How long an unsent draft lives (DESIGN §5)."""
# Self-help counts as help once its reader has not come back on the same topic for so long.
HELPED_AFTER_HOURS = 72
OUTCOME_DAYS = 90
# How the exchange itself treats resets and new accounts, in hours (domain T1).
RESET_LINK_HOURS = 2
RESET_WAIT_HOURS = (8, 12)
ACTIVATION_HOURS = 2
VERIFICATION_DAYS = 5
"""How long the exchange says that the check of a person's identity may take (domain B5)."""
# How long the exchange holds withdrawals, in hours: after a first purchase by card, wallet or ACH, after a deposit from a
# linked bank account, to a new address after a new password; and how long a new address waits for its mail to be opened.
FIRST_PURCHASE_HOLD_HOURS = 72
BANK_LINK_HOLD_HOURS = 7 * 24
NEW_ADDRESS_HOLD_HOURS = 24
ADDRESS_LINK_HOURS = 1
DEPOSIT_LATE_HOURS = 48
"""A deposit that was sent longer ago is looked at sooner (domain D1)."""
SAME_TRANSFER_DAYS = 3
"""Working days within which a second bank transfer of the same amount may be taken for the first (domain D3)."""
OWNERSHIP_THRESHOLD_PERCENT = 25
"""From this share on a person counts as an owner of a company (domain B6 U1); a whole number, itself included."""
INVITATION_HOURS = 72
"""How long the link of an invitation begins a request (domain A10)."""
INVITED_SUBMISSIONS = 3
"""How often one ticket's sender may be made to fill in the same form (domain A10)."""
REOPEN_DAYS = 14
"""How long after it was solved a customer can open a request again; then it is closed for good."""
UNCONFIRMED_DAYS = 30
"""After so many days a request whose sender has not proven their address is set aside; a later proof brings it back."""
APPLICATION_DAYS = 180
"""How long an application is kept; then all of it is erased. Applicants are told: six months at most."""
PASS_MINUTES = 30
"""How long a mailed link to a conversation can be opened, and how long it then stays open in that browser."""
COOLING_HOURS = {
    "NAME": 24,
    "ADDRESS": 24,
    "PHONE": 48,
    "EMAIL": 72,
    "SECOND_FACTOR": 24,
    "REOPENING": 24,
    "CLOSING": 24,
}
"""How long a change of an account waits after two agents have agreed, so that its owner can object (domain §4.11)."""
CONFIRM_LINK_DAYS = 7
"""How long the link in a letter proves a contact address; the code beside it is for minutes."""
OPENING_HOURS = environment.opening_hours
CALLBACKS_A_MONTH = 3
"""How many call-backs one person may ask for in 30 days (domain E1, C6)."""
FEEDBACK_REQUEST = "feedback"
"""The slug of the request type by which customers tell how it went, begun from their solved requests; empty for none."""

PASSWORD_HASHERS = ["operations.passwords.FrugalArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "staff:login"
AGENT_IDLE_MINUTES = environment.agent_idle_minutes
LETTERS_PER_NETWORK = environment.letters_per_network
LETTERS_PER_DOMAIN = environment.letters_per_domain
DEMO_AGENT_BY_PASSWORD = False
"""Only a portal on somebody's own machine may say otherwise (settings/local.py, kraken_support.E003)."""
ON_DUTY_ADDRESS = environment.on_duty_address

# Uploads are streamed by our own handler; these bounds hold for every other form.
FILE_UPLOAD_HANDLERS = ["attachments.upload_handler.RefuseFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.FORM_OVERHEAD_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20

SESSION_COOKIE_NAME = "__Host-agent"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kraken_support.views.csrf_failure"
DEVICE_COOKIE_NAME = "__Host-device"
DEVICE_COOKIE_SECURE = True
DEVICE_COOKIE_DAYS = 90
CUSTOMER_COOKIE_NAME = "__Host-customer"
CUSTOMER_COOKIE_SECURE = True

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not “no-referrer”: browsers then post forms with Origin: null, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_security.directives(PROJECT_DIR / "static")}

CELERY_BROKER_URL = celery_broker(environment)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_TIME_LIMIT = 300
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "attachments.tasks.sweep", "schedule": 15.0, "options": {"expires": 15.0}},
    "rescan": {"task": "attachments.tasks.rescan", "schedule": 300.0, "options": {"expires": 300.0}},
    "letters": {"task": "outbox.tasks.sweep", "schedule": 15.0, "options": {"expires": 15.0}},
    "purge-passes": {"task": "tickets.tasks.purge_passes", "schedule": 3600.0},
    "age-tickets": {"task": "tickets.tasks.age", "schedule": 3600.0},
    "purge-letters": {"task": "outbox.tasks.purge", "schedule": 3600.0},
    "purge-accounts": {"task": "accounts.tasks.purge", "schedule": 3600.0},
    "purge": {"task": "forms_catalog.tasks.purge_expired_drafts", "schedule": 3600.0},
    "erase-applications": {"task": "forms_catalog.tasks.erase_old_applications", "schedule": 3600.0},
    "remove-orphans": {"task": "attachments.tasks.remove_orphans", "schedule": 3600.0},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
}

LOGGING = logging_settings(level=environment.log_level)

vars().update(email(environment))
