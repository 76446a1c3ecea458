"""How a council enters the register, and how its code is replaced."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.councils.domain import councils
from services.councils.domain.councils import Details, GssCode, ShortCode, Slug, as_code, as_short_code, code_on
from services.councils.models import Council, CouncilCode
from shared.errors import ConflictError, InvalidError
from shared.values import first_day, last_day

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DETAILS = Details(name="Fife Council", population=374_130, population_year=2020)


def fife() -> Council:
    return Council(
        slug="fife", name="Fife Council", population=374_130, population_year=2020, created_at=NOW, changed_at=NOW
    )


def live(starts: str | None = None) -> CouncilCode:
    return CouncilCode(gss_code="S12000047", council="fife", number=2, starts=starts, live=True)


def test_a_council_enters_with_its_live_code_and_those_before() -> None:
    event = councils.register("fife", DETAILS, "S12000047", ["S12000015"], found=None, owners={})
    assert (event.council, event.gss_code, event.former_gss_codes) == ("fife", "S12000047", ("S12000015",))
    assert (event.population, event.population_year) == (374_130, 2020)


def test_a_council_enters_once() -> None:
    with pytest.raises(ConflictError, match="already"):
        councils.register("fife", DETAILS, "S12000047", [], found=fife(), owners={})


@pytest.mark.parametrize("taken", ["S12000047", "S12000015"])
def test_a_code_that_another_council_has_or_had_is_refused_by_name(taken: str) -> None:
    with pytest.raises(ConflictError, match=f"{taken} belongs or belonged to 'angus'"):
        councils.register("fife", DETAILS, "S12000047", ["S12000015"], found=None, owners={taken: "angus"})


def test_a_live_code_cannot_stand_among_the_former_ones() -> None:
    with pytest.raises(InvalidError, match="S12000047 stands there more than once"):
        councils.register("fife", DETAILS, "S12000047", ["S12000047"], found=None, owners={})


def test_details_that_are_told_already_change_nothing() -> None:
    assert councils.change_details(fife(), DETAILS) is None


def test_changed_details_are_told_as_they_are_now() -> None:
    event = councils.change_details(fife(), DETAILS.model_copy(update={"population": 371_910}))
    assert event is not None
    assert (event.name, event.population, event.population_year) == ("Fife Council", 371_910, 2020)


def test_a_replaced_code_names_the_one_it_retires_and_since_when() -> None:
    event = councils.replace_code(fife(), live(), "S12000099", "2026-04-01", owners={}, today=TODAY)
    assert (event.retired_gss_code, event.gss_code, event.effective) == ("S12000047", "S12000099", "2026-04-01")


def test_a_code_is_replaced_by_another_one_that_nobody_ever_had() -> None:
    with pytest.raises(ConflictError, match="live code of 'fife' already"):
        councils.replace_code(fife(), live(), "S12000047", "2026", owners={"S12000047": "fife"}, today=TODAY)
    with pytest.raises(ConflictError, match="belonged to 'fife'"):
        councils.replace_code(fife(), live(), "S12000015", "2026", owners={"S12000015": "fife"}, today=TODAY)


def test_a_code_is_not_replaced_before_its_time_nor_before_it_began() -> None:
    with pytest.raises(InvalidError, match="not come yet") as future:
        councils.replace_code(fife(), live(), "S12000099", "2027-04-01", owners={}, today=TODAY)
    assert future.value.code == "date-in-the-future"
    with pytest.raises(InvalidError, match="before the start of S12000047, 2018-04-01") as disorder:
        councils.replace_code(fife(), live("2018-04-01"), "S12000099", "2018-03", owners={}, today=TODAY)
    assert disorder.value.code == "dates-out-of-order"


def test_a_code_is_read_however_it_is_written() -> None:
    assert as_code("s12000015") == "S12000015"
    assert TypeAdapter(GssCode).validate_python(" s12000015 ") == "S12000015"
    for other in ("fife", "S1200001", "S120000155", "S12000015\n", "S1200001\u0665", ""):
        assert as_code(other) is None, other


def test_a_slug_is_never_what_an_address_reads_as_something_else() -> None:
    for slug in ("s12000015", "counts"):
        with pytest.raises(ValidationError):
            TypeAdapter(Slug).validate_python(slug)


def test_three_letters_are_read_however_they_are_written() -> None:
    assert as_short_code("glg") == "GLG"
    assert TypeAdapter(ShortCode).validate_python(" glg ") == "GLG"
    for other in ("glas", "gl", "g1g", "\u00e4bc", "\ufb01x", ""):
        assert as_short_code(other) is None, other


def test_three_letters_call_one_council_only() -> None:
    with pytest.raises(ConflictError, match="'angus' is called FIF"):
        councils.register("fife", DETAILS, "S12000047", [], found=None, owners={}, code3="FIF", called={"FIF": "angus"})
    with pytest.raises(ConflictError, match="'angus' is called FIF"):
        councils.change_details(fife(), DETAILS, code3="FIF", called="angus")
    event = councils.change_details(fife(), DETAILS, code3="FIF", called=None)
    assert event is not None
    assert event.code3 == "FIF"
    assert councils.change_details(fife(), DETAILS, had="FIF", code3="FIF", called="fife") is None


class Codes:
    """A council's codes as the commands keep them."""

    def __init__(self) -> None:
        self.kept = [CouncilCode(gss_code="S12000000", council="fife", number=1, live=True)]

    def replace(self, gss_code: str, since: str) -> bool:
        owners = {code.gss_code: "fife" for code in self.kept}
        live = next(code for code in self.kept if code.live)
        try:
            event = councils.replace_code(fife(), live, gss_code, since, owners=owners, today=TODAY)
        except (ConflictError, InvalidError):
            return False
        live.live, live.ends = False, event.effective
        number = live.number + 1
        self.kept.append(
            CouncilCode(gss_code=gss_code, council="fife", number=number, starts=event.effective, live=True)
        )
        return True


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5).map(lambda last: f"S1200000{last}"),
            st.dates(date(2010, 1, 1), date(2027, 12, 31)).map(str) | st.integers(2010, 2027).map(str),
        ),
        max_size=8,
    ),
    st.dates(date(2010, 1, 1), date(2026, 11, 21)),
)
def test_a_council_never_has_two_live_codes_and_one_at_most_on_any_day(
    wished: list[tuple[str, str]], day: date
) -> None:
    codes = Codes()
    for gss_code, since in wished:
        before = code_on(codes.kept, day)
        replaced = codes.replace(gss_code, since)
        assert sum(code.live for code in codes.kept) == 1
        assert len({code.gss_code for code in codes.kept}) == len(codes.kept)
        if replaced and first_day(since) > day:
            assert code_on(codes.kept, day) == before, "a code of later days changes none before"
        if replaced and last_day(since) <= day:
            assert code_on(codes.kept, day) is codes.kept[-1]


@given(st.text())
def test_whatever_is_taken_for_a_code_is_one(text: str) -> None:
    code = as_code(text)
    assert code is None or TypeAdapter(GssCode).validate_python(code) == code
