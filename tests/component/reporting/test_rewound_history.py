"""What reporting does when a neighbour's database was restored: what that no longer knows of is taken out."""

from shared.events.projects import HistoryRewound
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_what_is_heard import CLOSED, GDPR, SERVICE, in_phase, phase
from tests.support.world import World


async def test_what_a_restored_neighbour_no_longer_knows_of_is_taken_out(world: World) -> None:
    told = await story(world)
    await told.tell(SERVICE, GDPR, phase("discovery", "2017-04-01"))
    void = [told.next(phase("alpha", "2018-01-01")), told.next(CLOSED)]
    await told.send(*void)
    await told.heard()
    assert await in_phase(told) == ["Alpha"]
    assert await void_reports(told) == [False]

    rewound = HistoryRewound(
        history="epoch-2", epoch=2, void=tuple(one.id for one in void), part=1, parts=1, complete=True
    )
    await told.tell(rewound)
    assert await in_phase(told) == ["Discovery"]
    assert await void_reports(told) == [True]
    assert await told.reporting.sql("SELECT 1 FROM release_closing_fact") == []

    again = told.next(CLOSED)
    await told.send(again)
    await told.heard()
    (report,) = await told.reporting.sql("SELECT void, closing, version FROM release_report")
    assert tuple(report) == (False, again.id, 2)


async def void_reports(told: Story) -> list[bool]:
    return [row["void"] for row in await told.reporting.sql("SELECT void FROM release_report")]
