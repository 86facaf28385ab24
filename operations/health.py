"""Whether this portal can answer: what /readyz says."""

from dataclasses import dataclass
from typing import Any

from operations import doctor


@dataclass(frozen=True)
class Readiness:
    """The state of everything the portal needs to answer."""

    diagnoses: list[doctor.Diagnosis]

    @property
    def ready(self) -> bool:
        """True when nothing needed is in error."""
        needed = doctor.needed_to_answer()
        return all(each.state != doctor.ERROR for each in self.diagnoses if each.name in needed)

    def as_json(self) -> dict[str, Any]:
        """Names, states and times; no sentences, which might tell a stranger too much."""
        return {
            "ready": self.ready,
            "checks": {each.name: {"state": each.state, "ms": each.ms} for each in self.diagnoses},
        }


def readiness() -> Readiness:
    """Look at what the portal needs to answer, and at what else /readyz tells, now."""
    return Readiness(doctor.diagnose(only=doctor.told_by_readyz()))
