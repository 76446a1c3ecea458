"""A message written out by us is, byte for byte, what nats-py would have sent."""

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as some
from nats.aio.client import Client
from nats.js.api import Header

from shared.outbox.wire import written

names = some.sampled_from(Header) | some.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True)
values = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)


async def sent_by_the_client(subject: str, headers: dict[str, str], payload: bytes) -> bytes:
    client = Client()
    client._flush_queue = None
    await client._send_publish(subject, "", payload, len(payload), cast("dict[str, Any]", headers))
    return b"".join(client._pending)


@given(headers=some.dictionaries(names, values, max_size=20), payload=some.binary(max_size=200))
async def test_a_message_is_written_as_the_client_writes_it_or_left_to_it(
    headers: dict[str, str], payload: bytes
) -> None:
    ours = written("partnership.projects.renamed.v1.x", headers, payload)
    if any(one in value.strip() for value in headers.values() for one in "\r\n"):
        assert ours is None
    else:
        assert ours == await sent_by_the_client("partnership.projects.renamed.v1.x", headers, payload)
