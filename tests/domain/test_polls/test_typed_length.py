"""A typed vote of any length is read once, from its end; a step within another step is no riddle."""

from bot.domain.polls.typed import read_typed_vote


def test_a_vote_of_any_length_is_read() -> None:
    vote = read_typed_vote("测评 " + "好" * 20_000, ("好", "一般"))
    assert vote.choices(("好", "一般")) == (1,) * 20_000


def test_a_name_of_any_length_before_the_steps_is_no_matter() -> None:
    vote = read_typed_vote("测评 " + "好" * 20_000 + "王", ("好", "一般"))
    assert vote.rest == ""


def test_a_longer_step_gives_way_where_the_rest_would_be_no_step() -> None:
    assert read_typed_vote("测评 甲甲乙", ("甲", "甲甲", "甲乙")).choices(
        ("甲", "甲甲", "甲乙")
    ) == (1, 3)
