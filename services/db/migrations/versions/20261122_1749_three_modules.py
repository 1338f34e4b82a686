"""three modules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_1749"
down_revision = "20261122_1424"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "configurations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configurations")),
    )
    op.create_index(
        "uq_configurations_current",
        "configurations",
        ["name"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_index("uq_configurations_version", "configurations", ["name", "version"], unique=True)
    op.create_table(
        "market_due",
        sa.Column("data_source", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("data_source", "quarter", "known_from", name=op.f("pk_market_due")),
    )
    op.create_table(
        "market_figures",
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("data_source", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_figures")),
    )
    op.create_index(
        "uq_market_figures_current",
        "market_figures",
        ["data_source", "quarter", "family", "part"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_index(
        "uq_market_figures_version",
        "market_figures",
        ["data_source", "quarter", "family", "part", "data_version"],
        unique=True,
    )

    op.create_index(
        "uq_sector_trends_current",
        "sector_trends",
        ["data_source", "quarter", "sector"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    # Figures of rounds and exits that were imported before there were any are computed once.
    op.execute(
        """
        INSERT INTO market_due (data_source, quarter, known_from)
        SELECT source, quarter, max(moment) OVER (PARTITION BY source) FROM (
            SELECT source, quarter, max(greatest(known_from, known_to)) AS moment FROM (
                SELECT source, known_from, known_to, to_char(round_date, 'YYYY"Q"Q') AS quarter
                FROM market_rounds WHERE round_date IS NOT NULL AND date_precision <> 'year'
                UNION ALL
                SELECT source, known_from, known_to, to_char(exit_date, 'YYYY"Q"Q')
                FROM market_exits
                UNION ALL
                SELECT source, known_from, known_to, '' FROM market_rounds
            ) facts GROUP BY source, quarter
        ) quarters
        """
    )


def downgrade() -> None:
    op.drop_index(
        "uq_sector_trends_current",
        table_name="sector_trends",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("uq_market_figures_version", table_name="market_figures")
    op.drop_index(
        "uq_market_figures_current",
        table_name="market_figures",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_table("market_figures")
    op.drop_table("market_due")
    op.drop_index("uq_configurations_version", table_name="configurations")
    op.drop_index(
        "uq_configurations_current",
        table_name="configurations",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_table("configurations")
