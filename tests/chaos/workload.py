"""What goes on while it is hurt: project offices and councils at work, each on things of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.chaos.clients import Client

COUNCILS = {"north": "S12000901", "south": "S12000902", "west": "S12000903"}
LIFECYCLE = "chaos"
PHASES = ("discovery", "alpha", "beta", "live")
GO = {"outcome": "go", "by_role": "delivery-board"}
MOST_PROJECTS = 12
MOST_IN_A_RELEASE = 3
NEEDS_NO_REASON = {"considering", "planned", "adopting", "embedded", "in-use", "withdrawn"}


@dataclass(slots=True)
class Thing:
    """Something a client made, and the version it has by its own count."""

    key: str
    version: int = 1
    phase: int = -1
    state: str = "beta"


async def prepare(client: Client) -> None:
    """Make what the work needs: a lifecycle, and councils that are members."""
    phases = [{"key": key, "name": key.title()} for key in PHASES]
    await client.ask(
        "projects",
        "POST",
        "/lifecycles",
        {"key": LIFECYCLE, "name": "Chaos", "phases": phases},
        says=[(f"lifecycle/{LIFECYCLE}", "lifecycle-published")],
    )
    for slug, code in COUNCILS.items():
        await client.ask(
            "councils",
            "POST",
            "/councils",
            {"slug": slug, "name": slug.title(), "gss_code": code},
            says=[(f"council/{slug}", "registered")],
        )
        await client.ask(
            "councils",
            "POST",
            "/memberships",
            {"council": slug, "joined": "2020", "certainty": "known"},
            says=[(f"membership/{slug}", "membership-started")],
        )
        client.ledger.hold("council", slug, name=slug.title())


class Office:
    """Registers and renames projects and deliverables, moves phases, and closes small releases."""

    def __init__(self, client: Client, *, light: bool = False) -> None:
        self.client, self.light = client, light
        self._projects: list[Thing] = []
        self._deliverables: list[Thing] = []
        self._free: list[Thing] = []
        self._made = 0

    async def work(self) -> None:
        weighted: list[tuple[Callable[[], Awaitable[None]], int]] = [
            (self._register, 2),
            (self._rename, 6),
            (self._move_on, 4),
            (self._deliver, 4),
            (self._rename_deliverable, 3),
            (self._change_state, 4),
            (self._release, 3),
        ]
        steps, weights = zip(*weighted, strict=True)
        while not self.client.pace.ended:
            (step,) = self.client.rng.choices(steps, weights)
            await step()
            await self.client.pace.wait(self.client.rng, light=self.light)

    def _key(self, noun: str) -> str:
        self._made += 1
        return f"{self.client.name}-{noun}-{self._made}"

    async def _register(self) -> None:
        if len(self._projects) >= MOST_PROJECTS:
            await self._rename()
            return
        key = self._key("p")
        name = f"{key} as made by {self.client.next_id()}"
        said = [(f"project/{key}", "registered")]
        body = {"key": key, "name": name, "lifecycle": LIFECYCLE}
        command = await self.client.ask("projects", "POST", "/projects", body, says=said)
        if command.outcome == "done":
            self._projects.append(Thing(key))
            self.client.ledger.hold("project", key, name=name, phase=None, version=1)

    async def _rename(self) -> None:
        if self._projects:
            project = self.client.rng.choice(self._projects)
            await self._renamed("project", "/projects", project, "details-changed")

    async def _rename_deliverable(self) -> None:
        if self._deliverables:
            deliverable = self.client.rng.choice(self._deliverables)
            await self._renamed("deliverable", "/deliverables", deliverable, "deliverable-renamed")

    async def _change_state(self) -> None:
        """Change a deliverable's state: the command that is asked for most, and has a shorter way through the code."""
        if not self._deliverables:
            return
        deliverable = self.client.rng.choice(self._deliverables)
        wanted = "beta" if deliverable.state == "in-progress" else "in-progress"
        said = [(f"deliverable/{deliverable.key}", "deliverable-state-changed")]
        command = await self.client.ask(
            "projects", "POST", f"/deliverables/{deliverable.key}/state-changes", {"to": wanted}, says=said
        )
        if command.outcome == "done":
            deliverable.state = wanted
            deliverable.version += 1
            self.client.ledger.hold("deliverable", deliverable.key, state=wanted, version=deliverable.version)

    async def _renamed(self, noun: str, path: str, thing: Thing, event: str) -> None:
        name = f"{thing.key} as changed by {self.client.next_id()}"
        said = [(f"{noun}/{thing.key}", event)]
        command = await self.client.ask(
            "projects", "PATCH", f"{path}/{thing.key}", {"name": name}, says=said, if_match=thing.version
        )
        if command.outcome == "done":
            thing.version += 1
            self.client.ledger.hold(noun, thing.key, name=name, version=thing.version)

    async def _move_on(self) -> None:
        movable = [project for project in self._projects if project.phase + 1 < len(PHASES)]
        if not movable:
            return
        project = self.client.rng.choice(movable)
        wanted = PHASES[project.phase + 1]
        said = [(f"project/{project.key}", "gate-decided"), (f"project/{project.key}", "phase-changed")]
        command = await self.client.ask(
            "projects", "POST", f"/projects/{project.key}/phase-changes", {"to": wanted, "decision": GO}, says=said
        )
        if command.outcome == "done":
            project.phase += 1
            project.version += 2
            self.client.ledger.hold("project", project.key, phase=wanted, version=project.version)

    async def _deliver(self) -> None:
        if not self._projects:
            return
        key, project = self._key("d"), self.client.rng.choice(self._projects)
        name = f"{key} as made by {self.client.next_id()}"
        body = {"key": key, "project": project.key, "name": name, "state": "beta"}
        said = [(f"deliverable/{key}", "deliverable-registered")]
        command = await self.client.ask("projects", "POST", "/deliverables", body, says=said)
        if command.outcome == "done":
            made = Thing(key)
            self._deliverables.append(made)
            self._free.append(made)
            self.client.ledger.hold("deliverable", key, name=name, version=1)

    async def _release(self) -> None:
        """Plan a release, put deliverables in, and close it: councils and reporting have work to do then."""
        if not self._free:
            return
        ask, ledger = self.client.ask, self.client.ledger
        size = self.client.rng.randint(1, min(MOST_IN_A_RELEASE, len(self._free)))
        chosen, self._free = self._free[:size], self._free[size:]
        key = self._key("r")
        aggregate = f"release/{key}"
        body: dict[str, Any] = {"key": key, "name": f"Release {key}"}
        await ask("projects", "POST", "/releases", body, says=[(aggregate, "release-planned")])
        ledger.hold("release", key, state="planned", version=1)
        body = {"deliverables": [{"deliverable": one.key, "ready": True} for one in chosen]}
        said = [(aggregate, "release-scope-changed")]
        await ask("projects", "POST", f"/releases/{key}/deliverables", body, says=said)
        ledger.hold("release", key, version=2)
        command = await ask("projects", "POST", f"/releases/{key}/close", {}, says=[(aggregate, "release-closed")])
        if command.outcome == "done":
            ledger.hold("release", key, state="closed", version=3)
            ledger.close(key, command.id, [one.key for one in chosen])


