"""Keep where the audit trail ends, and up to when reminders were looked after."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("department_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("department_id"),
    )
    op.execute(
        "INSERT INTO audit_head (department_id, lines, hash) "
        "SELECT department_id, lines, hash FROM audit JOIN "
        "(SELECT max(id) AS last, count(*) AS lines FROM audit GROUP BY department_id) AS ends ON audit.id = ends.last"
    )
    op.add_column(
        "cycle", sa.Column("watched_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("cycle", "watched_until")
    op.drop_table("audit_head")
