"""Settings of `./portal bench`: those of a local portal, with the addresses of the floors beside the portal's own."""

from kraken_support.settings.local import *  # noqa: F403  (a local portal in everything that is measured)

# One visitor sends in an hour what others send in weeks.
FILES_A_DAY = dict.fromkeys(FILES_A_DAY, 1_000_000)  # noqa: F405
MEBIBYTES_A_DAY = dict.fromkeys(MEBIBYTES_A_DAY, 1_000_000_000)  # noqa: F405
ROOT_URLCONF = "kraken_support.bench.urls"
