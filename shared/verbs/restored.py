"""The verb `restored` of every service's command line: its database was put back, and no stream is left to show it."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.database import Database
from shared.errors import RefusedError
from shared.outbox.rewind import begin_epoch
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.service import Service

VERB = "restored"


async def restored(service: "Service", settings: Settings, arguments: Sequence[str]) -> None:
    """Begin a new epoch and say so, as soon as the service runs, with `history-rewound`."""
    argparse.ArgumentParser(
        prog=f"python -m services.{service.name}.main {VERB}",
        description="Tell all who listen that this database was restored, when the streams were lost as well. "
        "A restore beside streams that were kept is noticed by itself.",
    ).parse_args(arguments)
    database = Database(settings, service.name)
    try:
        epoch = await begin_epoch(database, service.name, [], complete=False)
    except RefusedError as error:
        sys.exit(f"{service.name}: {error.detail}")
    finally:
        await database.close()
    sys.stdout.write(f"{service.name}: epoch {epoch} begins; history-rewound is said as soon as the service runs\n")
