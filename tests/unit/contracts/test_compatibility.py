"""Which change of a schema breaks a reader, and which does not."""

from typing import Any

import pytest
from pydantic import BaseModel, create_model

from deploy.contracts.compatibility import breaks


class Part(BaseModel):
    name: str
    note: str | None = None


class Before(BaseModel):
    key: str
    count: int = 0
    remark: str | None = None
    parts: tuple[Part, ...] = ()
    words: dict[str, str] = {}


def schema(*without: str, **changes: Any) -> dict[str, Any]:
    """Return the schema of Before with some fields left out, and others added or given another type."""
    fields = {name: (field.annotation, field) for name, field in Before.model_fields.items() if name not in without}
    return create_model("After", **(fields | changes)).model_json_schema()


class PartWithMore(Part):
    more: int = 0


class PartThatAsksForMore(Part):
    more: int


class PartWithoutNote(BaseModel):
    name: str


@pytest.mark.parametrize(
    "after",
    [
        schema(),
        schema(added=(str | None, None)),
        schema(added=(int, 1)),
        schema(parts=(tuple[PartWithMore, ...], ())),
    ],
)
def test_an_addition_that_may_be_left_out_breaks_nobody(after: dict[str, Any]) -> None:
    assert breaks(Before.model_json_schema(), after) == []


@pytest.mark.parametrize(
    ("after", "because"),
    [
        (schema("remark"), "data.remark is gone"),
        (schema(added=(str, ...)), "data.added must be there now"),
        (schema(key=(str, "unnamed")), "data.key may be missing now"),
        (schema(count=(str, "")), "data.count was integer and is string"),
        (schema(count=(int | None, None)), "data.count was integer and is integer or null"),
        (schema(remark=(str, "")), "data.remark was null or string and is string"),
        (schema(parts=(tuple[str, ...], ())), "data.parts[] was object and is string"),
        (schema(parts=(tuple[PartWithoutNote, ...], ())), "data.parts[].note is gone"),
        (schema(parts=(tuple[PartThatAsksForMore, ...], ())), "data.parts[].more must be there now"),
        (schema(words=(dict[str, int], {})), "data.words.* was string and is integer"),
        (schema(words=(dict[str, Any], {})), "data.words.* was string and is anything"),
    ],
)
def test_anything_else_is_told_by_its_place(after: dict[str, Any], because: str) -> None:
    assert breaks(Before.model_json_schema(), after) == [because]
