"""Ask one named person first: what stands on a card, when it is passed on, who said no."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0018"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request", sa.Column("text", sa.JSON(), nullable=True))
    op.add_column(
        "request", sa.Column("pass_on_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
    )
    op.add_column("request", sa.Column("declined_by", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("request", "declined_by")
    op.drop_column("request", "pass_on_at")
    op.drop_column("request", "text")
