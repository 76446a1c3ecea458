"""Events: what happened, from the beginning or as it happens, and which kinds of events there are."""

from typing import Annotated, Any

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.errors import Exit, StoppedError
from partnership_cli.paths import path
from partnership_cli.show import Form, columns

app = noun("events", "What happened, and what happens now.")

OfType = Annotated[
    list[str] | None,
    typer.Option(
        "--type", metavar="TYPE", help="Only of this type, as phase-changed or projects.phase-changed; several times."
    ),
]
EVENTS = columns(
    "time",
    "type",
    "subject",
    "sequence",
    more=("id", "source", "recordedtime", "aggregate", "epoch", "actor", "correlationid", "causationid", "data"),
)
TYPES = columns("name", "title", "about", "audience", more=("type", "version", "description", "source"))
MOST = 100


@command(app, "list", listing=True)
def list_events(
    desk: Desk,
    of_type: OfType = None,
    after: Annotated[
        str, typer.Option(metavar="CURSOR", help="Where the last list ended; `earliest` or `latest`.")
    ] = "earliest",
    limit: Limit = MOST,
) -> None:
    """List events in the order they were kept, a hundred at a time unless --limit says otherwise."""
    page = desk.service.listing("/events", limit=limit, types=_types(desk, of_type), after=after)
    cursor = page["cursor"]
    desk.show.listing(page if desk.show.form is Form.JSON else {"items": page["items"]}, EVENTS)
    if page.get("next"):
        desk.show.say(f"There are more: --after {cursor}")


@command(app, "show")
def show_event(desk: Desk, event: Annotated[str, typer.Argument(metavar="ID", help="The event's id.")]) -> None:
    """Show one event with all it says."""
    desk.document(path("events", event))


@command(app, "types", listing=True)
def list_types(desk: Desk) -> None:
    """List the types of events there are."""
    desk.show.listing(desk.service.get("/event-types"), TYPES)


@command(app, "type")
def show_type(
    desk: Desk, name: Annotated[str, typer.Argument(metavar="TYPE", help="As projects.phase-changed.")]
) -> None:
    """Show one type of event: what it says, with the schema of its data and an example."""
    desk.document(path("event-types", name))


@command(app, "tail")
def tail_events(
    desk: Desk,
    of_type: OfType = None,
    after: Annotated[
        str, typer.Option(metavar="CURSOR", help="From where on; `earliest` for all there are, else only new ones.")
    ] = "latest",
    count: Annotated[int | None, typer.Option(metavar="N", min=1, help="End after so many.")] = None,
) -> None:
    """Show events as they happen, until Ctrl-C; it connects again by itself, and misses none."""
    types = _types(desk, of_type) or []
    cursor = desk.service.place(after, types)
    desk.show.say("Waiting for events; Ctrl-C ends it.")
    for number, event in enumerate(desk.service.tail(types, cursor), start=1):
        if desk.show.form is Form.JSON:
            desk.show.line(event)
        else:
            desk.show.text(_line(event))
        if number == count:
            return


def _line(event: dict[str, Any]) -> str:
    """Return an event on a line: when, what, about what, and what its data says."""
    data = event.get("data")
    said = (
        " ".join(f"{key}={value}" for key, value in data.items() if _is_short(value)) if isinstance(data, dict) else ""
    )
    return f"{event['time']}  {_short(event['type'])}  {event['subject']}  {said}".rstrip()


def _is_short(value: Any) -> bool:
    most = 40
    return isinstance(value, str | int | float) and len(str(value)) <= most


def _short(name: str) -> str:
    return name.removeprefix("partnership.").rpartition(".v")[0] or name


def _types(desk: Desk, wanted: list[str] | None) -> list[str] | None:
    """Return the types as the service knows them: a name without its service is looked up."""
    if not wanted:
        return None
    if all("." in one for one in wanted):
        return wanted
    known = [str(one["name"]) for one in desk.service.get("/event-types")["items"]]
    return [found for one in wanted for found in _called(one, known)]


def _called(name: str, known: list[str]) -> list[str]:
    found = [one for one in known if one == name or one.partition(".")[2] == name] or ([name] if "." in name else [])
    if not found:
        alike = ", ".join(one for one in known if name in one)
        raise StoppedError(
            f"There is no event type '{name}'.",
            hint=f"Did you mean {alike}?" if alike else "See them all: partnership events types",
            exits=Exit.NOT_FOUND,
        )
    return found
