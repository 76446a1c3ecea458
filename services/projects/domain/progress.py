"""Progress: what a project may tell, when the next update is awaited, and when it has gone quiet."""

from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from services.projects.domain.confidence import OWN, refuse_role
from services.projects.domain.projects import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import ProgressUpdate, Project
from shared.errors import refuse_field
from shared.events.projects import (
    ProjectGoneQuiet,
    ProjectHeardAgain,
    ProjectProgressUpdated,
    ProjectUpdateRhythmChanged,
)

GONE_QUIET = "project-gone-quiet"
"""The timer that fires when the update a project was awaited for has not come."""


class Update(BaseModel):
    """What a project tells of its progress; `effective` None is today, or the day of what it corrects."""

    model_config = ConfigDict(frozen=True)

    text: str
    by_role: Role
    evidence: tuple[str, ...] = ()
    effective: date | None = None
    corrects: int | None = None
    correction_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often updates are awaited, from when, and the day on which that was agreed; `every_days` None is never."""

    every_days: int | None
    starts: date | None
    agreed: date


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of how a project is heard: its rhythm, when it last told something, and since when it is quiet."""

    rhythm: Rhythm | None = None
    last: date | None = None
    quiet_since: date | None = None

    @property
    def due(self) -> date | None:
        """The day by which the next update is awaited, None where none is."""
        if self.rhythm is None or self.rhythm.every_days is None:
            return None
        # nothing was missed before it was agreed that it should be told
        known = [day for day in (self.rhythm.agreed, self.rhythm.starts, self.last) if day is not None]
        return max(known) + timedelta(days=self.rhythm.every_days)

    def missed(self, today: date) -> date | None:
        """Return the day by which an update was awaited that has not come, None once that was told."""
        due = self.due
        return due if due is not None and due < today and self.quiet_since is None else None


def tell(
    project: Project, told: Update, corrected: ProgressUpdate | None, *, number: int, heard: Hearing, today: date
) -> ProjectProgressUpdated:
    """Take an update in, or refuse it; `heard` is how the project is heard once it is told."""
    if project.closed_on is not None and (told.effective or today) > project.closed_on and corrected is None:
        refuse_closed(project)
    refuse_role("by_role", told.by_role, OWN, "a progress update is the project's own")
    _refuse_correction(told, corrected)
    effective = told.effective or (corrected.effective if corrected else today)
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; tell it when it has happened")
    return ProjectProgressUpdated(
        project=project.key,
        update=number,
        text=told.text,
        by_role=told.by_role,
        evidence=told.evidence,
        effective=effective.isoformat(),
        told_on=today.isoformat(),
        corrects=told.corrects,
        correction_reason=told.correction_reason,
        update_due=heard.due.isoformat() if heard.due else None,
    )


def change_rhythm(project: Project, rhythm: Rhythm, heard: Hearing) -> ProjectUpdateRhythmChanged:
    """Agree on a rhythm; `heard` is how the project is heard with it."""
    refuse_closed(project)
    return ProjectUpdateRhythmChanged(
        project=project.key,
        every_days=rhythm.every_days,
        starts=rhythm.starts.isoformat() if rhythm.starts else None,
        update_due=heard.due.isoformat() if heard.due else None,
        effective=rhythm.agreed.isoformat(),
    )


def fall_quiet(project: Project, heard: Hearing, due: date) -> ProjectGoneQuiet:
    """Say that the update awaited by a day was missed: from the day after, the project is quiet."""
    return ProjectGoneQuiet(
        project=project.key,
        every_days=heard.rhythm.every_days or 0 if heard.rhythm else 0,
        last_update=heard.last.isoformat() if heard.last else None,
        update_due=due.isoformat(),
        effective=(due + timedelta(days=1)).isoformat(),
    )


def hear_again(project: Project, update: int, quiet_since: date, today: date) -> ProjectHeardAgain:
    return ProjectHeardAgain(
        project=project.key, update=update, quiet_since=quiet_since.isoformat(), effective=today.isoformat()
    )


def _refuse_correction(told: Update, corrected: ProgressUpdate | None) -> None:
    if told.corrects is None:
        if told.correction_reason is not None:
            refuse_field("correction_reason", "correction-of-nothing", "say in 'corrects' which update it puts right")
        return
    if corrected is None:
        refuse_field("corrects", "no-such-update", f"the project has told no update {told.corrects}")
    if not told.correction_reason:
        refuse_field("correction_reason", "reason-missing", "a correction says why the earlier update was wrong")
    if told.effective is not None and told.effective != corrected.effective:
        message = (
            f"a correction is about the day of what it corrects, {corrected.effective}; leave it out, "
            "and tell what holds on another day as an update of its own"
        )
        refuse_field("effective", "correction-of-another-day", message)
