"""What projects says of progress: updates and their rhythm, silence, and how confident the delivery is rated."""

from shared.events.base import Event
from shared.events.marks import Words


class ProjectProgressUpdated(Event, about="project", audience="public"):
    """A project told of its progress.

    `effective` is the day it tells of, `told_on` the day it was told. `corrects` is the number of an earlier update
    that it puts right, `correction_reason` says why. `update_due` is the day by which the next is awaited, null where
    no rhythm was agreed.
    """

    project: str
    update: int
    text: Words
    by_role: str
    evidence: tuple[str, ...] = ()
    effective: str
    told_on: str
    corrects: int | None = None
    correction_reason: Words | None = None
    update_due: str | None = None


class ProjectConfidenceRated(Event, about="project", audience="public"):
    """The confidence in a project's delivery was rated: green, amber, red or not-yet-rated.

    `kind` is own (by the project itself) or independent (by the delivery board or the Digital Office). `from_rating`
    is the one of this kind that held on the day before it; `update` the number of the update it came with.
    """

    project: str
    number: int
    kind: str
    rating: str
    from_rating: str
    by_role: str
    reason: Words | None = None
    evidence: tuple[str, ...] = ()
    update: int | None = None
    effective: str


class ProjectUpdateRhythmChanged(Event, about="project", audience="public"):
    """It was agreed how often a project tells of its progress; `every_days` null means that no update is awaited."""

    project: str
    every_days: int | None = None
    starts: str | None = None
    update_due: str | None = None
    effective: str


class ProjectGoneQuiet(Event, about="project", audience="public"):
    """A project missed an update: until it is heard again, its rating is stale, whatever the colour was.

    `update_due` is the day by which the update was awaited, `effective` the first day after it; `last_update` is the
    day on which the project last told of its progress, null if it never did.
    """

    project: str
    every_days: int
    last_update: str | None = None
    update_due: str
    effective: str


class ProjectHeardAgain(Event, about="project", audience="public"):
    """A project that had gone quiet told of its progress again."""

    project: str
    update: int
    quiet_since: str
    effective: str
