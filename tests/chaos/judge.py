"""The judge: compares the ledger with everything that can be seen from outside, and counts what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.chaos.evidence import FACTS, SHARED_FACTS, Evidence, Row
from tests.chaos.ledger import Ledger
from tests.chaos.workload import COUNCILS

HEARS: dict[str, dict[str, set[str] | None]] = {
    "councils": {"PROJECTS": {"release-closed"}},
    "notifications": {"PROJECTS": None, "COUNCILS": None, "REPORTING": None},
    "reporting": {"PROJECTS": None, "COUNCILS": None},
}
"""Which events of which stream each service takes in; None for all of them."""
CLIENT = "client:"


@dataclass(slots=True)
class Verdict:
    """What is wrong, in words, by kind."""

    lost: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Commands that were refused though nothing was wrong with them."""

    @property
    def counts(self) -> dict[str, int]:
        kinds = ("lost", "phantom", "duplicated", "out_of_order", "parked", "refused")
        return {kind.replace("_", " "): len(getattr(self, kind)) for kind in kinds}

    @property
    def clean(self) -> bool:
        return not any(self.counts.values())


def judge(ledger: Ledger, found: Evidence, *, stream_keeps_order: bool) -> Verdict:
    """Compare the ledger, the tables, the outboxes, the streams, and what every consumer made of them."""
    verdict = Verdict()
    verdict.refused += [f"{one.id} {one.method} {one.path}: {one.answer}" for one in ledger.of("refused")]
    verdict.lost += [f"{one.id} is still not known to be done" for one in ledger.of("unknown")]
    _commands(verdict, ledger, found)
    _state(verdict, ledger, found)
    _streams(verdict, found, stream_keeps_order=stream_keeps_order)
    _inboxes(verdict, found)
    _log(verdict, found)
    _facts(verdict, found)
    _adoptions(verdict, ledger, found)
    _reports(verdict, ledger, found)
    for name, letters in found.letters.items():
        verdict.parked += [f"{name}: {row['cause']} {row['subject']} {row['error']}" for row in letters]
    return verdict


MADE_AT_NEED = "seal-key-published"
"""What the first command that needs it makes beside what it was asked for: once, whichever that is."""


def _commands(verdict: Verdict, ledger: Ledger, found: Evidence) -> None:
    """Each command said exactly what it must, once; nothing was said in the name of a client that nobody asked for."""
    said: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    made = [row["aggregate"] for row in found.said.values() if row["name"] == MADE_AT_NEED]
    verdict.duplicated += [f"{MADE_AT_NEED}: {aggregate}" for aggregate in made[1:]]
    for row in found.said.values():
        if row["name"] == MADE_AT_NEED:
            continue
        if row["actor"].startswith(CLIENT):
            said[row["command"]][row["aggregate"], row["name"]] += 1
    for command in ledger.commands.values():
        wanted = Counter(command.says) if command.outcome == "done" else Counter[tuple[str, str]]()
        events = said.pop(command.id, Counter())
        verdict.lost += [f"{command.id}: {event} was never said" for event in (wanted - events).elements()]
        kind = verdict.duplicated if command.outcome == "done" else verdict.phantom
        kind += [f"{command.id}: {event} was said beyond what was asked" for event in (events - wanted).elements()]
    verdict.phantom += [f"{command}: nobody asked for {dict(events)}" for command, events in said.items()]


def _state(verdict: Verdict, ledger: Ledger, found: Evidence) -> None:
    for (table, key), values in ledger.held.items():
        row = found.state[table].get(key)
        if row is None:
            verdict.lost.append(f"{table} {key} is not there")
            continue
        differs = {name: (row[name], value) for name, value in values.items() if row[name] != value}
        if differs:
            verdict.lost.append(f"{table} {key} is not as acknowledged (found, told): {differs}")
    for table in ("project", "deliverable", "release", "council"):
        asked = {key for name, key in ledger.held if name == table}
        verdict.phantom += [f"{table} {key}" for key in found.state[table].keys() - asked]


def _streams(verdict: Verdict, found: Evidence, *, stream_keeps_order: bool) -> None:
    for name, outbox in found.outboxes.items():
        stream = name.upper()
        payloads = {row["id"]: row["payload"] for row in outbox}
        places = Counter(event for event, _ in found.streams[stream])
        verdict.lost += [f"{event} of {name} is not published" for event in (r["id"] for r in outbox if r["waits"])]
        _compare(verdict, f"{stream}:", payloads.keys(), places)
        for event, payload in found.streams[stream]:
            if payloads.get(event, payload) != payload:
                verdict.lost.append(f"{stream}: {event} does not say what was recorded")
        if stream_keeps_order:
            _order(verdict, stream, [found.said[event] for event in places if event in found.said])


