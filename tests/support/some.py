"""What hypothesis draws for the shared machinery: keys, texts, causes and events as they may legally be."""

from datetime import UTC, datetime
from string import ascii_lowercase, digits
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as some

from shared.events.projects import DeliverableRenamed
from shared.outbox.record import Cause, Recorded

PARTS = some.text(ascii_lowercase + digits, min_size=1, max_size=8)
KEYS = some.lists(PARTS, min_size=1, max_size=3).map("-".join)
NAMES = some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)
VISIBLE = some.text(some.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=100)
COUNTS = some.integers(min_value=1, max_value=2**63 - 1)
MOMENTS = some.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)).map(  # noqa: DTZ001 - the zone is added here
    lambda moment: moment.replace(tzinfo=UTC)
)
CAUSES = some.builds(Cause, actor=VISIBLE, correlation=VISIBLE, causation=some.none() | some.uuids().map(str))
RENAMED = some.builds(DeliverableRenamed, deliverable=KEYS, project=KEYS, name=NAMES)


@some.composite
def recorded(draw: some.DrawFn) -> Recorded:
    """Draw an event as a transaction records it."""
    version = draw(COUNTS)
    previous: UUID | None = draw(some.uuids()) if version > 1 else None
    return Recorded.of(draw(RENAMED), version=version, previous=previous, now=draw(MOMENTS), cause=draw(CAUSES))


def fewer(examples: int) -> int:
    """Return how many examples a test on real servers takes: so many every day, as many times more when asked to."""
    return max(1, examples * settings().max_examples // 100)
