"""Person, proof, sign-in and challenge: customers' own tables, apart from Django's users, who are agents."""

from django.db import models
from django.db.models import Q

from accounts.limits import CODE_TRIES


class Person(models.Model):
    """One proven address. Nothing is asked to make an account but the proof."""

    id = models.UUIDField(primary_key=True, editable=False)
    address = models.CharField(max_length=254, help_text="As it was written when it was first proven.")
    address_key = models.CharField(max_length=254, help_text="As addresses are compared.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["address_key"], name="address_makes_one_account"),)

    def __str__(self) -> str:
        return f"person {self.id}"


class Proof(models.Model):
    """A browser that has shown that it reads the mail of an address."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="proofs")
    # Hash of the browser's own cookie.
    device = models.CharField(max_length=64)
    proven_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["device", "person"], name="browser_proves_an_address_once"),
            models.CheckConstraint(condition=~Q(device=""), name="proof_is_of_a_browser"),
        )

    def __str__(self) -> str:
        return f"proof {self.pk}"


class SignIn(models.Model):
    """A browser in which a person is signed in."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="sign_ins")
    # The cookie itself is stored nowhere.
    key_hash = models.CharField(max_length=64)
    device = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key_hash"], name="cookie_opens_one_sign_in"),)
        indexes = (models.Index(fields=["last_used_at"], name="sign_ins_by_use"),)

    def __str__(self) -> str:
        return f"sign-in {self.id}"


class Challenge(models.Model):
    """A code that was asked for. The code is derived from the id, and stored nowhere."""

    id = models.UUIDField(primary_key=True, editable=False)
    purpose = models.CharField(max_length=40, help_text="Also the kind of the letter that carries the code.")
    address = models.CharField(max_length=254)
    device = models.CharField(max_length=64)
    about = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(tries__lte=CODE_TRIES), name="code_has_only_so_many_tries"),
            models.CheckConstraint(condition=~Q(device=""), name="code_is_asked_for_by_a_browser"),
        )
        indexes = (
            models.Index(fields=["device", "purpose", "created_at"], name="challenge_of_device"),
            models.Index(fields=["expires_at"], name="challenges_by_end"),
        )

    def __str__(self) -> str:
        return f"challenge {self.id}"
