"""Keep a copy of the programme in a file: join with a snapshot, go on with the feed, and compare by hashes."""

import argparse
import json
import sqlite3

from partnership_client import Client
from partnership_client.event import Event
from partnership_client.models.snapshots import Snapshot
from partnership_client.receiver import Copy, Receiver, SqliteStore, asking, differing


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--file", default="copy.sqlite", help="where the copy is kept")
    database = sqlite3.connect(arguments.parse_args().file)
    with Client.from_env() as client:
        keep(client, database)


def keep(client: Client, database: sqlite3.Connection) -> None:
    """Bring the copy up to date, or begin it, and say how it stands."""
    store = SqliteStore(database)
    database.execute("CREATE TABLE IF NOT EXISTS thing (name TEXT PRIMARY KEY, item TEXT)")
    database.execute(
        "CREATE TABLE IF NOT EXISTS place (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), cursor TEXT)"
    )
    copy = Copy(client.snapshots.rules())
    copy.items = {name: json.loads(item) for name, item in database.execute("SELECT name, item FROM thing")}

    def begin_anew(*_: object) -> Snapshot:
        found = client.snapshots.get(scope="programme")
        copy.begin(found.items)
        with store.transaction():
            database.execute("DELETE FROM thing")
            things = [(name, json.dumps(item)) for name, item in copy.items.items()]
            database.executemany("INSERT INTO thing VALUES (?, ?)", things)
        return found

    def apply(event: Event, same: sqlite3.Connection) -> None:
        # in the transaction in which the receiver remembers the event: a crash leaves both, or neither
        if copy.apply(event):
            item = json.dumps(copy.items[event.aggregate])
            same.execute("INSERT OR REPLACE INTO thing VALUES (?, ?)", (event.aggregate, item))

    receiver = Receiver(store, fetch=asking(client), resync=begin_anew, apply=apply)
    row = database.execute("SELECT cursor FROM place").fetchone()
    cursor = row[0] if row else None
    if cursor is None:
        found = begin_anew()
        receiver.begin(found)
        cursor = found.cursor
    feed, applied = client.events.since(cursor), 0
    for event in feed:
        applied += len(receiver.hear(event))
    database.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (feed.cursor,))
    different = list(differing(client, copy))
    print(
        f"{len(copy.items)} things, {applied} events since; {len(different)} differ: {', '.join(different) or 'none'}"
    )


if __name__ == "__main__":
    main()
