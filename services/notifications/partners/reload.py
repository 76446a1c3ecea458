"""Letting every server of the broker read its configuration again, as the user who may ask that and nothing else."""

import orjson
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError

log = structlog.get_logger()

USER = "reload"
INBOX = f"_INBOX_{USER}"
PING = "$SYS.REQ.SERVER.PING.IDZ"
FIRST_SECONDS = 2.0
OTHERS_SECONDS = 0.2
RELOAD_SECONDS = 5.0


class NotReloadedError(Exception):
    """A server did not take its configuration in; the message is what it said."""


async def reload_all(client: Client) -> int:
    """Let each server read its configuration again, and return how many did; raise if one refuses or is silent.

    Each does so twice: with the first, the imports of an account that is new lead nowhere (nats-server 2.15), and with
    the second they lead to us.
    """
    servers = await _servers(client)
    for server in [*servers, *servers]:
        try:
            message = await client.request(f"$SYS.REQ.SERVER.{server}.RELOAD", b"", timeout=RELOAD_SECONDS)
        except (NatsError, TimeoutError) as error:
            raise NotReloadedError(f"{server} does not answer: {error!r}") from error
        if (refused := orjson.loads(message.data).get("error")) is not None:
            raise NotReloadedError(f"{server}: {refused.get('description', refused)}")
    return len(servers)


async def _servers(client: Client) -> list[str]:
    """Return the ids of all servers: the first answers at once, and the others with it."""
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    found: list[str] = []
    try:
        await client.publish(PING, b"", reply=inbox)
        while True:
            message = await subscription.next_msg(timeout=OTHERS_SECONDS if found else FIRST_SECONDS)
            found.append(str(orjson.loads(message.data)["id"]))
    except (NatsError, TimeoutError) as error:
        if not found:
            raise NotReloadedError(f"no server answers: {error!r}") from error
    finally:
        await subscription.unsubscribe()
    return found
