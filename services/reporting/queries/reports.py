"""The reports: facts at a moment, and the figures made of them."""

from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain import portfolios, programme
from services.reporting.domain import releases as domain
from services.reporting.domain.adoption import Adoption, Named, adoptions, taken
from services.reporting.domain.membership import Councils, Standing, conflicts, corrections, councils, standing
from services.reporting.domain.membership_changes import changes
from services.reporting.domain.milestones import Milestone, milestones
from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Group, Groups, Kind, Project, Stage, groups, kind, stage
from services.reporting.queries import facts, projects, releases, sealing, shapes
from services.reporting.queries.benefits import BenefitsReport, benefits
from services.reporting.queries.calls import CallsReport, calls
from services.reporting.queries.confidence import ConfidenceReport, confidence
from services.reporting.queries.deliverables import WithdrawalsReport, withdrawals
from services.reporting.queries.gates import GatesReport, gates
from services.reporting.queries.shapes import BASE
from services.reporting.queries.take_up import take_up
from services.reporting.queries.work_requests import WorkRequestsReport, work_requests
from shared.errors import NotFoundError
from shared.values import last_day


class Reports:
    """Every report at one moment; a fact that several of them need is read once."""

    def __init__(self, session: AsyncSession, moment: Moment) -> None:
        self.session, self.moment = session, moment
        self._read: dict[str, Any] = {}

    @property
    def day(self) -> date:
        return self.moment.as_at

    async def phases(self) -> shapes.PhasesReport:
        found = (await self._groups())[0]
        return shapes.PhasesReport(
            **self._times("phases"),
            partnership=found.partnership,
            neighbouring=found.neighbouring,
            demonstration=found.demonstration,
        )

    async def membership(self) -> shapes.MembershipReport:
        joined, then = await self._membership()
        listed = await facts.members(self.session, self.moment, joined.members)
        told, counts = self._read["membership facts"]
        return shapes.MembershipReport(
            **self._times("membership"),
            **dict(then),
            members=listed,
            conflicts=conflicts(counts, self.day),
            corrections=corrections(told),
        )

    async def membership_changes(self, since: datetime) -> shapes.MembershipChanges:
        await self._membership()
        told, counts = self._read["membership facts"]
        found = changes(told, counts, self.day, since)
        return shapes.MembershipChanges(**self._times("membership/changes"), **dict(found), since=since)

    async def releases(self) -> shapes.ReleasesReport:
        lines = [shapes.line(release) for release in await self._releases()]
        return shapes.ReleasesReport(
            **self._times("releases"),
            releases=[one for one in lines if not one.demonstration],
            demonstration=[one for one in lines if one.demonstration],
        )

    async def release(self, key: str) -> shapes.ReleaseReport:
        known = await releases.releases(self.session, self.moment, key)
        if not known:
            raise NotFoundError(f"There is no release '{key}'.")
        names = await self._names()
        release = domain.release(known[0], names, self.day)
        target = None
        if release.carried_over_to:
            target = await releases.releases(self.session, self.moment, release.carried_over_to)
        joined, then = await self._membership()
        counts = await facts.line_counts(self.session, self.moment, outside=joined.outside, release=key)
        return shapes.ReleaseReport(
            **self._times(f"releases/{key}"),
            **dict(release),
            carried_over_to_name=target[0].name if target else None,
            denominator=then.denominator,
            adoption=adoptions(counts, names, then.denominator, self.day),
            frozen=await releases.frozen(self.session, self.moment, key),
            **await sealing.sealing(self.session, self.moment, release, known[0].items),
        )

    async def adoption(self) -> shapes.AdoptionReport:
        _, then = await self._membership()
        real, demonstration = await self._adoption()
        return shapes.AdoptionReport(
            **self._times("adoption"),
            denominator=then.denominator,
            deliverables=real,
            taken=taken(real),
            demonstration=shapes.AdoptionGroup(taken=taken(demonstration), deliverables=demonstration),
        )

    async def take_up(self) -> shapes.TakeUpReport:
        """Return the report on adoption with what the history of every line is read for."""
        joined, _ = await self._membership()
        found = await take_up(self.session, self.moment, joined.outside)
        shown = await self.adoption()
        demonstration = shapes.TakeUpGroup(**dict(shown.demonstration), take_up=found[True])
        return shapes.TakeUpReport(**dict(shown) | {"take_up": found[False], "demonstration": demonstration})

    async def programme(self) -> shapes.Programme:
        _, then = await self._membership()
        found, stages = await self._groups()
        benefits = await projects.benefits(self.session, self.moment)
        states = await projects.deliverable_states(self.session, self.moment)
        of_demonstration = {key for key, (of, _) in stages.items() if of == "demonstration"}
        return shapes.Programme(
            **self._times("programme"),
            phases=programme.phases(await facts.programme_phases(self.session, self.moment), self.day),
            membership=then,
            partnership=await self._counts("partnership", found.partnership, stages, states),
            benefits=shapes.Benefits(figures=[one for one in benefits if one.project not in of_demonstration]),
            neighbouring=_projects(found.neighbouring),
            demonstration=await self._counts("demonstration", found.demonstration, stages, states),
        )

    async def confidence(self) -> ConfidenceReport:
        return await confidence(self.session, self.moment, (await self._projects())[0])

    async def gates(self) -> GatesReport:
        return await gates(self.session, self.moment, (await self._projects())[0])

    async def calls(self) -> CallsReport:
        return await calls(self.session, self.moment, (await self._projects())[0])

    async def benefits(self) -> BenefitsReport:
        return await benefits(self.session, self.moment, (await self._projects())[0])

    async def work_requests(self) -> WorkRequestsReport:
        return await work_requests(self.session, self.moment, (await self._projects())[0])

    async def withdrawals(self) -> WithdrawalsReport:
        return await withdrawals(self.session, self.moment)

    async def project_names(self) -> dict[str, str]:
        return await facts.project_names(self.session, self.moment)

    async def deliverable_names(self) -> dict[str, str]:
        return {key: named.name for key, named in (await self._names()).items()}

    async def milestones(self, until: date) -> list[Milestone]:
        """Return the days worth looking at, whatever day the reports are about."""
        phases = await facts.programme_phases(self.session, self.moment)
        sealed = await releases.releases(self.session, Moment(until, self.moment.known_at))
        return milestones(phases, [one for one in sealed if not one.demonstration], until)

    async def _counts(
        self, of: Kind, group: Group, stages: dict[str, tuple[Kind, Stage]], states: list[tuple[str, str | None]]
    ) -> shapes.GroupCounts:
        demonstration = of == "demonstration"
        listed = [one for one in await self._releases() if one.demonstration == demonstration]
        closed = [one for one in listed if one.state == "closed"]
        real, other = await self._adoption()
        return shapes.GroupCounts(
            projects=_projects(group),
            deliverables=_states([state for project, state in states if stages.get(project) == (of, "under-way")]),
            releases=shapes.ReleaseCounts(
                closed=len(closed),
                planned=sum(one.state == "planned" for one in listed),
                not_recorded=sum(one.state == "not-recorded" for one in listed),
                deliverables_released=len({item.deliverable for one in closed for item in one.included}),
                latest_closed=shapes.line(_latest(closed)) if closed else None,
            ),
            adoption=taken(other if demonstration else real),
        )

    async def _projects(self) -> tuple[list[Project], list[portfolios.PlacementFact]]:
        if "projects" not in self._read:
            placements = await facts.placement_facts(self.session, self.moment)
            self._read["projects"] = await projects.projects(self.session, self.moment, placements), placements
        found: tuple[list[Project], list[portfolios.PlacementFact]] = self._read["projects"]
        return found

    async def _groups(self) -> tuple[Groups, dict[str, tuple[Kind, Stage]]]:
        """Return the projects group by group, and the kind and stage of each."""
        if "groups" not in self._read:
            known, placements = await self._projects()
            then = portfolios.in_force(await facts.portfolio_facts(self.session, self.moment), self.day)
            templates = await projects.lifecycles(self.session, self.moment)
            places = portfolios.places(placements, then, self.day)
            stages = {one.project: (kind(one), stage(one, self.day)) for one in known}
            self._read["groups"] = groups(known, places, then, templates, self.day), stages
        found: tuple[Groups, dict[str, tuple[Kind, Stage]]] = self._read["groups"]
        return found

    async def _membership(self) -> tuple[Councils, Standing]:
        if "membership" not in self._read:
            told = await facts.membership_facts(self.session, self.moment)
            counts = await facts.count_facts(self.session, self.moment)
            self._read["membership facts"] = told, counts
            self._read["membership"] = (
                councils(told, self.day),
                standing(told, counts, self.day),
            )
        found: tuple[Councils, Standing] = self._read["membership"]
        return found

    async def _names(self) -> dict[str, Named]:
        if "names" not in self._read:
            self._read["names"] = await facts.deliverable_names(self.session, self.moment)
        found: dict[str, Named] = self._read["names"]
        return found

    async def _releases(self) -> list[domain.Release]:
        if "releases" not in self._read:
            names = await self._names()
            known = await releases.releases(self.session, self.moment)
            self._read["releases"] = domain.in_order(
                domain.release(one, names, self.day) for one in known if domain.stands(one, self.day)
            )
        found: list[domain.Release] = self._read["releases"]
        return found

    async def _adoption(self) -> tuple[list[Adoption], list[Adoption]]:
        """Return the adoption of real releases, and that of releases for demonstration."""
        if "adoption" not in self._read:
            joined, then = await self._membership()
            counts = await facts.line_counts(self.session, self.moment, outside=joined.outside)
            self._read["adoption"] = adoptions(counts, await self._names(), then.denominator, self.day)
        found: list[Adoption] = self._read["adoption"]
        return [one for one in found if not one.demonstration], [one for one in found if one.demonstration]

    def _times(self, path: str) -> dict[str, Any]:
        return {"href": f"{BASE}/{path}", "as_at": self.day, "known_at": self.moment.known_at}


def _projects(group: Group) -> shapes.ProjectCounts:
    return shapes.ProjectCounts(
        under_way=group.under_way,
        ended=group.ended,
        not_begun=group.not_begun,
        beginning_not_recorded=group.beginning_not_recorded,
        phases=group.phases,
    )


def _states(states: list[str | None]) -> shapes.DeliverableStates:
    known = [state for state in states if state is not None]
    ordered = [
        state for state in ("live", "beta", "in-progress", "planned", "superseded", "withdrawn") if state in known
    ]
    return shapes.DeliverableStates(
        deliverables=len(states),
        states={state: known.count(state) for state in ordered},
        not_recorded=len(states) - len(known),
    )


def _latest(closed: list[domain.Release]) -> domain.Release:
    return max(closed, key=lambda one: (last_day(one.closed_on or "1900"), one.number or 0))
