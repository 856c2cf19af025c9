"""Evaluate whom the roster names: groups of subjects, bodies, and places of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no = sa.false()
    op.add_column("branch", sa.Column("personal", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("person", sa.Column("groups", sa.String(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("is_body", sa.Boolean(), nullable=False, server_default=no))
    # SQLite adds a reference only with its column, which Alembic would do in two steps.
    op.execute("ALTER TABLE person ADD COLUMN place_id INTEGER REFERENCES branch (id)")
    op.execute("ALTER TABLE person ADD COLUMN responsible_id INTEGER REFERENCES person (id)")


def downgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.drop_column("responsible_id")
        person.drop_column("place_id")
        person.drop_column("is_body")
        person.drop_column("groups")
    op.drop_column("branch", "personal")
