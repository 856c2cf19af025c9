"""Note whom a result was given to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Until now every result went to the group. What was released then stays as it is sealed, with
    # nothing in this column, and is read so.
    op.add_column("poll", sa.Column("released_to", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("poll", "released_to")
