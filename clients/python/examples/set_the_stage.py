"""Sets the stage for a day on the command line: a project, its release, a call and a benefit, all for demonstration.

Run it with PARTNERSHIP_URL, PARTNERSHIP_CLIENT_ID and PARTNERSHIP_CLIENT_SECRET of a client of the Office.
"""

from datetime import date, timedelta

from partnership_client import Client

PROJECT, RELEASE, TOOLKIT = "shared-archive", "archive-release", "archive-toolkit"
SUMMARY = "One way to keep records, for all councils. For demonstration: it is no real project."


def set_stage(office: Client, today: date) -> None:
    """Make what the Office has to have made before councils have a day's work with it."""
    office.projects.register(
        key=PROJECT,
        name="Shared archive",
        summary=SUMMARY,
        participants={"councils": ["fife", "glasgow", "stirling"]},
        lifecycle="service",
        demonstration=True,
    )
    office.deliverables.register(key=TOOLKIT, project=PROJECT, name="Archive toolkit", state="in-progress")
    office.deliverables.publish_version(TOOLKIT, version="1.0", summary="The first that is whole")
    for state in ("beta", "live"):
        office.deliverables.change_state(TOOLKIT, to=state)
    office.releases.plan(key=RELEASE, name="A release of the archive", demonstration=True)
    office.releases.put_in(RELEASE, deliverables=[{"deliverable": TOOLKIT, "ready": True}])
    office.benefit_profiles.create(
        key="time-on-records",
        project=PROJECT,
        statement="Less time is spent looking for records",
        type="quantitative",
        measure="hours-on-records",
        unit="hours",
        attribution={"kind": "whole", "rule": "Nothing else was changed in that time"},
    )
    office.calls.draft(
        key="join-shared-archive",
        project=PROJECT,
        title="Join Shared archive",
        summary="Councils that bring their records together with us.",
        asks=[
            {
                "role": "project-lead",
                "days_per_month": 6,
                "from": date(today.year + 1, 1, 1),
                "to": date(today.year + 1, 1, 31),
                "councils_wanted": 3,
            }
        ],
        deadline=today + timedelta(days=14),
        contact_role="digital-office",
    )
    warned = office.calls.check("join-shared-archive").codes
    office.calls.publish("join-shared-archive", accept_warnings=warned)


if __name__ == "__main__":
    with Client.from_env() as client:
        set_stage(client, date.fromisoformat(str(client.operations.clock.get("projects").today)))
