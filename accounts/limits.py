"""Every number about codes, proofs and sign-ins."""

from operations.rate_limits import Budget

CODE_DIGITS = 6
CODE_MINUTES = 10
CODE_TRIES = 5

WRONG_CODES_OF_NETWORK = Budget(name="codes-network", tries=30, seconds=15 * 60)
"""Wrong codes from one network, for whatever addresses."""
LETTERS_OF_PROVEN_DEVICE = Budget(name="letters-device", tries=10, seconds=3600)
"""Codes that one browser asks for, to an address it has proven before."""

PROOF_DAYS = 30
"""How long a browser that has proven an address need not do it again to send a request with it."""
SIGN_IN_DAYS = 30
"""How long a sign-in lasts at most."""
UNUSED_DAYS = 7
"""How long a sign-in lasts that nobody uses."""
NOTE_USE_SECONDS = 15 * 60
"""How exactly the last use of a sign-in is noted: a page that is only read should seldom write."""
KEPT_DAYS = 30
"""How long rows are kept of codes and sign-ins that are over."""
