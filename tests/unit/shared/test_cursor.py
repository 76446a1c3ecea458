"""Cursors come back as they were given out, or not at all."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.cursor import Cursor, Marker
from shared.errors import MalformedError

sequences = some.integers(min_value=0, max_value=2**63 - 1)
markers = some.tuples(some.none() | some.text(max_size=100), sequences, some.uuids()).map(
    lambda drawn: Marker(incarnation=drawn[0], sequence=drawn[1], event=drawn[2])
)
streams = some.dictionaries(some.sampled_from(["PROJECTS", "COUNCILS", "REPORTING", "NOTIFICATIONS"]), markers)
cursors = some.tuples(some.text(alphabet="0123456789abcdef-", max_size=40), sequences, streams).map(
    lambda drawn: Cursor(log=drawn[0], position=drawn[1], streams=drawn[2])
)


@given(cursors)
def test_a_cursor_is_opened_as_it_was_sealed(cursor: Cursor) -> None:
    word = cursor.seal()
    assert word.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert Cursor.open(word) == cursor


@given(cursors, some.data())
def test_a_cursor_with_one_letter_changed_is_refused(cursor: Cursor, data: some.DataObject) -> None:
    word = cursor.seal()
    content, _, seal = word.partition(".")
    place = data.draw(some.integers(min_value=0, max_value=len(content) - 2))
    letter = data.draw(some.sampled_from("ABCabc019-_").filter(lambda letter: letter != content[place]))
    with pytest.raises(MalformedError):
        Cursor.open(f"{content[:place]}{letter}{content[place + 1 :]}.{seal}")


@given(some.text())
def test_any_other_word_is_refused_with_its_field_named(word: str) -> None:
    with pytest.raises(MalformedError) as refused:
        Cursor.open(word, field="Last-Event-ID")
    assert refused.value.code == "malformed-cursor"
    assert refused.value.fields[0].field == "Last-Event-ID"


def test_a_cursor_of_a_real_log_is_short_enough_for_an_address() -> None:
    marker = Marker(incarnation="2026-11-21T23:25:00.123456+00:00", sequence=10**9, event=UUID(int=1))
    names = ("PROJECTS", "COUNCILS", "REPORTING", "NOTIFICATIONS")
    cursor = Cursor(log=f"{UUID(int=1).hex}-12", position=10**10, streams=dict.fromkeys(names, marker))
    assert len(cursor.seal()) < 900


def test_what_is_sealed_is_base64url_of_json() -> None:
    content = Cursor(log="a", position=7, streams={}).seal().partition(".")[0]
    assert base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)) == b'{"l":"a","p":7,"s":{}}'
