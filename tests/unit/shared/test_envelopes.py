"""An event is read from its message as it was recorded, whatever legal words and numbers are in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.events import find
from shared.messaging.envelope import UndecodableError, envelope
from shared.outbox.record import Recorded, _headers, _payload
from tests.support.some import COUNTS, recorded


@given(recorded(), COUNTS, COUNTS)
def test_what_was_recorded_is_read_again(made: Recorded, epoch: int, place: int) -> None:
    data = _payload(made.event)
    read = envelope(_headers(made, epoch), data, came_on=made.event.subject, stream="PROJECTS", stream_sequence=place)
    assert (read.id, read.sequence, read.previousid, read.epoch) == (made.id, made.version, made.previous, epoch)
    assert (read.time, read.recordedtime) == (made.happened, made.recorded)
    assert (read.actor, read.correlationid, read.causationid) == (
        made.cause.actor,
        made.cause.correlation,
        made.cause.causation,
    )
    assert (read.aggregate_type, read.aggregate_id) == (made.event.aggregate, made.event.aggregate_id)
    assert (read.stream, read.stream_sequence) == ("PROJECTS", place)
    kind = find(read.type)
    assert kind is not None
    assert kind.model_validate_json(read.data) == made.event


@given(recorded(), some.data())
def test_a_header_that_is_damaged_or_gone_is_told_and_never_fails_otherwise(
    made: Recorded, data: some.DataObject
) -> None:
    headers = _headers(made, 1)
    name = data.draw(some.sampled_from(sorted(headers)))
    word = data.draw(some.none() | some.text(max_size=60) | some.integers().map(str))
    damaged = {key: value for key, value in headers.items() if key != name} | ({} if word is None else {name: word})
    try:
        read = envelope(damaged, b"{}", came_on=made.event.subject, stream="PROJECTS", stream_sequence=1)
    except UndecodableError:
        return
    assert read.type + "." + read.subject == made.event.subject
    assert 0 < read.sequence < 2**63


@given(recorded(), some.text(max_size=60))
def test_an_event_is_believed_on_its_own_subject_alone(made: Recorded, other: str) -> None:
    came_on = f"{made.event.subject}{other}" if other else "partnership.councils.registered.v1.fife"
    with pytest.raises(UndecodableError, match="not those it came on"):
        envelope(_headers(made, 1), b"{}", came_on=came_on, stream="PROJECTS", stream_sequence=1)