def _inboxes(verdict: Verdict, found: Evidence) -> None:
    """Each consumer took in what it hears, once and in order; an effect is committed together with its row here."""
    said = found.said
    for name, streams in HEARS.items():
        for stream, only in streams.items():
            heard = [row["id"] for row in found.inboxes[name] if row["stream"] == stream]
            wanted = [row["id"] for row in found.outboxes[stream.lower()] if only is None or row["name"] in only]
            have = Counter(event for event in heard if only is None or event not in said or said[event]["name"] in only)
            _compare(verdict, f"{name} of {stream}:", wanted, have)
            _order(verdict, f"{name} of {stream}", [said[event] for event in heard if event in said])
    verdict.lost += [f"{who}: {left} messages are not settled" for who, left in found.unsettled.items() if left]


def _log(verdict: Verdict, found: Evidence) -> None:
    _compare(verdict, "the log:", found.said, Counter(row["id"] for row in found.log))
    _order(verdict, "the log", found.log)
    if found.log_head != len(found.log):
        # positions are taken once for each event that is taken in, also for one that was there already
        verdict.duplicated.append(f"the log took {found.log_head} positions for {len(found.log)} events")
    for row in found.log:
        if row["id"] in found.said and found.said[row["id"]]["payload"] != row["data"]:
            verdict.lost.append(f"the log: {row['id']} does not say what was recorded")


def _facts(verdict: Verdict, found: Evidence) -> None:
    tells: dict[str, set[tuple[str, str]]] = {table: {event} for event, table in FACTS.items()}
    for table, events in (tells | SHARED_FACTS).items():
        wanted = {row["id"] for row in found.said.values() if (_kind(row), row["name"]) in events}
        have = Counter(found.facts[table])
        if table == "release_item_fact":
            # one event puts several deliverables in
            have = Counter(set(have))
        _compare(verdict, f"{table}:", wanted, have)


def _adoptions(verdict: Verdict, ledger: Ledger, found: Evidence) -> None:
    """Every closing opened one line for each member and deliverable, because of that closing and of nothing else."""
    closed = [row for row in found.said.values() if row["name"] == "release-closed"]
    closings = {row["id"]: row["aggregate"].partition("/")[2] for row in closed}
    wanted = {
        f"{council}/{deliverable}": closing.release
        for closing in ledger.closings.values()
        for deliverable in closing.deliverables
        for council in COUNCILS
    }
    opened = [row for row in found.outboxes["councils"] if row["name"] == "adoption-opened"]
    _compare(verdict, "adoption lines:", wanted, Counter(_line(row) for row in opened))
    _compare(verdict, "adoption rows:", wanted, Counter(found.state["adoption"].keys()))
    for row in opened:
        line = _line(row)
        if closings.get(row["cause"]) != wanted.get(line):
            verdict.phantom.append(f"{line} was opened because of {row['cause']}")
    for line in wanted.keys() & found.state["adoption"].keys():
        if ("adoption", line) not in ledger.held and found.state["adoption"][line]["state"] != "invited":
            verdict.phantom.append(f"{line} moved and nobody asked for it")


def _reports(verdict: Verdict, ledger: Ledger, found: Evidence) -> None:
    """Every closing froze one report, from that closing, and said so once."""
    _compare(verdict, "frozen reports:", ledger.closings, Counter(row["release"] for row in found.reports))
    frozen = Counter(row["aggregate"].partition("/")[2] for row in found.outboxes["reporting"])
    _compare(verdict, "reports said to be frozen:", ledger.closings, frozen)
    for row in found.reports:
        closing = ledger.closings.get(row["release"])
        if closing is None:
            continue
        closed = found.said.get(row["closing"])
        sealed = {item["deliverable"] for one in row["content"]["projects"] for item in one["deliverables"]}
        if closed is None or closed["command"] != closing.command or sealed != set(closing.deliverables):
            verdict.lost.append(f"the report on {row['release']} is not that of its closing")


def _compare(verdict: Verdict, where: str, wanted: Iterable[str], have: Counter[str]) -> None:
    expected = set(wanted)
    verdict.lost += [f"{where} {one} is missing" for one in expected - have.keys()]
    verdict.phantom += [f"{where} {one} comes from nowhere" for one in have.keys() - expected]
    verdict.duplicated += [f"{where} {one} is there {times} times" for one, times in have.items() if times > 1]


def _order(verdict: Verdict, where: str, rows: Sequence[Row]) -> None:
    """Each aggregate's versions come one after the other; each that comes after a later one is counted."""
    newest: dict[str, int] = {}
    for row in rows:
        before = newest.get(row["aggregate"], 0)
        if row["version"] < before:
            verdict.out_of_order.append(f"{where}: {row['aggregate']} {row['version']} after {before}")
        newest[row["aggregate"]] = max(before, row["version"])


def _kind(row: Row) -> str:
    return str(row["aggregate"].partition("/")[0])


def _line(row: Row) -> str:
    """Return council and deliverable of an event of an adoption line, as its row's key has them."""
    return str(row["aggregate"].partition("/")[2]).replace(".", "/", 1)
