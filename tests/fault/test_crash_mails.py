"""A worker dies when the mail server has taken a mail and it is not yet recorded: the next one sends the same again."""

import pytest

from shared.database import Database
from tests.support.arena import Arena
from tests.support.pauses import paused
from tests.support.people import API, assign
from tests.support.post_office import post_office
from tests.support.waiting import eventually

FIFE = {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}
LEAD, SECURITY = "lead@fife.example", "security@fife.example"


@pytest.mark.quick
async def test_a_worker_that_dies_after_a_mail_was_taken_sends_it_again_under_the_same_id_and_no_other(
    arena: Arena,
) -> None:
    await arena.streams("projects", "reporting")
    councils = await arena.service("councils")
    await councils.ready()
    async with councils.client(arena.token()) as office:
        assert (await office.post(f"{API}/councils", json=FIFE)).status_code == 201
        await assign(office, "fife", "council-digital-lead", holder={"name": "Lead", "email": LEAD})
        await assign(office, "fife", "security-contact", holder={"name": "Security", "email": SECURITY})
    async with post_office() as post:
        mailing = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECURITY": "none"}
        notifications = await arena.service("notifications", start=False)
        notifications.spawn(**mailing, CRASH_POINT="mail.after_data_before_record")
        database = Database(notifications.settings, "notifications")
        subscription, _ = await paused(database)
        await database.close()
        await notifications.died()
        assert notifications.process.exit_code == -9, notifications.process.log_tail(20)
        (first,) = post.letters
        await notifications.start(**mailing)

        async def told() -> None:
            rows = await notifications.sql("SELECT state FROM mail WHERE subscription = $1", subscription)
            assert [row["state"] for row in rows] == ["sent", "sent"]

        await eventually(told, seconds=30)
    ids = [str(letter["Message-ID"]) for letter in post.to(LEAD)]
    assert ids == [str(first[1]["Message-ID"])] * 2, "the mail that was not recorded came again as it was"
    assert len(post.to(SECURITY)) == 1
