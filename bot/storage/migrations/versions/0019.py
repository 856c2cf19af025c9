"""Note under whom people of the roster work."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("superiors", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("person", "superiors")
