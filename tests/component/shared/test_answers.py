"""What is heard is answered to nobody: no message can make a service publish where the message likes."""

from typing import Any

from faststream import BaseMiddleware

from tests.support.echo import Echo, all_settled, effects, renamed, say_raw
from tests.support.world import World


class Answerable(BaseMiddleware):
    """Lets a list of messages name a place for the answer: FastStream reads that header of single messages alone."""

    async def consume_scope(self, call_next: Any, msg: Any) -> Any:
        msg.reply_to = msg.batch_headers[0]["reply_to"]
        return await call_next(msg)


async def test_a_message_cannot_make_the_service_answer_where_it_likes(world: World) -> None:
    """FastStream publishes a handler's result where a message says, unless told not to; here it could."""
    await world.streams("projects", "councils")
    hearing = await Echo().start(world)
    await hearing.ready()
    hearing.app.state.messaging.broker.add_middleware(Answerable)
    answers = await world.nats.subscribe("partnership.reporting.forged.v1.here")
    await say_raw(world, renamed("d"), {"reply_to": "partnership.reporting.forged.v1.here"})
    await effects(hearing, 1)
    await all_settled(world)
    # over the connection of the service, behind whatever it sent
    await hearing.app.state.messaging.client.flush()
    await world.nats.flush()
    assert answers.pending_msgs == 0
