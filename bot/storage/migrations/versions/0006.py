"""Say what the data are for, and remember whom the bot knew before it introduced itself."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Whoever was answered, or was told something in single chat, needs no greeting after an update.
ACQUAINTANCES = """
UPDATE person SET met_at = (
    SELECT min(at) FROM (
        SELECT inbox.received_at AS at FROM inbox
        WHERE inbox.sender = person.account AND inbox.state = 'done'
        UNION ALL
        SELECT outbox.sent_at AS at FROM outbox
        WHERE outbox.chat_kind = 'direct' AND outbox.chat_id = person.account AND outbox.state = 'sent'
    ) AS history
)
WHERE met_at IS NULL AND account IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(ACQUAINTANCES)


def downgrade() -> None:
    op.drop_table("installation")
