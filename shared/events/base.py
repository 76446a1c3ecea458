"""What every event has: its wire name, whom it is about, who may see it, and the CloudEvents envelope around it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

Audience = Literal["public", "programme", "council", "office"]
"""Who may see an event: anyone with a token to read events and the public pages; members of the programme;
the council it is about (and the Office); the Office alone."""

PREFIX = "partnership"
_registry: dict[str, type["Event"]] = {}


class Event(BaseModel):
    """A fact that one service publishes: past tense, plain values, ids and roles but never a person's data.

    Class arguments: `about` names the field that holds the subject key; `audience` says who may see it;
    `identity` names the fields that together identify the aggregate, where that is more than the key;
    `aggregate` names the kind of thing whose version the event carries, where that is not `about`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    service: ClassVar[str]
    wire_name: ClassVar[str]
    wire_version: ClassVar[int] = 1
    about: ClassVar[str]
    audience: ClassVar[Audience]
    aggregate: ClassVar[str]
    identity: ClassVar[tuple[str, ...]]

    def __init_subclass__(
        cls,
        *,
        about: str,
        audience: Audience,
        aggregate: str | None = None,
        identity: tuple[str, ...] | None = None,
        version: int = 1,
        **settings: Any,
    ) -> None:
        super().__init_subclass__(**settings)
        # shared.events.<service>, or a module of that package
        cls.service = cls.__module__.split(".")[2]
        cls.wire_name = _wire_name(cls.__name__, cls.service)
        cls.wire_version = version
        cls.about, cls.audience = about, audience
        cls.aggregate, cls.identity = aggregate or about, identity or (about,)
        _registry[cls.type_name()] = cls

    @classmethod
    def short_name(cls) -> str:
        """Return the name people use in `types=`: `projects.phase-changed`."""
        return f"{cls.service}.{cls.wire_name}"

    @classmethod
    def type_name(cls) -> str:
        """Return the CloudEvents type, which is the NATS subject without its key."""
        return f"{PREFIX}.{cls.service}.{cls.wire_name}.v{cls.wire_version}"

    @property
    def key(self) -> str:
        """The subject key: the project, council, release … that the event is about."""
        return str(getattr(self, self.about))

    @property
    def aggregate_id(self) -> str:
        """The identity of the aggregate whose version the event carries, unique within its kind."""
        return ".".join(str(getattr(self, name)) for name in self.identity)

    @property
    def subject(self) -> str:
        """The NATS subject: the type, and the key last so that a reader can be given exactly its own."""
        return f"{self.type_name()}.{self.key}"


class Rewound(BaseModel):
    """What every service's `history-rewound` says: its database was restored, and some of what it said is void.

    `history` is the key, `epoch-2` say; `epoch` is the one that begins, and stands in every event said from now on.
    `void` holds the ids of events that were published and that the restored database knows nothing of; where there
    are many, they come in `parts` events, of which this is number `part`. `complete` is false where a lost broker
    no longer tells which they were: then everything of an earlier epoch that cannot be read again is in doubt.
    """

    history: str
    epoch: int
    void: tuple[UUID, ...]
    part: int
    parts: int
    complete: bool


REWOUND = "history-rewound"


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as it travels: the CloudEvents attributes, our extensions and the payload's exact bytes."""

    id: UUID
    type: str
    source: str
    subject: str
    time: datetime
    recordedtime: datetime
    aggregate: str
    sequence: int
    previousid: UUID | None
    epoch: int
    correlationid: str
    causationid: str | None
    actor: str
    data: bytes
    traceparent: str | None = None
    tracestate: str | None = None
    stream: str | None = None
    stream_sequence: int | None = None
    incarnation: str | None = None
    deliveries: int = 1
    extensions: dict[str, str] = field(default_factory=dict)

    @property
    def aggregate_type(self) -> str:
        return self.aggregate.partition("/")[0]

    @property
    def aggregate_id(self) -> str:
        return self.aggregate.partition("/")[2]


def find(type_name: str) -> type[Event] | None:
    """Return the class for a full type name, or None for a type this build does not know."""
    return _registry.get(type_name)


def rewound(service: str) -> type[Event] | None:
    """Return the class with which a service says that its database was restored."""
    return find(f"{PREFIX}.{service}.{REWOUND}.v1")


def catalogue() -> list[type[Event]]:
    """Return every event class that has been imported, in the order of their type names."""
    return [_registry[name] for name in sorted(_registry)]


def _wire_name(class_name: str, service: str) -> str:
    noun = service.removesuffix("s").capitalize()
    rest = class_name.removeprefix(noun) if class_name != noun else class_name
    return re.sub(r"(?<!^)(?=[A-Z])", "-", rest or class_name).lower()
