"""Many messages in one go, written out as NATS reads them: the client takes most of its time for their headers."""

from collections.abc import Iterable, Mapping

from nats.aio.client import Client
from nats.errors import ConnectionReconnectingError

Message = tuple[str, dict[str, str], bytes]
"""Subject, headers and payload."""

TOGETHER_BYTES = 256 * 1024


async def send(client: Client, messages: Iterable[Message]) -> None:
    """Send messages, in order, that need no answer; raises an error of NATS when the connection is away."""
    commands: list[bytes] = []
    size = 0
    for subject, headers, payload in messages:
        command = written(subject, headers, payload)
        if command is None:
            await _hand_over(client, commands)
            await client.publish(subject, payload, headers=headers)
            commands, size = [], 0
            continue
        commands.append(command)
        size += len(command)
        if size > TOGETHER_BYTES:
            await _hand_over(client, commands)
            commands, size = [], 0
    await _hand_over(client, commands)


def written(subject: str, headers: Mapping[str, str], payload: bytes) -> bytes | None:
    """Return a message as it goes over the wire; None where a header holds a line break, which the client mends."""
    # added up, not formatted: the names in nats-py's own enumeration would show as its members
    lines = "".join([name + ": " + value.strip() + "\r\n" for name, value in headers.items()])
    if lines.count("\n") != len(headers) or lines.count("\r") != len(headers):
        return None
    head = f"NATS/1.0\r\n{lines}\r\n".encode()
    return b"".join((f"HPUB {subject}  {len(head)} {len(head) + len(payload)}\r\n".encode(), head, payload, b"\r\n"))


async def _hand_over(client: Client, commands: list[bytes]) -> None:
    if not commands:
        return
    if not client.is_connected:
        raise ConnectionReconnectingError
    client.stats["out_msgs"] += len(commands)
    # nats-py has no public way to send what is written out already
    await client._send_command(b"".join(commands))  # noqa: SLF001
    await client._flush_pending()  # noqa: SLF001
