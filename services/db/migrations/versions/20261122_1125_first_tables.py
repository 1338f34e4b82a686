"""first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_1125"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benchmark_data",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("benchmark_type", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("vintage_year", sa.Integer(), nullable=False),
        sa.Column("fund_strategy", sa.Text(), nullable=False),
        sa.Column("geography", sa.Text(), nullable=False),
        sa.Column("as_of_date", sa.Date(), nullable=False),
        sa.Column("total_funds_in_cohort", sa.Integer(), nullable=True),
        sa.Column("median_irr", sa.Numeric(), nullable=True),
        sa.Column("top_quartile_irr", sa.Numeric(), nullable=True),
        sa.Column("median_tvpi", sa.Numeric(), nullable=True),
        sa.Column("top_quartile_tvpi", sa.Numeric(), nullable=True),
        sa.Column("irr_p05", sa.Numeric(), nullable=True),
        sa.Column("irr_p25", sa.Numeric(), nullable=True),
        sa.Column("irr_p95", sa.Numeric(), nullable=True),
        sa.Column("tvpi_p05", sa.Numeric(), nullable=True),
        sa.Column("tvpi_p25", sa.Numeric(), nullable=True),
        sa.Column("tvpi_p95", sa.Numeric(), nullable=True),
        sa.Column("dpi_p05", sa.Numeric(), nullable=True),
        sa.Column("dpi_p25", sa.Numeric(), nullable=True),
        sa.Column("median_dpi", sa.Numeric(), nullable=True),
        sa.Column("top_quartile_dpi", sa.Numeric(), nullable=True),
        sa.Column("dpi_p95", sa.Numeric(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_data")),
    )
    op.create_index(
        "idx_benchmark_vintage_strategy",
        "benchmark_data",
        ["vintage_year", "fund_strategy", "geography"],
        unique=False,
    )
    op.create_index(
        "uq_benchmark_data_cohort",
        "benchmark_data",
        ["benchmark_type", "release", "vintage_year", "fund_strategy", "geography", "as_of_date"],
        unique=True,
    )
    op.create_table(
        "data_versions",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_data_versions")),
    )
    op.create_table(
        "funds",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("vintage_year", sa.Integer(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_committed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("inception_date", sa.Date(), nullable=True),
        sa.Column("investment_period_end", sa.Date(), nullable=True),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("total_committed <> 'NaN'", name=op.f("ck_funds_committed_is_a_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funds")),
        sa.UniqueConstraint("code", name=op.f("uq_funds_code")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_superseded", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("warnings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("identity", name=op.f("uq_imports_identity")),
    )
    op.create_index("ix_imports_imported_at", "imports", ["imported_at"], unique=False)
    op.create_table(
        "limited_partners",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limited_partners")),
        sa.UniqueConstraint("code", name=op.f("uq_limited_partners_code")),
    )
    op.create_table(
        "socket_tickets",
        sa.Column("ticket_sha256", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ticket_sha256", name=op.f("pk_socket_tickets")),
    )
    op.create_table(
        "benchmark_funds",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("fund_name", sa.Text(), nullable=False),
        sa.Column("vintage_year", sa.Integer(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("committed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("paid_in", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("distributed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("nav", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("irr", sa.Numeric(), nullable=True),
        sa.Column("multiple", sa.Numeric(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_benchmark_funds_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_funds")),
    )
    op.create_index(
        "ix_benchmark_funds_provider_vintage",
        "benchmark_funds",
        ["provider", "vintage_year"],
        unique=False,
    )
    op.create_index(
        "uq_benchmark_funds_current",
        "benchmark_funds",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "benchmark_points",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("vintage_year", sa.Integer(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("geography", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("p05", sa.Numeric(), nullable=True),
        sa.Column("p25", sa.Numeric(), nullable=True),
        sa.Column("p50", sa.Numeric(), nullable=True),
        sa.Column("p75", sa.Numeric(), nullable=True),
        sa.Column("p95", sa.Numeric(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_benchmark_points_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_points")),
    )
    op.create_index(
        "ix_benchmark_points_cohort",
        "benchmark_points",
        ["vintage_year", "strategy", "geography"],
        unique=False,
    )
    op.create_index(
        "uq_benchmark_points_current",
        "benchmark_points",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "commitments",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("investor_id", sa.Text(), nullable=False),
        sa.Column("commitment_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("share_class", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount <> 'NaN'", name=op.f("ck_commitments_amount_is_a_number")),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_commitments_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_commitments_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_commitments_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index("ix_commitments_fund", "commitments", ["fund_id"], unique=False)
    op.create_index(
        "uq_commitments_current",
        "commitments",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "fund_cash_flows",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("flow_date", sa.Date(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("investor_id", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("recallable", sa.Boolean(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("paid_date", sa.Date(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount <> 'NaN'", name=op.f("ck_fund_cash_flows_amount_is_a_number")),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_fund_cash_flows_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fund_cash_flows_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_fund_cash_flows_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_cash_flows")),
    )
    op.create_index(
        "ix_fund_cash_flows_fund_date", "fund_cash_flows", ["fund_id", "flow_date"], unique=False
    )
    op.create_index(
        "uq_fund_cash_flows_current",
        "fund_cash_flows",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "fund_metrics",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("credit_line", sa.Text(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column("irr", sa.Double(), nullable=True),
        sa.Column("irr_status", sa.Text(), nullable=False),
        sa.Column("tvpi", sa.Double(), nullable=True),
        sa.Column("dpi", sa.Double(), nullable=True),
        sa.Column("rvpi", sa.Double(), nullable=True),
        sa.Column("pic", sa.Double(), nullable=True),
        sa.Column("moic", sa.Double(), nullable=True),
        sa.Column("total_committed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("capital_called", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("distributed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("capital_deployed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("dry_powder", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("unfunded", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("nav", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("unrealized_value", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("realized_value", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("top_performer_contribution", sa.Double(), nullable=True),
        sa.Column("sector_concentration", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("vintage_year", sa.Integer(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_fund_metrics_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_metrics")),
    )
    op.create_index(
        "idx_fund_metrics_date",
        "fund_metrics",
        [sa.literal_column("metric_date DESC")],
        unique=False,
    )
    op.create_index(
        "idx_fund_metrics_fund_date",
        "fund_metrics",
        ["fund_id", sa.literal_column("metric_date DESC")],
        unique=False,
    )
    op.create_index(
        "uq_fund_metrics_version",
        "fund_metrics",
        ["fund_id", "metric_date", "basis", "credit_line", "data_version"],
        unique=True,
    )
    op.create_table(
        "fund_navs",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("nav_date", sa.Date(), nullable=False),
        sa.Column("nav", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("investor_id", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.CheckConstraint("nav <> 'NaN'", name=op.f("ck_fund_navs_nav_is_a_number")),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_fund_navs_fund_id_funds")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fund_navs_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_fund_navs_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_navs")),
    )
    op.create_index("ix_fund_navs_fund_date", "fund_navs", ["fund_id", "nav_date"], unique=False)
    op.create_index(
        "uq_fund_navs_current",
        "fund_navs",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "fund_versions",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("vintage_year", sa.Integer(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_committed", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("inception_date", sa.Date(), nullable=True),
        sa.Column("investment_period_end", sa.Date(), nullable=True),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "total_committed <> 'NaN'", name=op.f("ck_fund_versions_committed_is_a_number")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_fund_versions_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fund_versions_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_versions")),
    )
    op.create_index("ix_fund_versions_fund", "fund_versions", ["fund_id"], unique=False)
    op.create_index(
        "uq_fund_versions_current",
        "fund_versions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "fx_rates",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate_date", sa.Date(), nullable=False),
        sa.Column("per_base", sa.Numeric(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "per_base > 0 AND per_base <> 'NaN'", name=op.f("ck_fx_rates_rate_is_positive")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fx_rates_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fx_rates")),
    )
    op.create_index(
        "ix_fx_rates_pair_date", "fx_rates", ["currency", "base", "rate_date"], unique=False
    )
    op.create_index(
        "uq_fx_rates_current",
        "fx_rates",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "index_levels",
        sa.Column("index_code", sa.Text(), nullable=False),
        sa.Column("level_date", sa.Date(), nullable=False),
        sa.Column("level", sa.Numeric(), nullable=False),
        sa.Column("total_return", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "level > 0 AND level <> 'NaN'", name=op.f("ck_index_levels_level_is_positive")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_index_levels_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_levels")),
    )
    op.create_index(
        "ix_index_levels_code_date", "index_levels", ["index_code", "level_date"], unique=False
    )
    op.create_index(
        "uq_index_levels_current",
        "index_levels",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "limited_partner_versions",
        sa.Column("investor_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_limited_partner_versions_import_id_imports"),
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_limited_partner_versions_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limited_partner_versions")),
    )
    op.create_index(
        "ix_limited_partner_versions_investor",
        "limited_partner_versions",
        ["investor_id"],
        unique=False,
    )
    op.create_index(
        "uq_limited_partner_versions_current",
        "limited_partner_versions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "lpa_terms",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("effective_date", sa.Date(), nullable=False),
        sa.Column("waterfall", sa.Text(), nullable=True),
        sa.Column("preferred_return", sa.Numeric(), nullable=True),
        sa.Column("carry_rate", sa.Numeric(), nullable=True),
        sa.Column("catch_up_rate", sa.Numeric(), nullable=True),
        sa.Column("fee_rate", sa.Numeric(), nullable=True),
        sa.Column("fee_basis", sa.Text(), nullable=True),
        sa.Column("gp_commitment", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("limit_single_company", sa.Numeric(), nullable=True),
        sa.Column("limit_sector", sa.Numeric(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_lpa_terms_fund_id_funds")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_lpa_terms_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lpa_terms")),
    )
    op.create_index("ix_lpa_terms_fund", "lpa_terms", ["fund_id", "effective_date"], unique=False)
    op.create_index(
        "uq_lpa_terms_current",
        "lpa_terms",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "refresh_runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("metric_set", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_refresh_runs_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_runs")),
    )
    op.create_index("ix_refresh_runs_state", "refresh_runs", ["state", "lease_until"], unique=False)
    op.create_index(
        "uq_refresh_runs_open",
        "refresh_runs",
        ["fund_id", "metric_set"],
        unique=True,
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_table(
        "users",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("all_funds", sa.Boolean(), nullable=False),
        sa.Column("investor_id", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_users_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "api_keys",
        sa.Column("key_sha256", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_keys_user_id_users")),
        sa.PrimaryKeyConstraint("key_sha256", name=op.f("pk_api_keys")),
    )
    op.create_index("ix_api_keys_user", "api_keys", ["user_id"], unique=False)
    op.create_table(
        "embed_revocations",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("revoked_before", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_embed_revocations_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_embed_revocations")),
    )
    op.create_table(
        "user_funds",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column(
            "granted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_user_funds_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_funds_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "fund_id", name=op.f("pk_user_funds")),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id_sha256", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id_sha256", name=op.f("pk_user_sessions")),
    )
    op.create_index("ix_user_sessions_user", "user_sessions", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_user_sessions_user", table_name="user_sessions")
    op.drop_table("user_sessions")
    op.drop_table("user_funds")
    op.drop_table("embed_revocations")
    op.drop_index("ix_api_keys_user", table_name="api_keys")
    op.drop_table("api_keys")
    op.drop_table("users")
    op.drop_index(
        "uq_refresh_runs_open",
        table_name="refresh_runs",
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.drop_index("ix_refresh_runs_state", table_name="refresh_runs")
    op.drop_table("refresh_runs")
    op.drop_index(
        "uq_lpa_terms_current", table_name="lpa_terms", postgresql_where=sa.text("known_to IS NULL")
    )
    op.drop_index("ix_lpa_terms_fund", table_name="lpa_terms")
    op.drop_table("lpa_terms")
    op.drop_index(
        "uq_limited_partner_versions_current",
        table_name="limited_partner_versions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_limited_partner_versions_investor", table_name="limited_partner_versions")
    op.drop_table("limited_partner_versions")
    op.drop_index(
        "uq_index_levels_current",
        table_name="index_levels",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_index_levels_code_date", table_name="index_levels")
    op.drop_table("index_levels")
    op.drop_index(
        "uq_fx_rates_current", table_name="fx_rates", postgresql_where=sa.text("known_to IS NULL")
    )
    op.drop_index("ix_fx_rates_pair_date", table_name="fx_rates")
    op.drop_table("fx_rates")
    op.drop_index(
        "uq_fund_versions_current",
        table_name="fund_versions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_fund_versions_fund", table_name="fund_versions")
    op.drop_table("fund_versions")
    op.drop_index(
        "uq_fund_navs_current", table_name="fund_navs", postgresql_where=sa.text("known_to IS NULL")
    )
    op.drop_index("ix_fund_navs_fund_date", table_name="fund_navs")
    op.drop_table("fund_navs")
    op.drop_index("uq_fund_metrics_version", table_name="fund_metrics")
    op.drop_index("idx_fund_metrics_fund_date", table_name="fund_metrics")
    op.drop_index("idx_fund_metrics_date", table_name="fund_metrics")
    op.drop_table("fund_metrics")
    op.drop_index(
        "uq_fund_cash_flows_current",
        table_name="fund_cash_flows",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_fund_cash_flows_fund_date", table_name="fund_cash_flows")
    op.drop_table("fund_cash_flows")
    op.drop_index(
        "uq_commitments_current",
        table_name="commitments",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_commitments_fund", table_name="commitments")
    op.drop_table("commitments")
    op.drop_index(
        "uq_benchmark_points_current",
        table_name="benchmark_points",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_benchmark_points_cohort", table_name="benchmark_points")
    op.drop_table("benchmark_points")
    op.drop_index(
        "uq_benchmark_funds_current",
        table_name="benchmark_funds",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_benchmark_funds_provider_vintage", table_name="benchmark_funds")
    op.drop_table("benchmark_funds")
    op.drop_table("socket_tickets")
    op.drop_table("limited_partners")
    op.drop_index("ix_imports_imported_at", table_name="imports")
    op.drop_table("imports")
    op.drop_table("funds")
    op.drop_table("data_versions")
    op.drop_index("uq_benchmark_data_cohort", table_name="benchmark_data")
    op.drop_index("idx_benchmark_vintage_strategy", table_name="benchmark_data")
    op.drop_table("benchmark_data")
