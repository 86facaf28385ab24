"""Settings of `./portal bench`: those of a local portal, with the addresses of the floors beside the portal's own."""

from kraken_support.settings.local import *  # noqa: F403  (a local portal in everything that is measured)

ROOT_URLCONF = "kraken_support.bench.urls"
