"""Progress updates and their rhythm: told, put right, missed, and heard again."""

from datetime import date

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.commands.confidence import add_rating
from services.projects.domain import confidence as confidence_rules
from services.projects.domain import progress as rules
from services.projects.domain.roles import Role
from services.projects.models import ProgressUpdate, Project, Silence, UpdateRhythm
from shared.clock import end_of
from shared.database import Transaction
from shared.timers import drop_timer, set_timer
from shared.values import Day, Link, Text
from shared.web.calls import Call
from shared.web.resources import Resource, Wish

MOST_EVIDENCE = 50
LONGEST_RHYTHM_DAYS = 366


class TellProgress(Wish):
    """What a project tells of its progress, and how it rates itself where that is to be told as well."""

    text: Text = Field(min_length=1)
    by_role: Role = "project-lead"
    effective: Day | None = None
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    corrects: int | None = Field(default=None, ge=1, lt=2**31, strict=True)
    correction_reason: Text | None = None
    own_rating: confidence_rules.Colour | None = None
    reason: Text | None = None


class SetRhythm(Wish):
    """How often a project is to tell of its progress, and from when; `every_days` null ends it."""

    every_days: int | None = Field(ge=1, le=LONGEST_RHYTHM_DAYS, strict=True)
    starts: Day | None = None


class Told(Resource):
    """A recorded update, and how confident it leaves the delivery; `version` is the project's."""

    project: str
    update: views.UpdateView
    rating: views.RatingView | None = None
    confidence: views.ConfidenceView


async def tell_progress(call: Call, key: str, wish: TellProgress) -> Told:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        row, rating = await apply(change, project, wish)
        answer = Told(
            href=f"{views.BASE}/projects/{key}/progress-updates",
            version=project.version,
            project=key,
            update=views.update(row),
            rating=rating,
            confidence=await reads.confidence(change.session, key, change.today),
        )
        return await call.answer(change, answer)


async def apply(
    change: Transaction, project: Project, wish: TellProgress
) -> tuple[ProgressUpdate, views.RatingView | None]:
    """Tell of a project, which is locked: the one way in which progress is told, by whatever road."""
    key, today = project.key, change.today
    heard = await _caught_up(change, project)
    then = rules.Hearing(heard.rhythm, today)
    said = rules.Update.model_validate(wish.model_dump(exclude={"own_rating", "reason"}))
    corrected = await change.session.get(ProgressUpdate, (key, wish.corrects)) if wish.corrects else None
    number = await _next(change, key)
    event = rules.tell(project, said, corrected, number=number, heard=then, today=today)
    row = ProgressUpdate(
        project=key,
        number=number,
        recorded_at=change.now,
        **said.model_dump(exclude={"effective", "evidence"}),
        evidence=list(said.evidence),
        effective=date.fromisoformat(event.effective),
        told_on=today,
    )
    change.session.add(row)
    change.record(event, of=project)
    rating = None
    if wish.own_rating is not None:
        given = confidence_rules.Rating(
            kind="own",
            rating=wish.own_rating,
            by_role=wish.by_role,
            reason=wish.reason,
            evidence=said.evidence,
            effective=row.effective,
            update=number,
        )
        rating = views.rating(await add_rating(change, project, given))
    if heard.quiet_since is not None:
        change.record(rules.hear_again(project, number, heard.quiet_since, today), of=project)
        await _end_silence(change, key, today)
    await _await_update(change, key, then)
    return row, rating


async def set_rhythm(call: Call, key: str, wish: SetRhythm) -> views.RhythmView:
    """Agree on a rhythm; when it is as it was, nothing happened and nothing is told."""
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        call.expect(project)
        today = change.today
        heard = await _caught_up(change, project)
        before = heard.rhythm
        starts = wish.starts if wish.every_days is not None else None
        if (before.every_days, before.starts) != (wish.every_days, starts) if before else wish.every_days is not None:
            rhythm = rules.Rhythm(wish.every_days, starts, today)
            heard = rules.Hearing(rhythm, heard.last, heard.quiet_since)
            query = select(func.max(col(UpdateRhythm.number))).where(UpdateRhythm.project == key)
            change.session.add(
                UpdateRhythm(
                    project=key,
                    number=((await change.session.exec(query)).one() or 0) + 1,
                    every_days=rhythm.every_days,
                    starts=rhythm.starts,
                    effective=today,
                    recorded_at=change.now,
                )
            )
            change.record(rules.change_rhythm(project, rhythm, heard), of=project)
        # what was missed was told above: its timer must not tell it again, though the rhythm stays as it was
        await _await_update(change, key, heard)
        return await call.answer(change, views.rhythm(project, heard, today))


async def fall_quiet(change: Transaction, project: Project, due: date) -> None:
    """Let a project be quiet from the day after the one by which it was awaited."""
    heard = await reads.hearing(change.session, project.key, due)
    event = rules.fall_quiet(project, heard, due)
    change.session.add(
        Silence(project=project.key, quiet_since=date.fromisoformat(event.effective), recorded_at=change.now)
    )
    change.record(event, of=project)
    await change.flush()


async def _caught_up(change: Transaction, project: Project) -> rules.Hearing:
    """Return how a project is heard; an update that was missed before its timer fired was missed all the same."""
    heard = await reads.hearing(change.session, project.key, change.today)
    missed = heard.missed(change.today)
    if missed is None:
        return heard
    await fall_quiet(change, project, missed)
    return await reads.hearing(change.session, project.key, change.today)


async def _await_update(change: Transaction, key: str, heard: rules.Hearing) -> None:
    """Let the project go quiet by itself after the day by which it is awaited; one that is quiet already is so once."""
    if heard.due is None or heard.quiet_since is not None:
        await drop_timer(change, rules.GONE_QUIET, key)
    else:
        await set_timer(change, rules.GONE_QUIET, key, end_of(heard.due))


async def _end_silence(change: Transaction, key: str, today: date) -> None:
    open_one = select(Silence).where(Silence.project == key, col(Silence.heard_on).is_(None))
    for row in (await change.session.exec(open_one)).all():
        row.heard_on = today
        change.session.add(row)
    await change.flush()


async def _next(change: Transaction, key: str) -> int:
    query = select(func.max(col(ProgressUpdate.number))).where(ProgressUpdate.project == key)
    return ((await change.session.exec(query)).one() or 0) + 1
