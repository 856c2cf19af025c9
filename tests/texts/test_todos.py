"""What a person reads about that which waits for him."""

from bot.texts import todos as texts


def test_a_list_of_names_is_not_cut_short_twice() -> None:
    assert texts.waiting(3, "起草评价意见7份：李思样、张立范等").startswith(
        "等您办的有3件：起草评价意见7份：李思样、张立范等，"
    )


def test_what_may_be_archived_is_not_said_to_be_done() -> None:
    """A year is over also where a unit has left some of its steps undone."""
    assert "办完" not in texts.to_archive(2026)
