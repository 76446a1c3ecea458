"""Publishing lifecycle templates: the first version, or the next; none is ever changed."""

from pydantic import Field

from services.projects import views
from services.projects.commands.making import new
from services.projects.domain.lifecycles import refuse_bad_phases
from services.projects.models import Lifecycle, LifecycleVersion
from shared.events.projects import LifecyclePhase, LifecyclePublished
from shared.values import Key, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_PHASES = 12
MOST_LINES = 20


class Gate(Wish):
    """The gate at a phase's end, and by what it is judged."""

    name: Name
    criteria: list[Name] = Field(default=[], max_length=MOST_LINES)


class TemplatePhase(Wish):
    """A phase of a template, with the products expected in it."""

    key: Key
    name: Name
    products: list[Name] = Field(default=[], max_length=MOST_LINES)
    gate: Gate | None = None


class PublishLifecycle(Wish):
    """A template: version 1 of a new one, or the next version of one that is there."""

    key: Key
    name: Name
    description: Text | None = None
    phases: list[TemplatePhase] = Field(min_length=1, max_length=MOST_PHASES)


async def publish_lifecycle(call: Call, wish: PublishLifecycle) -> views.LifecycleView:
    async with call.transaction() as change:
        refuse_bad_phases([phase.key for phase in wish.phases])
        row = await change.find(Lifecycle, wish.key)
        if row is None:
            row = new(Lifecycle, change, key=wish.key, name=wish.name, description=wish.description, number=0)
        row.number, row.name, row.description = row.number + 1, wish.name, wish.description
        change.session.add(row)
        await change.session.flush()
        version = LifecycleVersion(
            lifecycle=row.key,
            number=row.number,
            name=wish.name,
            description=wish.description,
            phases=[phase.model_dump() for phase in wish.phases],
            published_at=change.now,
        )
        change.session.add(version)
        change.record(_published(row, wish), of=row)
        return await call.answer(change, views.lifecycle(row, version))


def _published(row: Lifecycle, wish: PublishLifecycle) -> LifecyclePublished:
    return LifecyclePublished(
        lifecycle=row.key,
        number=row.number,
        name=row.name,
        description=row.description,
        phases=tuple(
            LifecyclePhase(
                key=phase.key,
                name=phase.name,
                products=tuple(phase.products),
                gate=phase.gate.name if phase.gate else None,
                criteria=tuple(phase.gate.criteria) if phase.gate else (),
            )
            for phase in wish.phases
        ),
    )
