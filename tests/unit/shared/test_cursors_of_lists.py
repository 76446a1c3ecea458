"""The cursor of a list comes back as it was given out, and no other word is taken for one."""

import base64

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.errors import MalformedError
from shared.web.resources import _open, _seal

PATHS = some.sampled_from(["/api/v1/things", "/api/v1/projects", "/api/v1/operations/projects/dead-letters"])
TEXTS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
POSITIONS = some.lists(TEXTS | some.integers(min_value=0, max_value=2**63 - 1), min_size=1, max_size=3)
JSON = some.recursive(
    some.none() | some.booleans() | some.floats(allow_nan=False) | some.text(), some.lists, max_leaves=8
)


@given(PATHS, POSITIONS)
def test_a_cursor_is_opened_as_it_was_sealed(path: str, position: list[str | int]) -> None:
    word = _seal(position, path)
    assert word.replace("-", "").replace("_", "").isalnum(), "it can stand in an address as it is"
    assert _open(word, path) == position


@given(PATHS, PATHS, POSITIONS)
def test_a_cursor_of_one_list_is_none_of_another(path: str, other: str, position: list[str | int]) -> None:
    if path != other:
        with pytest.raises(MalformedError):
            _open(_seal(position, path), other)


@given(some.text(max_size=200) | some.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_other_word_is_refused(word: str) -> None:
    with pytest.raises(MalformedError) as refused:
        _open(word, "/api/v1/things")
    assert (refused.value.code, refused.value.fields[0].field) == ("malformed-cursor", "after")


@given(PATHS, JSON)
def test_what_is_sealed_but_is_no_position_is_refused_or_a_list(path: str, content: object) -> None:
    """Whoever seals a cursor by hand gets a list of words and numbers past us at most; each list judges its own."""
    try:
        word = base64.urlsafe_b64encode(orjson.dumps(content)).decode()
    except TypeError:
        return  # half a character, which no JSON that is sent can hold
    with pytest.raises(MalformedError):
        _open(word, path)
