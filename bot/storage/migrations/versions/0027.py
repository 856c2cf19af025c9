"""Keep who looked again at a closed item, and what was seen."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0022"
branch_labels = None
depends_on = None

BY = "rectification_item_held_by_fkey"


def upgrade() -> None:
    with op.batch_alter_table("rectification_item") as item:
        item.add_column(sa.Column("held_by", sa.Integer(), nullable=True))
        item.add_column(sa.Column("held_note", sa.String(), nullable=False, server_default=""))
        item.create_foreign_key(BY, "person", ["held_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("rectification_item") as item:
        item.drop_constraint(BY, type_="foreignkey")
        item.drop_column("held_note")
        item.drop_column("held_by")
