"""What the parts of an event have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of an event's data; readers ignore what they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")
