"""Whom a mail tells, when it is tried again, and what it says."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.councils.domain import roles
from services.notifications.domain import mails as rules
from services.notifications.domain.mails import Place
from services.notifications.mails.wording import Facts, Letterhead, mail, one_line
from shared.errors import InvalidError
from shared.settings import Settings

NOW = datetime(2026, 11, 22, 12, 3, tzinfo=UTC)
HEAD = Letterhead("partnership@office.example", "https://partnership.example")
LEAD, SECURITY = Place("fife", "council-digital-lead"), Place("fife", "security-contact")
OFFICE = Place("programme", "digital-office")
NUMBER = UUID("00000000-0000-7000-8000-000000000001")
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}


def facts(**changes: object) -> Facts:
    known: dict[str, object] = {
        "subscription": "fife-case-system",
        "name": "Our case system",
        "council": "fife",
        "why": "paused",
        "cause": "failing",
        "since": NOW,
        "waiting": 1234,
        "oldest": NOW - timedelta(days=2),
        "keep_days": 30,
        "endpoint": "https://hooks.fife.example",
        "last": "status 503",
    }
    return Facts(**(known | changes))  # type: ignore[arg-type]


def written(told: Facts, *, name: str = "Isla Invented", for_role: Place = LEAD) -> EmailMessage:
    letter = mail(told, HEAD, number=NUMBER, written=NOW, for_role=for_role, name=name, address="isla@fife.example")
    read: EmailMessage = message_from_bytes(letter.as_bytes(policy=SMTP), EmailMessage, policy=default)
    return read


def test_two_roles_of_the_owner_are_told_unless_the_subscription_names_others() -> None:
    assert rules.told("fife") == [LEAD, SECURITY]
    assert rules.told(None) == [OFFICE, Place("programme", "delivery-board")]
    assert rules.told("fife", ["sponsor", "sponsor"]) == [Place("fife", "sponsor")]


def test_the_roles_that_may_be_named_are_those_that_councils_has() -> None:
    assert set(rules.COUNCIL_ROLES) == set(roles.COUNCIL_ROLES)
    assert set(rules.OF_PROGRAMME) == set(roles.PROGRAMME_ROLES)
    rules.check_contacts("fife", rules.COUNCIL_ROLES)
    rules.check_contacts(None, rules.OF_PROGRAMME)
    for council, role in (("fife", "digital-office"), (None, "sponsor"), ("fife", "wizard")):
        with pytest.raises(InvalidError) as refused:
            rules.check_contacts(council, [role])
        assert refused.value.code == "unknown-role"


def test_in_place_of_a_vacant_role_others_are_told_and_nobody_twice() -> None:
    instead = [Place("fife", "sponsor"), Place("fife", "project-lead"), OFFICE]
    assert rules.in_place_of(LEAD, [SECURITY]) == [LEAD, *instead]
    assert rules.in_place_of(LEAD, [SECURITY, instead[0]]) == [LEAD, *instead[1:]]
    assert rules.in_place_of(instead[0], []) == instead
    assert rules.in_place_of(OFFICE, []) == [OFFICE]


def test_a_mail_has_one_id_whoever_works_it_out() -> None:
    occasion = uuid4()
    assert rules.mail_id(occasion, LEAD) == rules.mail_id(occasion, Place("fife", "council-digital-lead"))
    assert len({rules.mail_id(one, place) for one in (occasion, uuid4()) for place in (LEAD, SECURITY)}) == 4


def test_a_mail_waits_longer_after_each_try_and_is_given_up_after_five_days() -> None:
    pauses = [rules.pause_after(tries) for tries in range(1, 30)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (60, 12 * 3600)
    assert not rules.is_given_up(NOW, NOW + timedelta(days=4, hours=23))
    assert rules.is_given_up(NOW, NOW + timedelta(days=5))


def test_what_pauses_again_soon_is_told_of_later_if_it_still_stands_then() -> None:
    assert rules.not_before(NOW, None) == NOW
    assert rules.not_before(NOW, NOW - timedelta(hours=2)) == NOW + timedelta(hours=4)
    assert rules.not_before(NOW, NOW - timedelta(days=2)) == NOW


def test_a_mail_says_what_is_paused_since_when_what_waits_and_how_to_mend_it() -> None:
    letter = written(facts())
    text = letter.get_content()
    assert letter["Subject"] == "Paused: Our case system gets no events of the Partnership"
    assert letter["To"] == "Isla Invented <isla@fife.example>"
    assert letter["Message-ID"] == f"<{NUMBER}@office.example>"
    for part in (
        'The subscription "Our case system" of fife is paused, because its endpoint',
        "22 November 2026, 12:03 UTC",
        "1,234 events",
        "since 20 November 2026, 12:03 UTC",
        "20 December 2026, 12:03 UTC (30 days)",
        "https://hooks.fife.example",
        "status 503",
        "https://partnership.example/subscriptions/fife-case-system 2. Mend",
        "POST https://partnership.example/api/v1/subscriptions/fife-case-system/resume",
        "You are told as council digital lead of fife, once",
    ):
        assert part in text or part in " ".join(text.split()), part
    assert letter.get_content_type() == "text/plain"
    assert max(map(len, text.splitlines())) <= 80


def test_a_mail_of_what_stopped_says_so_and_promises_nothing() -> None:
    letter = written(facts(why="stopped", cause="gone", council=None), for_role=OFFICE)
    assert str(letter["Subject"]).startswith("Stopped: ")
    text = " ".join(letter.get_content().split())
    assert "of the Digital Office is stopped, because its endpoint answered that it is gone (410)" in text
    assert "Once the endpoint takes events again" in text
    assert "is tried now and then" not in text


@given(name=some.text(min_size=1, max_size=300), person=some.text(min_size=1, max_size=300))
def test_no_name_adds_a_header_or_a_reader_or_a_line_to_the_subject(name: str, person: str) -> None:
    letter = written(facts(name=name), name=person)
    assert set(letter.keys()) == HEADERS
    assert [address.addr_spec for address in letter["To"].addresses] == ["isla@fife.example"]
    assert "\n" not in str(letter["Subject"])
    assert letter["Message-ID"] == f"<{NUMBER}@office.example>"


@pytest.mark.parametrize(
    "name",
    ["a\r\nBcc: all@fife.example", "a\n\nHello", 'a" <b@fife.example>, "c', "\u202eevil", "a\u2028Bcc: x@fife.example"],
)
def test_a_name_that_wants_to_be_more_stays_a_name(name: str) -> None:
    letter = written(facts(name=name), name=name)
    assert set(letter.keys()) == HEADERS
    assert [address.addr_spec for address in letter["To"].addresses] == ["isla@fife.example"]
    assert "\u202e" not in letter.get_content()


def test_a_long_name_is_cut_where_it_stands_on_one_line() -> None:
    assert one_line("  a \t b\x00c ", 60) == "a b c"
    assert one_line("x" * 100, 10) == "x" * 9 + "…"


def test_a_password_of_the_mail_server_does_not_go_unencrypted() -> None:
    with pytest.raises(ValueError, match="SMTP_USER needs SMTP_SECURITY"):
        Settings(smtp_user="us", smtp_password="secret", smtp_security="none")
    assert Settings(smtp_user="us", smtp_password="secret").smtp_secret == "secret"
