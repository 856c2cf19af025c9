"""A result may be told without an opinion, where the plan has none."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("result") as batch_op:
        batch_op.alter_column("opinion_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("result") as batch_op:
        batch_op.alter_column("opinion_id", existing_type=sa.Integer(), nullable=False)
