"""The states of a file and the codes it can end with (DESIGN law 2): every file ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    """Where a file stands. Only QUEUED and CHECKING are not ends."""

    QUEUED = "QUEUED", _("Received")
    CHECKING = "CHECKING", _("Being checked")
    ACCEPTED = "ACCEPTED", _("Checked")
    REFUSED = "REFUSED", _("Refused")
    FAILED = "FAILED", _("Could not be checked")


UNFINISHED = (FileState.QUEUED, FileState.CHECKING)
ENDS = (FileState.ACCEPTED, FileState.REFUSED, FileState.FAILED)


class Refusal(models.TextChoices):
    """Why a file is refused; the same codes on every page, command and metric (DESIGN §4)."""

    PASSWORD = "file_password", _("Needs a password to open")
    TYPE = "file_type", _("Not a JPG, PNG or PDF")
    MISMATCH = "file_mismatch", _("Content does not match the name")
    HEIC = "file_heic", _("iPhone photo format (HEIC)")
    BROKEN = "file_broken", _("Cannot be opened")
    UNSAFE = "file_unsafe", _("Unsafe content found")
    TOO_COMPLEX = "file_too_complex", _("Too large once opened")
    SIZE = "file_size", _("Larger than the limit")
    EMPTY = "file_empty", _("Empty")


class Outcome(models.TextChoices):
    """What became of a file that was sent in pieces, once it had arrived whole."""

    KEPT = "kept", _("In the request")
    DUPLICATE = "duplicate", _("Already in the request")
    OVER_LIMIT = "over_limit", _("One file too many")


SCANNER_OUT = "scanner"
"""What a waiting file waits for when the virus scanner does not answer."""
DISK_OUT = "disk"
"""What it waits for when the disk is full."""
