"""What calls for participation ask and get at a date: councils are counted and added up, three or more together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Project, kind

MINIMUM_GROUP = 3
TOO_FEW = f"fewer than {MINIMUM_GROUP} councils"

State = Literal["published", "closed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as it stood at the date; `cause` is why it takes no more answers, if it does not."""

    call: str
    project: str
    title: str
    deadline: date
    asks: Sequence[Mapping[str, Any]]
    cause: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a council had answered to a call by the date."""

    call: str
    answer: str
    commitments: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Missing:
    """What was missing of a role at the date, as it was said last."""

    call: str
    role: str
    from_month: str
    to_month: str
    months: Sequence[Mapping[str, Any]]
    effective_day: date


class MonthShort(Figure):
    """What a month lacks; `committed_days` null where too few councils committed to tell their sum."""

    month: str
    asked_days: float
    committed_days: float | None


class ShortfallLine(Figure):
    """What is missing of a role, month by month, since it was last said to be more."""

    role: str
    from_month: str
    to_month: str
    since: date
    months: list[MonthShort]


class AskLine(Figure):
    """A role that is asked for: days over all its months, and what councils committed of them together."""

    role: str
    from_month: str
    to_month: str
    asked_days: float
    committed_days: float | None
    committed_days_withheld: str | None


class Answers(Figure):
    """How many councils answered at `as_at`, and what; null where `withheld` says why.

    One that answered with a commitment and has taken back all of it since counts as `taken_back`.
    """

    as_at: date
    answered: int | None
    commit: int | None
    interested: int | None
    no: int | None
    taken_back: int | None
    withheld: str | None


class CallLine(Figure):
    """A call for participation at the date; its pack is at `pack`."""

    call: str
    pack: str
    project: str
    project_name: str
    title: str
    state: State
    deadline: date
    asks: list[AskLine]
    answers: Answers
    shortfalls: list[ShortfallLine]


class CallGroup(Figure):
    """The calls of the projects of one kind, in the order of their deadlines."""

    published: int
    closed: int
    withdrawn: int
    with_shortfall: int
    calls: list[CallLine]


def groups(
    projects: Iterable[Project],
    asked: Iterable[Asked],
    answered: Iterable[Answered],
    missing: Iterable[Missing],
    day: date,
) -> dict[Kind, CallGroup]:
    """Return the calls of a date by kind of project; one whose project is not known counts as the Partnership's."""
    known = {project.project: project for project in projects}
    by_call: dict[str, list[Answered]] = {}
    for answer in answered:
        by_call.setdefault(answer.call, []).append(answer)
    short: dict[str, list[Missing]] = {}
    for one in missing:
        if one.months:
            short.setdefault(one.call, []).append(one)
    kinds: dict[Kind, list[CallLine]] = {"partnership": [], "neighbouring": [], "demonstration": []}
    for call in asked:
        of = known.get(call.project)
        line = _line(call, of.name if of else call.project, by_call.get(call.call, []), short.get(call.call, []), day)
        kinds[kind(of) if of else "partnership"].append(line)
    return {of: _group(lines) for of, lines in kinds.items()}


def state(cause: str | None) -> State:
    """Return the state of a call by why it takes no more answers, if it does not."""
    if cause is None:
        return "published"
    return "withdrawn" if cause == "withdrawn" else "closed"


def _group(lines: Sequence[CallLine]) -> CallGroup:
    states = [line.state for line in lines]
    return CallGroup(
        published=states.count("published"),
        closed=states.count("closed"),
        withdrawn=states.count("withdrawn"),
        with_shortfall=sum(bool(line.shortfalls) for line in lines),
        calls=sorted(lines, key=lambda line: (line.deadline, line.call)),
    )


def _line(
    call: Asked, project_name: str, answered: Sequence[Answered], missing: Sequence[Missing], day: date
) -> CallLine:
    return CallLine(
        call=call.call,
        pack=f"/api/v1/calls/{call.call}/pack",
        project=call.project,
        project_name=project_name,
        title=call.title,
        state=state(call.cause),
        deadline=call.deadline,
        asks=[_ask(ask, answered) for ask in call.asks],
        answers=_answers(answered, day),
        shortfalls=[_shortfall(one) for one in missing] if call.cause != "withdrawn" else [],
    )


def _ask(ask: Mapping[str, Any], answered: Sequence[Answered]) -> AskLine:
    wanted = months(ask)
    given = [
        sum(
            one["days_per_month"] * len(set(months(one)) & set(wanted))
            for one in answer.commitments
            if one["role"] == ask["role"]
        )
        for answer in answered
    ]
    committed = [days for days in given if days]
    tellable = not committed or len(committed) >= MINIMUM_GROUP
    return AskLine(
        role=ask["role"],
        from_month=wanted[0],
        to_month=wanted[-1],
        asked_days=ask["days_per_month"] * (ask["councils_wanted"] or 1) * len(wanted),
        committed_days=sum(committed) if tellable else None,
        committed_days_withheld=None if tellable else TOO_FEW,
    )


def _answers(answered: Sequence[Answered], day: date) -> Answers:
    if 0 < len(answered) < MINIMUM_GROUP:
        return Answers(
            as_at=day, answered=None, commit=None, interested=None, no=None, taken_back=None, withheld=TOO_FEW
        )
    said = ["taken-back" if one.answer == "commit" and not one.commitments else one.answer for one in answered]
    return Answers(
        as_at=day,
        answered=len(said),
        commit=said.count("commit"),
        interested=said.count("interested"),
        no=said.count("no"),
        taken_back=said.count("taken-back"),
        withheld=None,
    )


def _shortfall(one: Missing) -> ShortfallLine:
    return ShortfallLine(
        role=one.role,
        from_month=one.from_month,
        to_month=one.to_month,
        since=one.effective_day,
        months=[MonthShort(**month) for month in one.months],
    )


def months(span: Mapping[str, Any]) -> list[str]:
    """Return every month that an ask or a commitment touches; each counts whole."""
    first, last = (
        day.year * 12 + day.month - 1 for day in (date.fromisoformat(span["starts"]), date.fromisoformat(span["ends"]))
    )
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
