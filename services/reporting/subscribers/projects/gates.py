"""What projects tells of gates and phases."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def gate_decided(event: said.ProjectGateDecided) -> Iterable[Row]:
    yield (
        models.GateDecisionFact,
        {
            "project": event.project,
            "decision": event.decision,
            "outcome": event.outcome,
            "by_role": event.by_role,
            "phase": event.phase,
            "criteria": len(event.criteria),
            "criteria_told": sum(one.met is not None for one in event.criteria),
            "criteria_met": sum(one.met is True for one in event.criteria),
            "override": event.override.model_dump() if event.override else None,
        },
    )
    for number, one in enumerate(event.conditions, start=1):
        yield (
            models.GateConditionFact,
            {
                # one that was told before conditions had names of their own is called as it would be now
                "condition": one.condition or f"{event.decision}-{number}",
                "project": event.project,
                "decision": event.decision,
                "phase": event.phase,
                "text": one.text,
                "owner_role": one.owner_role,
                "due_day": day(one.due),
            },
        )


def condition_met(event: said.ProjectGateConditionMet) -> Iterable[Row]:
    yield models.GateConditionSettledFact, _settled(event, "met", event.note)


def condition_waived(event: said.ProjectGateConditionWaived) -> Iterable[Row]:
    yield models.GateConditionSettledFact, _settled(event, "waived", event.reason)


def _settled(
    event: said.ProjectGateConditionMet | said.ProjectGateConditionWaived, settlement: str, reason: str | None
) -> dict[str, object]:
    return {
        "condition": event.condition,
        "project": event.project,
        "settlement": settlement,
        "by_role": event.by_role,
        "reason": reason,
    }


def phases_planned(event: said.ProjectPhasesPlanned) -> Iterable[Row]:
    for one in event.phases:
        day(one.planned)  # a plan for no day at all is refused here
    yield models.PhasePlanFact, {"project": event.project, "phases": [one.model_dump() for one in event.phases]}


def project_phase(event: said.ProjectPhaseChanged) -> Iterable[Row]:
    yield (
        models.ProjectPhaseFact,
        {
            "project": event.project,
            "lifecycle": event.lifecycle,
            "lifecycle_number": event.lifecycle_number,
            "phase": event.to_phase,
            "cause": event.cause,
        },
    )


TELLS: Mapping[type[Event], Tell] = {
    said.ProjectGateDecided: gate_decided,
    said.ProjectGateConditionMet: condition_met,
    said.ProjectGateConditionWaived: condition_waived,
    said.ProjectPhasesPlanned: phases_planned,
    said.ProjectPhaseChanged: project_phase,
}
