"""What may be done with the reports."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.reports import (
    BenefitsReport,
    CallsReport,
    CapacityReport,
    ConfidenceReport,
    CouncilBenefitsReport,
    DeliverablesReport,
    GatesReport,
    MembershipChanges,
    MembershipReport,
    PhasesReport,
    Programme,
    ProjectReport,
    ReleaseReport,
    ReleasesReport,
    ReportList,
    RolesReport,
    TakeUpReport,
    WithdrawalsReport,
    WorkRequestsReport,
)
from partnership_client.request import Day, Moment, Request, segment


class Reports(Noun):
    """The reports."""

    def all(self) -> ReportList:
        """List the reports there are."""
        return self._sender.ask(Request(ReportList, "GET", "/api/v1/reports"))

    def programme(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> Programme:
        """All headline figures together.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(Programme, "GET", "/api/v1/reports/programme", query={"as_at": as_at, "known_at": known_at})
        )

    def phases(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> PhasesReport:
        """How many projects stood in which phase, by portfolio of the date; what is not recorded is counted as such.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(PhasesReport, "GET", "/api/v1/reports/phases", query={"as_at": as_at, "known_at": known_at})
        )

    def gates(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> GatesReport:
        """What was decided at the gates of projects, which conditions are open or overdue, and what was overridden.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(GatesReport, "GET", "/api/v1/reports/gates", query={"as_at": as_at, "known_at": known_at})
        )

    def confidence(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> ConfidenceReport:
        """How confident projects and others are in their delivery; what is quiet is stale in place of its old colour.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(ConfidenceReport, "GET", "/api/v1/reports/confidence", query={"as_at": as_at, "known_at": known_at})
        )

    def work_requests(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> WorkRequestsReport:
        """How many requests for work councils were asked, how they stand and which are overdue; no council is named.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                WorkRequestsReport, "GET", "/api/v1/reports/work-requests", query={"as_at": as_at, "known_at": known_at}
            )
        )

    def deliverables(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> DeliverablesReport:
        """Every deliverable: its state, its latest version, and what took its place.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                DeliverablesReport, "GET", "/api/v1/reports/deliverables", query={"as_at": as_at, "known_at": known_at}
            )
        )

    def withdrawals(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> WithdrawalsReport:
        """What was superseded or withdrawn, and how many of those who had adopted it have acknowledged that.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                WithdrawalsReport, "GET", "/api/v1/reports/withdrawals", query={"as_at": as_at, "known_at": known_at}
            )
        )

    def calls(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> CallsReport:
        """What calls ask, how many councils answered what, what they committed together, and what is missing of it.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(CallsReport, "GET", "/api/v1/reports/calls", query={"as_at": as_at, "known_at": known_at})
        )

    def benefits(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> BenefitsReport:
        """What each benefit is to come to and what was measured last, type by type; types are never added together.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(BenefitsReport, "GET", "/api/v1/reports/benefits", query={"as_at": as_at, "known_at": known_at})
        )

    def releases(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> ReleasesReport:
        """Every release at the date.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(ReleasesReport, "GET", "/api/v1/reports/releases", query={"as_at": as_at, "known_at": known_at})
        )

    def release(self, release: str, *, as_at: Day | None = None, known_at: Moment | None = None) -> ReleaseReport:
        """What was in a release, what was carried over and where to, its digest, and its frozen report.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                ReleaseReport,
                "GET",
                f"/api/v1/reports/releases/{segment(release)}",
                query={"as_at": as_at, "known_at": known_at},
            )
        )

    def project(self, project: str, *, as_at: Day | None = None, known_at: Moment | None = None) -> ProjectReport:
        """What was true of one project: its places, phases, confidence, deliverables and benefits.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                ProjectReport,
                "GET",
                f"/api/v1/reports/projects/{segment(project)}",
                query={"as_at": as_at, "known_at": known_at},
            )
        )

    def adoption(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> TakeUpReport:
        """How far each deliverable has been taken up: how many councils use it, of how many, how soon, and as planned.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(TakeUpReport, "GET", "/api/v1/reports/adoption", query={"as_at": as_at, "known_at": known_at})
        )

    def membership(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> MembershipReport:
        """Which councils are known to be members or in principle, how many a source reported, and what was corrected.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(MembershipReport, "GET", "/api/v1/reports/membership", query={"as_at": as_at, "known_at": known_at})
        )

    def membership_changes(
        self, *, since: str, as_at: Day | None = None, known_at: Moment | None = None
    ) -> MembershipChanges:
        """Why the figures of a day are others than they were when only what was known by `since` counted.

        `since`: the day or time at which the figures were asked for before
        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                MembershipChanges,
                "GET",
                "/api/v1/reports/membership/changes",
                query={"since": since, "as_at": as_at, "known_at": known_at},
            )
        )

    def roles(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> RolesReport:
        """In how many councils each role lacks a holder or a deputy, or will soon; no council and nobody is named.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(RolesReport, "GET", "/api/v1/reports/roles", query={"as_at": as_at, "known_at": known_at})
        )

    def capacity(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> CapacityReport:
        """What councils have to give beside what they committed and delivered, by month and role; no council is named.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(CapacityReport, "GET", "/api/v1/reports/capacity", query={"as_at": as_at, "known_at": known_at})
        )

    def council_benefits(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> CouncilBenefitsReport:
        """Benefit figures that councils made public, and what those of five or more councils come to; none is ranked.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return self._sender.ask(
            Request(
                CouncilBenefitsReport,
                "GET",
                "/api/v1/reports/council-benefits",
                query={"as_at": as_at, "known_at": known_at},
            )
        )


class AsyncReports(AsyncNoun):
    """The reports."""

    async def all(self) -> ReportList:
        """List the reports there are."""
        return await self._sender.ask(Request(ReportList, "GET", "/api/v1/reports"))

    async def programme(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> Programme:
        """All headline figures together.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(Programme, "GET", "/api/v1/reports/programme", query={"as_at": as_at, "known_at": known_at})
        )

    async def phases(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> PhasesReport:
        """How many projects stood in which phase, by portfolio of the date; what is not recorded is counted as such.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(PhasesReport, "GET", "/api/v1/reports/phases", query={"as_at": as_at, "known_at": known_at})
        )

    async def gates(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> GatesReport:
        """What was decided at the gates of projects, which conditions are open or overdue, and what was overridden.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(GatesReport, "GET", "/api/v1/reports/gates", query={"as_at": as_at, "known_at": known_at})
        )

    async def confidence(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> ConfidenceReport:
        """How confident projects and others are in their delivery; what is quiet is stale in place of its old colour.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(ConfidenceReport, "GET", "/api/v1/reports/confidence", query={"as_at": as_at, "known_at": known_at})
        )

    async def work_requests(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> WorkRequestsReport:
        """How many requests for work councils were asked, how they stand and which are overdue; no council is named.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                WorkRequestsReport, "GET", "/api/v1/reports/work-requests", query={"as_at": as_at, "known_at": known_at}
            )
        )

    async def deliverables(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> DeliverablesReport:
        """Every deliverable: its state, its latest version, and what took its place.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                DeliverablesReport, "GET", "/api/v1/reports/deliverables", query={"as_at": as_at, "known_at": known_at}
            )
        )

    async def withdrawals(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> WithdrawalsReport:
        """What was superseded or withdrawn, and how many of those who had adopted it have acknowledged that.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                WithdrawalsReport, "GET", "/api/v1/reports/withdrawals", query={"as_at": as_at, "known_at": known_at}
            )
        )

    async def calls(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> CallsReport:
        """What calls ask, how many councils answered what, what they committed together, and what is missing of it.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(CallsReport, "GET", "/api/v1/reports/calls", query={"as_at": as_at, "known_at": known_at})
        )

    async def benefits(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> BenefitsReport:
        """What each benefit is to come to and what was measured last, type by type; types are never added together.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(BenefitsReport, "GET", "/api/v1/reports/benefits", query={"as_at": as_at, "known_at": known_at})
        )

    async def releases(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> ReleasesReport:
        """Every release at the date.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(ReleasesReport, "GET", "/api/v1/reports/releases", query={"as_at": as_at, "known_at": known_at})
        )

    async def release(self, release: str, *, as_at: Day | None = None, known_at: Moment | None = None) -> ReleaseReport:
        """What was in a release, what was carried over and where to, its digest, and its frozen report.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                ReleaseReport,
                "GET",
                f"/api/v1/reports/releases/{segment(release)}",
                query={"as_at": as_at, "known_at": known_at},
            )
        )

    async def project(self, project: str, *, as_at: Day | None = None, known_at: Moment | None = None) -> ProjectReport:
        """What was true of one project: its places, phases, confidence, deliverables and benefits.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                ProjectReport,
                "GET",
                f"/api/v1/reports/projects/{segment(project)}",
                query={"as_at": as_at, "known_at": known_at},
            )
        )

    async def adoption(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> TakeUpReport:
        """How far each deliverable has been taken up: how many councils use it, of how many, how soon, and as planned.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(TakeUpReport, "GET", "/api/v1/reports/adoption", query={"as_at": as_at, "known_at": known_at})
        )

    async def membership(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> MembershipReport:
        """Which councils are known to be members or in principle, how many a source reported, and what was corrected.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(MembershipReport, "GET", "/api/v1/reports/membership", query={"as_at": as_at, "known_at": known_at})
        )

    async def membership_changes(
        self, *, since: str, as_at: Day | None = None, known_at: Moment | None = None
    ) -> MembershipChanges:
        """Why the figures of a day are others than they were when only what was known by `since` counted.

        `since`: the day or time at which the figures were asked for before
        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                MembershipChanges,
                "GET",
                "/api/v1/reports/membership/changes",
                query={"since": since, "as_at": as_at, "known_at": known_at},
            )
        )

    async def roles(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> RolesReport:
        """In how many councils each role lacks a holder or a deputy, or will soon; no council and nobody is named.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(RolesReport, "GET", "/api/v1/reports/roles", query={"as_at": as_at, "known_at": known_at})
        )

    async def capacity(self, *, as_at: Day | None = None, known_at: Moment | None = None) -> CapacityReport:
        """What councils have to give beside what they committed and delivered, by month and role; no council is named.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(CapacityReport, "GET", "/api/v1/reports/capacity", query={"as_at": as_at, "known_at": known_at})
        )

    async def council_benefits(
        self, *, as_at: Day | None = None, known_at: Moment | None = None
    ) -> CouncilBenefitsReport:
        """Benefit figures that councils made public, and what those of five or more councils come to; none is ranked.

        `as_at`: the day that the figures are true at (YYYY-MM-DD), today if not given
        `known_at`: count only what was known by this day or time; all that is known now if not given
        """
        return await self._sender.ask(
            Request(
                CouncilBenefitsReport,
                "GET",
                "/api/v1/reports/council-benefits",
                query={"as_at": as_at, "known_at": known_at},
            )
        )
