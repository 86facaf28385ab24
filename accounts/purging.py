"""Erases codes, proofs and sign-ins that have been over for a while."""

from datetime import datetime, timedelta

from accounts.limits import KEPT_DAYS, PROOF_DAYS
from accounts.models import Challenge, Proof, SignIn


def purge_what_is_over(*, now: datetime) -> None:
    """Erase what opens nothing any more. Accounts stay."""
    since = now - timedelta(days=KEPT_DAYS)
    Challenge.objects.filter(expires_at__lt=since).delete()
    Proof.objects.filter(proven_at__lt=now - timedelta(days=PROOF_DAYS)).delete()
    # A sign-in that nobody has used for so long is over, whether or not somebody ended it.
    SignIn.objects.filter(last_used_at__lt=since).delete()
