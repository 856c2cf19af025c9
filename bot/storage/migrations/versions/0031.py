"""Remember whom the bot has written to: it introduced itself in a line there."""

from alembic import op

revision = "0031"
down_revision = "0024"
branch_labels = None
depends_on = None

# Whoever was brought something in single chat knows who writes; he was told so above it.
ACQUAINTANCES = """
UPDATE person SET met_at = (
    SELECT min(outbox.sent_at) FROM outbox
    WHERE outbox.chat_kind = 'direct' AND outbox.chat_id = person.account AND outbox.state = 'sent'
)
WHERE met_at IS NULL AND account IS NOT NULL
"""


def upgrade() -> None:
    op.execute(ACQUAINTANCES)


def downgrade() -> None:
    """Nothing: who knows the bot still knows it."""
