"""Proves the law at any moment: every offered file is accounted for, every row has its bytes, and all bytes their row."""

from attachments.ledger.account import Account
from attachments.ledger.breaches import Breach, Laws
from attachments.ledger.of_disk import Lying
from attachments.ledger.proving import Proof, of_disk, of_files, prove

__all__ = ["Account", "Breach", "Laws", "Lying", "Proof", "of_disk", "of_files", "prove"]
