"""Every number of the outbox: budgets of those who have not proven an address, and patience with mail servers."""

from django.conf import settings

from operations.rate_limits import Budget

MOST_AN_HOUR = 3
"""Letters to one mailbox, in an hour, asked for by people who have not proven that it is theirs."""
MOST_A_DAY = 5

LETTERS_TO_DOMAIN = Budget(name="letters-domain", tries=settings.LETTERS_PER_DOMAIN, seconds=3600)
"""Letters to unproven addresses of one domain; the large providers of mailboxes are not counted (addresses.py)."""
LETTERS_FROM_NETWORK = Budget(name="letters-network", tries=settings.LETTERS_PER_NETWORK, seconds=3600)
"""Letters to unproven addresses that one network asked for."""
CHECKED_CODES_OF_NETWORK = Budget(name="letter-codes-network", tries=30, seconds=15 * 60)
"""Codes of letters that one network looked up."""

MAX_DELIVERY_SECONDS = 60
"""A worker that talks to a mail server for longer is ended."""
LEASE_SECONDS = MAX_DELIVERY_SECONDS + 15
WAIT_MINUTES = (1, 2, 5, 15)
"""After the first tries that a server put off; from then on an hour."""
MAX_TRIES = len(WAIT_MINUTES) + 48
"""Two days of tries, time in which the server was away not counted."""
OUTAGE_RETRY_SECONDS = 60

LETTER_DAYS = 90
"""How long the row of a letter is kept that has left or never will."""
