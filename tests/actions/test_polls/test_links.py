"""Personal links to a ballot's page: made of the poll's keys, and kept nowhere."""

from dataclasses import replace

import pytest

from bot.actions.polls import links
from bot.storage.keys import BallotKeys

KEYS = BallotKeys(b"p" * 32, b"c" * 32)
TICKET = links.Ticket(poll=7, person=12, number=3)


def test_an_address_is_read_by_the_keys_that_made_it_and_by_no_others() -> None:
    address = links.written(TICKET, KEYS)
    assert address == links.written(TICKET, KEYS)
    assert links.read(address, KEYS) == TICKET
    assert links.read(address, BallotKeys(b"q" * 32, b"c" * 32)) is None
    assert address != links.written(replace(TICKET, number=4), KEYS)


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_an_address_that_was_changed_by_one_letter_means_nothing(place: int) -> None:
    address = list(links.written(TICKET, KEYS))
    address[place] = "8" if address[place] != "8" else "9"
    assert links.read("".join(address), KEYS) is None
