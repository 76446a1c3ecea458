"""What is told of one project, from its registration to its end: what the pages of a project are tried with."""

from shared.events.councils import AcknowledgementRequested, CouncilRegistered
from shared.events.projects import (
    BenefitProfiled,
    DeliverableRegistered,
    DeliverableStateChanged,
    DeliverableVersionPublished,
    GateCondition,
    GateOverride,
    LifecyclePhase,
    LifecyclePublished,
    PlannedPhase,
    PortfolioEnded,
    PortfolioOpened,
    ProjectConfidenceRated,
    ProjectGateConditionMet,
    ProjectGateDecided,
    ProjectPhaseChanged,
    ProjectPhasesPlanned,
    ProjectPlaced,
    ProjectProgressUpdated,
    ProjectRegistered,
)
from shared.events.projects.benefits import BenefitFigure

PHASES = (
    LifecyclePhase(key="discovery", name="Discovery"),
    LifecyclePhase(key="alpha", name="Alpha"),
    LifecyclePhase(key="live", name="Live"),
)
REGISTER = (
    CouncilRegistered(council="fife", name="Fife Council", gss_code="S12000047"),
    LifecyclePublished(lifecycle="service", number=1, name="Service", phases=PHASES),
    PortfolioOpened(portfolio="services", name="Digital Services", grouping="themes-2016", effective="2016-10"),
    PortfolioOpened(portfolio="place", name="Digital Place", grouping="portfolios-2019", effective="2019-10-01"),
    PortfolioEnded(portfolio="services", effective="2019-10-01"),
    ProjectRegistered(
        project="parking",
        name="Parking & Permits",
        summary="One way to ask for a permit.",
        programme="digital-partnership",
        lead_councils=("fife",),
        other_leads=("The Digital Office",),
        participant_count=9,
        lifecycle="service",
        lifecycle_number=1,
        starts="2017-03",
    ),
    ProjectRegistered(project="made-up", name="Made up", programme="digital-partnership", demonstration=True),
    ProjectPlaced(project="parking", portfolio="services", effective="2017-03"),
    ProjectPlaced(project="parking", portfolio="place", effective="2019-10-01", reading_of_ours=True),
)
WORK = (
    DeliverableRegistered(deliverable="permit-form", project="parking", name="Permit form", state="planned"),
    DeliverableStateChanged(
        deliverable="permit-form", project="parking", from_state="planned", to_state="live", effective="2018-05-01"
    ),
    BenefitProfiled(
        benefit="fewer-calls",
        project="parking",
        statement="Fewer telephone calls",
        type="cost-avoidance",
        amount_gbp=20000,
        measure="calls",
        unit="calls a month",
        baseline=BenefitFigure(value=1200, date="2017-12"),
        target=BenefitFigure(value=800, date="2018-12"),
    ),
    BenefitProfiled(benefit="unsorted", project="parking", statement="Something good"),
    BenefitProfiled(benefit="calmer", project="parking", statement="Calmer streets", type="qualitative"),
    ProjectProgressUpdated(
        project="parking", update=1, text="Well", by_role="project-lead", effective="2018-03-01", told_on="2018-03-01"
    ),
)
GATES = (
    ProjectPhasesPlanned(
        project="parking",
        lifecycle="service",
        lifecycle_number=1,
        phases=(PlannedPhase(phase="alpha", planned="2018-02"), PlannedPhase(phase="live", planned="2018-09")),
        effective="2017-04-01",
    ),
    ProjectGateDecided(
        project="parking",
        decision="first",
        outcome="go-with-conditions",
        by_role="delivery-board",
        phase="discovery",
        effective="2018-03-05",
        conditions=(
            GateCondition(condition="first-1", text="Name a supplier", owner_role="project-lead", due="2018-03-31"),
            GateCondition(condition="first-2", text="Test with people", owner_role="sponsor", due="2018-04-30"),
        ),
        override=GateOverride(by_role="sponsor", reason="The law comes in May", of=("criteria-not-met",)),
    ),
    ProjectGateConditionMet(
        project="parking",
        decision="first",
        condition="first-2",
        text="Test with people",
        owner_role="sponsor",
        due="2018-04-30",
        by_role="sponsor",
        effective="2018-04-05",
    ),
    DeliverableVersionPublished(
        deliverable="permit-form",
        project="parking",
        version="1.2",
        effective="2018-05-01",
        link="javascript:alert(1)",
    ),
    DeliverableRegistered(deliverable="paper-form", project="parking", name="Paper form", state="live"),
    DeliverableStateChanged(
        deliverable="paper-form",
        project="parking",
        from_state="live",
        to_state="superseded",
        effective="2018-05-03",
        successor="permit-form",
        reason="Nobody asks for paper",
        acknowledge_by="2018-06-30",
    ),
)
ASKED = tuple(
    AcknowledgementRequested(
        council=f"council-{number}",
        number=1,
        deliverable="paper-form",
        project="parking",
        state="superseded",
        since="2018-05-03",
        acknowledge_by="2018-06-30",
        effective="2018-05-03",
    )
    for number in range(6)
)


def entered(phase: str, day: str) -> ProjectPhaseChanged:
    return ProjectPhaseChanged(
        project="parking",
        lifecycle="service",
        lifecycle_number=1,
        to_phase=phase,
        decision="one",
        outcome="go",
        by_role="delivery-board",
        effective=day,
    )


def rated(number: int, kind: str, rating: str, day: str) -> ProjectConfidenceRated:
    return ProjectConfidenceRated(
        project="parking",
        number=number,
        kind=kind,
        rating=rating,
        from_rating="not-yet-rated",
        by_role="project-lead" if kind == "own" else "delivery-board",
        reason="Waits for <a supplier>",
        effective=day,
    )
