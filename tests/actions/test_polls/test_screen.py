"""The screen of the hall: its address, and what everybody may see there. Rows of rules on the real database."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.actions.polls import meetings, screens, speeches
from bot.actions.polls.screens import Turn
from bot.domain.polls.refusals import LinkUnknown
from tests.actions.hall import MANY, SUBJECTS, close, count, opened, vote
from tests.actions.office import Office
from tests.actions.test_polls.phones import paged
from tests.cast import LI, ORGANISER, WANG


def screen_address(office: Office) -> str:
    shown = screens.screen_link(paged(office), office.cycle, office.person(ORGANISER))
    assert shown is not None
    return shown.url.rpartition("/")[2]


def test_a_meeting_has_one_screen_and_without_an_address_none(office: Office) -> None:
    organiser = office.person(ORGANISER)
    assert screens.screen_link(office.work, office.cycle, organiser) is None
    assert screen_address(office) == screen_address(office)
    assert len(office.trail("screen.opened")) == 1


def test_an_address_of_another_screen_opens_nothing(office: Office) -> None:
    own = screen_address(office)
    cycle, _, secret = own.partition("-")
    changed = "A" if secret[0] != "A" else "B"
    for text in (
        "",
        cycle,
        f"{cycle}-{changed}{secret[1:]}",
        f"{int(cycle) + 1}-{secret}",
        f"{own}x",
    ):
        refusal = office.refused(lambda work: screens.show(work, text))  # noqa: B023
        assert isinstance(refusal, LinkUnknown)
    assert screens.show(office.work, own).now == office.now


@pytest.mark.parametrize(
    ("spoken", "speaks", "written", "turns"),
    [
        ((), None, None, "next later later later"),
        ((), WANG, None, "now next later later"),
        ((WANG,), LI, None, "done now next later"),
        ((WANG,), None, None, "done next later later"),
        ((), LI, None, "later now next later"),
        ((LI,), WANG, None, "now done next later"),
        # Who reports in writing does not stand there.
        ((), WANG, LI, "now next later later"),
        (SUBJECTS[:3], "s04", None, "done done done now"),
    ],
)
def test_the_hall_sees_who_speaks_who_has_spoken_and_who_is_next(
    office: Office,
    spoken: Sequence[str],
    speaks: str | None,
    written: str | None,
    turns: str,
) -> None:
    if written is not None:
        person = office.person(written)
        meetings.set_written(office.work, office.cycle, office.person(ORGANISER), person, "出差")
    for account in spoken:
        speeches.begin_speech(office.work, office.cycle, office.person(account))
    speeches.end_speech(office.work, office.cycle)
    if speaks is not None:
        speeches.begin_speech(office.work, office.cycle, office.person(speaks))
    shown = screens.show(office.work, screen_address(office))
    assert [place.turn for place in shown.places[:4]] == [Turn(word) for word in turns.split()]
    assert (shown.speaker is not None) == (speaks is not None)
    assert (shown.until is not None) == (speaks is not None)
    if speaks is not None:
        assert shown.speaker is not None
        assert shown.speaker.name == office.person(speaks).name
        assert shown.until == office.now + timedelta(minutes=8)
    assert len(shown.places) == len(SUBJECTS) - (written is not None)


def test_the_hall_sees_how_many_sheets_are_in_and_nothing_else(office: Office) -> None:
    at = screen_address(office)

    def turnout() -> tuple[int, int, bool] | None:
        shown = screens.show(office.work, at).turnout
        if shown is None:
            return None
        return shown.returned, shown.expected, shown.open

    assert turnout() is None
    first = opened(office)
    assert turnout() == (0, 53, True)
    vote(office, first, MANY, 1)
    assert turnout() == (len(MANY), 53, True)
    close(office)
    assert turnout() == (len(MANY), 53, False)
    count(office, first)
    assert turnout() == (len(MANY), 53, False)
    empty = opened(office, LI)
    assert turnout() == (0, 53, True)
    close(office)
    count(office, empty)  # nobody voted: it came to nothing
    assert turnout() == (len(MANY), 53, False)
