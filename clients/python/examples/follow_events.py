"""Follow what happens, and go on tomorrow where this stopped today.

    PARTNERSHIP_URL=… PARTNERSHIP_CLIENT_ID=… PARTNERSHIP_CLIENT_SECRET=… python follow_events.py phase-changed

The place it has got to is kept in a file beside it; the first run begins with the first event there is.
"""

import argparse
from pathlib import Path

from partnership_client import Client

PLACE = Path("events.place")


def main(types: list[str], at_most: int | None = None) -> None:
    """Print events, and remember after each that it was seen."""
    with Client.from_env() as client:
        cursor = PLACE.read_text(encoding="utf-8") if PLACE.exists() else "earliest"
        tail = client.events.tail(types=types, cursor=cursor)
        for count, event in enumerate(tail, start=1):
            print(f"{event.time[:10]}  {event.name:<35} {event.subject}", flush=True)
            PLACE.write_text(str(tail.cursor), encoding="utf-8")
            if count == at_most:
                return


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("types", nargs="*", help="for example phase-changed; all if none are named")
    parser.add_argument("--at-most", type=int, help="stop after so many")
    asked = parser.parse_args()
    main(asked.types, asked.at_most)
