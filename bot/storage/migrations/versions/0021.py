"""Let one account stand on the rosters of several departments."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0015"
branch_labels = None
depends_on = None

# SQLite gave the constraint no name; a batch finds it under this one.
NAMES = {"uq": "%(table_name)s_%(column_0_name)s_key"}
UNIQUE = "person_account_key"


def upgrade() -> None:
    op.add_column(
        "department", sa.Column("procedure", sa.String(), nullable=False, server_default="")
    )
    with op.batch_alter_table("person", naming_convention=NAMES) as person:
        person.drop_constraint(UNIQUE, type_="unique")
        person.create_unique_constraint(
            "person_department_id_account_key", ["department_id", "account"]
        )
        person.create_index("ix_person_account", ["account"])
    op.create_table(
        "chosen_department",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"]),
        sa.PrimaryKeyConstraint("account"),
    )


def downgrade() -> None:
    op.drop_table("chosen_department")
    with op.batch_alter_table("person", naming_convention=NAMES) as person:
        person.drop_index("ix_person_account")
        person.drop_constraint("person_department_id_account_key", type_="unique")
        person.create_unique_constraint(UNIQUE, ["account"])
    op.drop_column("department", "procedure")
