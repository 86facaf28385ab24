"""Settings of `./portal up`: the strict ones, loosened only as far as plain http on one machine needs."""

from kraken_support.settings.base import *  # noqa: F403  (this file is the base plus a few differences)

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]  # noqa: F405
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False

# The __Host- prefix needs https, which a portal on this machine does not have.
SESSION_COOKIE_NAME = "agent"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SECURE = False
DEVICE_COOKIE_NAME = "device"
DEVICE_COOKIE_SECURE = False
CUSTOMER_COOKIE_NAME = "customer"
CUSTOMER_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
