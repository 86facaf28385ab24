"""What agents prove themselves with beside a password: an authenticator app, codes kept on paper, the link that begins."""

from django.conf import settings
from django.db import models

from operations.sealed import SealedJSONField


class SecondFactor(models.Model):
    """An agent's authenticator app; there is a row only once a first code of it was right."""

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor")
    secret = SealedJSONField()
    # The time step of the last code that opened something: that code and all before it are used up.
    last_step = models.PositiveBigIntegerField()
    set_up_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"app of agent {self.agent_id}"


class RecoveryCode(models.Model):
    """One of the codes that stand in for the app, each of them once; only a hash of it is kept."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agent", "digest"], name="recovery_code_is_unique"),)

    def __str__(self) -> str:
        return f"recovery code of agent {self.agent_id}"


class SetUpLink(models.Model):
    """The way in for an agent who has no password yet; gone once it was used. Only a hash of its token is kept."""

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="set_up_link")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["digest"], name="set_up_link_is_unique"),)

    def __str__(self) -> str:
        return f"set-up link of agent {self.agent_id}"
