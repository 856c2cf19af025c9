"""From here on every fact is sealed: `bot.storage.schema.migrate` seals what an older database holds."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables stay as they are."""


def downgrade() -> None:
    """The tables stay as they are."""
