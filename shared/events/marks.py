"""Marks on fields that a reader should know before it keeps what they hold: persons by opaque ids, and people's words.

They stand in the JSON Schema beside the field's type, under `x-holds`, and change nothing on the wire.
"""

from typing import Annotated, Final

from pydantic import Field

HOLDS: Final = "x-holds"

Person = Annotated[str, Field(json_schema_extra={HOLDS: "person"})]
"""An opaque id of a person: councils alone can tell of whom, and no longer once the contact was erased."""

Words = Annotated[str, Field(json_schema_extra={HOLDS: "words"})]
"""Words that somebody wrote, who was asked to name nobody in them."""