class CouncilDesk:
    """Moves the adoption lines of one council, which open when a release has closed."""

    def __init__(self, client: Client, council: str) -> None:
        self.client, self.council = client, council

    async def work(self) -> None:
        while not self.client.pace.ended:
            await self._move()
            await self.client.pace.wait(self.client.rng, light=False)

    async def _move(self) -> None:
        closed = list(self.client.ledger.closings)
        if not closed:
            return
        release = self.client.rng.choice(closed[-20:])
        page = await self.client.get("councils", f"/adoptions?council={self.council}&release={release}")
        if not page or not page["items"]:
            # not opened yet, or councils is down
            await asyncio.sleep(0.1)
            return
        line = self.client.rng.choice(page["items"])
        states = sorted(NEEDS_NO_REASON & set(line["may_become"]))
        if not states:
            return
        state, key = self.client.rng.choice(states), f"{self.council}/{line['deliverable']}"
        command = await self.client.ask(
            "councils",
            "PATCH",
            f"/adoptions/{key}",
            {"state": state, "note": self.client.next_id()},
            says=[(f"adoption/{self.council}.{line['deliverable']}", "adoption-moved")],
            if_match=line["version"],
        )
        if command.outcome == "done":
            self.client.ledger.hold("adoption", key, state=state, note=command.id, version=line["version"] + 1)
