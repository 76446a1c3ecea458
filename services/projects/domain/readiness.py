"""What a deliverable lacks to be handed over with a release, as far as that can be told from what is recorded."""

from dataclasses import dataclass

HANDED_OVER = {"beta", "live"}
"""The states in which a deliverable can be picked up."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing: a word for machines, and a sentence for people."""

    what: str
    text: str


def missing(*, ready: bool, note: str | None, state: str | None, versions: int) -> list[Missing]:
    """Return what is missing; `versions` is how many of it were published."""
    found = []
    if not ready:
        found.append(
            Missing("not-marked-ready", f"It is not marked ready: {note}" if note else "It is not marked ready")
        )
    if state not in HANDED_OVER:
        said = f"Its state is {state}" if state else "Its state is not recorded"
        found.append(Missing("state", f"{said}; beta or live is expected"))
    if not versions:
        found.append(Missing("no-version", "No version of it has been published"))
    return found
