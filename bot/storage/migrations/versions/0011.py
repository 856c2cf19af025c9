"""Note whom a result was given to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll", sa.Column("released_to", sa.String(), nullable=True))
    # Until now every result went to the group.
    op.execute("UPDATE poll SET released_to = 'group' WHERE state = 'released'")


def downgrade() -> None:
    op.drop_column("poll", "released_to")
