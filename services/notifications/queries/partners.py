"""Looking up how a partner comes in to the broker, and how far it has got there."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import views
from services.notifications.catalogue import every_type
from services.notifications.domain import partners as rules
from services.notifications.partners.accounts import pull_subject
from services.notifications.reads import partners as read
from services.notifications.reads import subscriptions
from services.notifications.views.partners import BrokerAccessView, DurableView
from shared.auth import Caller


async def access(
    session: AsyncSession, caller: Caller, subscription: str, servers: Sequence[str]
) -> views.BrokerAccessView:
    """Return where a partner comes in, and what it finds there."""
    row = await subscriptions.get(session, caller, subscription)
    rules.refuse_other_roads(row)
    account = rules.account_of(row.id)
    wanted = rules.subjects(row.types, row.filters, row.council, every_type())
    reached = await read.durables_of(session, row.id)
    keys = views.broker_keys((await read.keys_of(session, [row.id]))[row.id])
    durables = [
        DurableView(
            stream=stream,
            durable=account,
            pull=pull_subject(stream, account),
            subjects=list(subjects),
            in_place=stream in reached,
            acknowledged=reached[stream].acknowledged if stream in reached else None,
            waiting=reached[stream].waiting if stream in reached else None,
            seen_at=reached[stream].seen_at if stream in reached else None,
        )
        for stream, subjects in sorted(wanted.of_stream.items())
    ]
    return BrokerAccessView(
        servers=list(servers),
        account=account,
        in_place=bool(keys) and all(key.in_place for key in keys) and all(one.in_place for one in durables),
        durables=durables,
        keys=keys,
        left_out=list(wanted.left_out),
    )
