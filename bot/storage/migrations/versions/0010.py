"""Bind cards to those whom they ask."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("addressees", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("request", "addressees")
