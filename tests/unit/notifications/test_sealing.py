"""Secrets of endpoints are sealed for their own row, with a key that says which it is."""

from uuid import uuid4

import pytest

from services.notifications.webhooks import Sealing
from shared.errors import UnavailableError
from shared.settings import Settings

SECRET = b"a secret of thirty-two bytes, yes"


def test_what_is_sealed_is_opened_for_its_own_row_alone() -> None:
    sealing, key = Sealing(Settings(sealing_key="one")), uuid4()
    sealed = sealing.seal(SECRET, "a-subscription", key)
    assert SECRET not in sealed
    assert sealing.seal(SECRET, "a-subscription", key) != sealed
    assert sealing.open(sealed, "a-subscription", key) == SECRET
    for subscription, other in (("another", key), ("a-subscription", uuid4())):
        with pytest.raises(UnavailableError):
            sealing.open(sealed, subscription, other)


def test_another_key_opens_nothing_and_is_named_as_the_cause() -> None:
    key = uuid4()
    sealed = Sealing(Settings(sealing_key="one")).seal(SECRET, "a-subscription", key)
    with pytest.raises(UnavailableError) as refused:
        Sealing(Settings(sealing_key="two")).open(sealed, "a-subscription", key)
    assert refused.value.code == "sealed-with-another-key"


@pytest.mark.parametrize("byte", [0, 1, 6, -1])
def test_what_was_changed_is_not_opened(byte: int) -> None:
    sealing, key = Sealing(Settings(sealing_key="one")), uuid4()
    sealed = bytearray(sealing.seal(SECRET, "a-subscription", key))
    sealed[byte] ^= 1
    with pytest.raises(UnavailableError):
        sealing.open(bytes(sealed), "a-subscription", key)


@pytest.mark.parametrize("given", [None, ""])
def test_without_a_key_nothing_is_sealed(given: str | None) -> None:
    with pytest.raises(UnavailableError) as refused:
        Sealing(Settings(sealing_key=given)).seal(SECRET, "a-subscription", uuid4())
    assert refused.value.code == "no-sealing-key"
