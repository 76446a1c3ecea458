"""What the end of a deliverable means for adopting it: who has adopted it, and who may not any more."""

from dataclasses import dataclass

from services.councils.models import DeliverableStanding
from shared.errors import ConflictError
from shared.values import last_day

ADOPTED = ("planned", "adopting", "embedded", "in-use", "adapted")
"""The states of a line in which a council has taken a deliverable up, or has decided to."""

ENDED = ("superseded", "withdrawn")
"""The states of a deliverable that those who adopted it must acknowledge."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move of an adoption line, from one state to another."""

    from_state: str
    to_state: str
    effective: str

    @property
    def takes_up(self) -> bool:
        """Say whether the council has taken it up by this move."""
        return self.from_state not in ADOPTED and self.to_state in ADOPTED

    @property
    def gives_up(self) -> bool:
        """Say whether the council has not taken it up any more after this move."""
        return self.from_state in ADOPTED and self.to_state not in ADOPTED


def ended(standing: DeliverableStanding | None) -> bool:
    """Say whether a deliverable is superseded or withdrawn."""
    return standing is not None and standing.state in ENDED


def refuse_withdrawn(step: Step, standing: DeliverableStanding | None) -> None:
    """Refuse to take up what is withdrawn; that a council had taken it up before is a fact, and may be told late."""
    if standing is None or standing.state != "withdrawn" or not step.takes_up:
        return
    if standing.since is not None and last_day(step.effective) < last_day(standing.since):
        return
    since = f" on {standing.since}" if standing.since else ""
    why = f": {standing.reason.removesuffix('.')}" if standing.reason else ""
    instead = f"; take up '{standing.successor}', which took its place" if standing.successor else ""
    raise ConflictError(
        f"The deliverable '{standing.deliverable}' was withdrawn{since}{why}. It can no longer be adopted{instead}.",
        code="deliverable-withdrawn",
    )


def warnings(step: Step, standing: DeliverableStanding | None) -> list[str]:
    """Return what a council is to know when it takes up what has been superseded, or had been withdrawn since."""
    if standing is None or not ended(standing) or not step.takes_up:
        return []
    since = f" since {standing.since}" if standing.since else ""
    instead = f"; '{standing.successor}' takes its place" if standing.successor else ""
    return [f"'{standing.deliverable}' is {standing.state}{since}{instead}. You are asked to acknowledge that."]
