"""The verb `dead-letters` of every service's command line: for an operator who has the machine, and needs no token."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from shared.database import Database, Transaction
from shared.errors import NotFoundError, RefusedError
from shared.inbox import DeadLetter
from shared.messaging import deadletters
from shared.messaging.bulk import Outcome, SettleOne, settle_all, settle_each
from shared.messaging.deadletters import Wanted
from shared.messaging.replay import consumers_of, replay
from shared.outbox.record import Cause
from shared.settings import Settings
from shared.verbs import words
from shared.web import letters

if TYPE_CHECKING:
    from shared.service import Service

VERB = "dead-letters"


async def dead_letters(service: "Service", settings: Settings, arguments: Sequence[str]) -> None:
    """Carry out `dead-letters causes|list|show|replay|discard`; ends with 1 if a letter stays parked."""
    parser = _parser(service.name)
    wanted = parser.parse_args(arguments)
    _check(parser, wanted)
    database = Database(settings, service.name)
    try:
        failed = await _carry_out(service, settings, database, wanted)
    except RefusedError as error:
        sys.exit(f"{service.name}: {error.detail}")
    finally:
        await database.close()
    if failed:
        sys.exit(1)


def _parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m services.{name}.main {VERB}",
        description=f"Messages that {name} could not take in: found out about, replayed, or given up on record.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="as the API answers, for programs")
    kind = argparse.ArgumentParser(add_help=False)
    kind.add_argument("--cause", help="gap, failed, undecodable or poison")
    kind.add_argument("--event-type", help="for example partnership.projects.registered.v1")
    settles = argparse.ArgumentParser(add_help=False)
    settles.add_argument("ids", type=_id, nargs="*", metavar="ID", help="which ones, unless all of a kind are meant")
    settles.add_argument("--by", type=_name, default=_user(), help="who you are, for the record (default: %(default)s)")

    verbs.add_parser("causes", parents=[as_json], help="how many are parked by cause and type, and since when")
    lists = verbs.add_parser("list", parents=[kind, as_json], help="one line each, the oldest first")
    lists.add_argument("--state", choices=["parked", "replayed", "discarded", "settled", "all"], default="parked")
    lists.add_argument("--limit", type=_id, default=50, help="how many at most (default: %(default)s)")
    lists.add_argument("--after", type=int, default=0, metavar="ID", help="only those that came after this one")
    show = verbs.add_parser("show", parents=[as_json], help="all of one, with headers and payload")
    show.add_argument("id", type=_id, metavar="ID")
    again = verbs.add_parser("replay", parents=[settles, kind, as_json], help="take them in now")
    again.add_argument("--reason", help="why; kept with the letter")
    again.add_argument(
        "--accept-gap",
        action="store_true",
        help="take one in although versions before it are missing, and give those up; needs a reason",
    )
    gives_up = verbs.add_parser("discard", parents=[settles, kind, as_json], help="give them up; they stay on record")
    gives_up.add_argument("--reason", required=True, help="why; kept with the letter")
    return parser


def _check(parser: argparse.ArgumentParser, wanted: argparse.Namespace) -> None:
    if wanted.verb not in {"replay", "discard"}:
        return
    if bool(wanted.ids) == bool(wanted.cause or wanted.event_type):
        parser.error("name the letters by ID, or all of a kind by --cause and --event-type")
    if wanted.reason is not None and not wanted.reason.strip():
        parser.error("a reason must not be empty")
    if wanted.verb == "replay" and wanted.accept_gap and (len(wanted.ids) != 1 or wanted.reason is None):
        parser.error("--accept-gap goes with one ID and a --reason")


async def _carry_out(
    service: "Service", settings: Settings, database: Database, wanted: argparse.Namespace
) -> Sequence[object]:
    """Do it and say what came of it; return what failed."""
    if wanted.verb in {"replay", "discard"}:
        one = _replaying(service, settings, database, wanted) if wanted.verb == "replay" else _discarding(wanted)
        outcome = await _settled(database, wanted, one)
        words.say(letters.outcome(outcome), words.outcome(outcome, wanted.verb), as_json=wanted.json)
        return outcome.failed
    async with database.reading() as session:
        if wanted.verb == "causes":
            causes = letters.causes(await deadletters.by_cause(await session.connection()))
            words.say(causes, words.causes(causes), as_json=wanted.json)
        elif wanted.verb == "show":
            if (found := await session.get(DeadLetter, wanted.id)) is None:
                raise NotFoundError(f"There is no dead letter {wanted.id}.")
            whole = letters.shown_whole(service.name, found)
            words.say(whole, words.whole(whole), as_json=wanted.json)
        else:
            state = None if wanted.state == "all" else wanted.state
            kind = Wanted(state, wanted.cause, wanted.event_type)
            rows = await deadletters.look_up(session, kind, after=wanted.after, limit=wanted.limit)
            listed = [letters.shown_in_list(service.name, row) for row in rows[: wanted.limit]]
            page = letters.ListView(items=listed, next_after=listed[-1].id if len(rows) > wanted.limit else None)
            words.say(page, words.listed(page, audit=state not in {None, "parked"}), as_json=wanted.json)
    return ()


async def _settled(database: Database, wanted: argparse.Namespace, one: SettleOne) -> Outcome:
    cause = Cause(f"operator:{wanted.by}", str(uuid4()))
    if wanted.ids:
        return await settle_each(database, cause, wanted.ids, one)
    whole = Outcome(go_on_after=0)
    while whole.go_on_after is not None and not whole.interrupted:
        kind = Wanted("parked", wanted.cause, wanted.event_type)
        part = await settle_all(database, cause, kind, one, after=whole.go_on_after)
        whole.settled += part.settled
        whole.failed += part.failed
        whole.go_on_after, whole.interrupted = part.go_on_after, part.interrupted
    return whole


def _replaying(service: "Service", settings: Settings, database: Database, wanted: argparse.Namespace) -> SettleOne:
    consumers = consumers_of(service.name, service.heard, database, settings)

    async def one(change: Transaction, letter: int) -> DeadLetter:
        return await replay(
            change, consumers, letter, by=change.cause.actor, reason=wanted.reason, accept_gap=wanted.accept_gap
        )

    return one


def _discarding(wanted: argparse.Namespace) -> SettleOne:
    async def one(change: Transaction, letter: int) -> DeadLetter:
        return await deadletters.settle(change, letter, state="discarded", by=change.cause.actor, reason=wanted.reason)

    return one


def _id(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= letters.LAST_ID:
        raise argparse.ArgumentTypeError("must be a number from 1 on")
    return int(text)


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 100:  # noqa: PLR2004 - longer than any name here
        raise argparse.ArgumentTypeError("must be a name")
    return text.strip()


def _user() -> str:
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        # a container may run as somebody who is in no list
        return f"uid-{os.getuid()}"
