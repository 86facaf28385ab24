"""The one row per thing that comes again and again, by which its absence is noticed."""

from django.db import models


class Heartbeat(models.Model):
    """When something last came, by the database's clock."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
