"""The way to a mail server: encrypted to one that is trusted, with a login, and told apart when it does not work."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from services.notifications.mails.post import LaterError, Post, RefusedError
from shared.settings import Settings
from tests.support.certificates import authority
from tests.support.post_office import PASSWORD, USER, PostOffice, post_office

READER = "isla@fife.example"


def settings(post: PostOffice, **changes: object) -> Settings:
    known: dict[str, object] = {"smtp_host": "localhost", "smtp_port": post.port, "smtp_from": "us@office.example"}
    return Settings(**(known | changes))  # type: ignore[arg-type]


def letter() -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "A letter"
    made.set_content("Hello\n.\nwith a line that is a dot\n")
    return made


async def sent(wanted: Settings) -> None:
    async with Post(wanted).counter() as counter:
        await counter.hand_over(letter(), READER)


async def refused(wanted: Settings, kind: type[LaterError | RefusedError] = LaterError) -> str:
    with pytest.raises(kind) as error:
        await sent(wanted)
    assert "@" not in str(error.value)
    return error.value.reason


async def test_a_mail_goes_encrypted_and_after_a_login(tmp_path: Path) -> None:
    trusted, certified = authority(tmp_path, "localhost")
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    async with post_office(tls=certified, login=True) as post:
        wanted = settings(post, smtp_ca_file=trusted, smtp_user=USER, smtp_password_file=password)
        await sent(wanted)
        (got,) = post.to(READER)
        assert got.get_content().splitlines() == ["Hello", ".", "with a line that is a dot"]
        wrong = settings(post, smtp_ca_file=trusted, smtp_user=USER, smtp_password="wrong")
        assert (await refused(wrong)).startswith("login-refused 535")
        assert await refused(settings(post)) == "mail-server-not-trusted"
        assert len(post.letters) == 1


async def test_no_password_is_sent_to_a_server_that_cannot_encrypt(tmp_path: Path) -> None:
    trusted, _ = authority(tmp_path, "localhost")
    async with post_office() as post:
        wanted = settings(post, smtp_ca_file=trusted, smtp_user=USER, smtp_password=PASSWORD)
        assert await refused(wanted) == "mail-server-lacks-tls-or-login"


async def test_what_a_server_answers_is_told_apart_in_codes() -> None:
    async with post_office() as post:
        wanted = settings(post, smtp_security="none")
        for reply, kind, reason in (
            ("451 4.7.1 greylisted, isla@fife.example", LaterError, "not-now 451 4.7.1"),
            ("554 5.7.1 isla@fife.example looks like spam", RefusedError, "refused 554 5.7.1"),
            ("552 too large", RefusedError, "refused 552"),
        ):
            post.replies.append(reply)
            assert await refused(wanted, kind) == reason
        post.refused = {READER: "550 5.1.1 <{}> is not known"}
        assert await refused(wanted, RefusedError) == "refused 550 5.1.1"
        post.refused = {}
        post.hang_ups = 1
        assert await refused(wanted) == "dropped"
    assert await refused(wanted) == "mail-server-away"
