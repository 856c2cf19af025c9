"""Note on the roll of a poll whom each of its people rates."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll_roll", sa.Column("rates", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("poll_roll", "rates")
