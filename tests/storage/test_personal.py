"""Nothing that names a person is left out when somebody asks what is kept about him."""

from bot.domain.personal import Record
from bot.storage import personal, schema

# Somebody's office: he acted there for the procedure, the row is about something else.
OFFICE = {
    "asked_by", "closed_by", "confirmed_by", "created_by", "decided_by", "drafted_by", "edited_by", "entered_by",
    "held_by", "made_by", "opened_by", "proposed_by", "released_by", "set_by", "answered_by", "drawn_by",
    "helper_id", "actor_id",
}  # fmt: skip
BESIDE = {"overruling.person_id", "opinion_desk.person_id"}  # what somebody decided, or looks at


def test_every_column_that_names_a_person_means_something() -> None:
    naming = {f"{table.name}.{column.name}" for table, column in personal.references()}
    assert len(naming) > 40
    assert set(personal.OWN) <= naming
    unclear = {
        name for name in naming - set(personal.OWN) - BESIDE if name.partition(".")[2] not in OFFICE
    }
    assert unclear == set()
    assert set(personal.OWN.values()) | {Record.OFFICE} == set(Record)


def test_what_is_left_out_is_there() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in schema.METADATA.sorted_tables
        for column in table.columns
    }
    assert set(personal.APART) <= columns
