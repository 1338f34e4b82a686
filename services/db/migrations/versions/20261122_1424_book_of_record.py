"""book of record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_1424"
down_revision = "20261122_1125"
branch_labels = None
depends_on = None
# kinds whose facts go with their tables: their files may be imported again afterwards
KINDS = (
    "companies",
    "investments",
    "investment_cash_flows",
    "valuations",
    "company_metrics",
    "board_seats",
    "expiries",
    "pipeline_deals",
    "pipeline_events",
    "channel_costs",
    "team_members",
    "team_activities",
    "market_rounds",
    "market_exits",
    "balance_assertions",
    "fund_ledger",
    "fund_balances",
    "investor_terms",
)


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("subsector", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("founded", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("cohort", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
        sa.UniqueConstraint("code", name=op.f("uq_companies_code")),
    )
    op.create_table(
        "sector_trends",
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("data_source", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_deals", sa.Integer(), nullable=False),
        sa.Column("disclosed_deals", sa.Integer(), nullable=False),
        sa.Column("total_funding", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("median_deal_size", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("median_pre_money", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("seed_deals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("series_a_deals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("series_b_deals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("growth_deals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("other_deals", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "geographic_distribution", postgresql.JSONB(astext_type=sa.Text()), nullable=True
        ),
        sa.Column("hot_subsectors", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("emerging_trends", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_trends")),
    )
    op.create_index(
        "idx_sector_trends_quarter", "sector_trends", ["quarter", "sector"], unique=False
    )
    op.create_index(
        "uq_sector_trends_version",
        "sector_trends",
        ["sector", "quarter", "data_source", "data_version"],
        unique=True,
    )
    op.create_table(
        "balance_assertions",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("assertion_date", sa.Date(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("tolerance", sa.Numeric(precision=20, scale=2), nullable=True),
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
            "amount <> 'NaN'", name=op.f("ck_balance_assertions_amount_is_a_number")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_balance_assertions_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_balance_assertions_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_assertions")),
    )
    op.create_index(
        "ix_balance_assertions_fund",
        "balance_assertions",
        ["fund_id", "assertion_date"],
        unique=False,
    )
    op.create_index(
        "uq_balance_assertions_current",
        "balance_assertions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "channel_costs",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("cost", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
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
        sa.CheckConstraint("cost <> 'NaN'", name=op.f("ck_channel_costs_cost_is_a_number")),
        sa.CheckConstraint(
            "period_start <= period_end", name=op.f("ck_channel_costs_period_has_days")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_channel_costs_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_costs")),
    )
    op.create_index(
        "ix_channel_costs_channel", "channel_costs", ["channel", "period_start"], unique=False
    )
    op.create_index(
        "uq_channel_costs_current",
        "channel_costs",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "check_results",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expected", sa.Numeric(), nullable=True),
        sa.Column("actual", sa.Numeric(), nullable=True),
        sa.Column("difference", sa.Numeric(), nullable=True),
        sa.Column("tolerance", sa.Numeric(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('green', 'amber', 'red')", name=op.f("ck_check_results_status_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_check_results_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_check_results_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_results")),
    )
    op.create_index("ix_check_results_fund", "check_results", ["fund_id", "status"], unique=False)
    op.create_index("ix_check_results_run", "check_results", ["run_id"], unique=False)
    op.create_index(
        "ix_check_results_standing",
        "check_results",
        ["fund_id"],
        unique=False,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_index(
        "uq_check_results_current",
        "check_results",
        ["check_id", "fund_id", "subject"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "company_metrics",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("revenue_ttm", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("arr", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("growth_rate", sa.Numeric(), nullable=True),
        sa.Column("gross_margin", sa.Numeric(), nullable=True),
        sa.Column("cash", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("net_burn", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("ltv", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("cac", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("nrr", sa.Numeric(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("is_latest", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
            "NOT is_latest OR known_to IS NULL", name=op.f("ck_company_metrics_latest_is_believed")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_company_metrics_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_company_metrics_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_metrics")),
    )
    op.create_index(
        "ix_company_metrics_company_period",
        "company_metrics",
        ["company_id", sa.literal_column("period_end DESC")],
        unique=False,
    )
    op.create_index(
        "uq_company_metrics_current",
        "company_metrics",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_index(
        "uq_company_metrics_latest",
        "company_metrics",
        ["company_id"],
        unique=True,
        postgresql_where=sa.text("is_latest"),
    )
    op.create_table(
        "company_versions",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("subsector", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("founded", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("cohort", sa.Text(), nullable=True),
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
            ["company_id"], ["companies.id"], name=op.f("fk_company_versions_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_company_versions_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_versions")),
    )
    op.create_index("ix_company_versions_company", "company_versions", ["company_id"], unique=False)
    op.create_index(
        "uq_company_versions_current",
        "company_versions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "deals",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("deal_date", sa.Date(), nullable=False),
        sa.Column("round", sa.Text(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=True),
        sa.Column("ownership", sa.Numeric(), nullable=True),
        sa.Column("lead_partner", sa.Text(), nullable=True),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("pipeline_deal", sa.Text(), nullable=True),
        sa.Column("invested_amount", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("distributions", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_deals_company_id_companies")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_deals_fund_id_funds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
        sa.UniqueConstraint("code", name=op.f("uq_deals_code")),
    )
    op.create_index("ix_deals_company", "deals", ["company_id"], unique=False)
    op.create_index("ix_deals_fund_company", "deals", ["fund_id", "company_id"], unique=False)
    op.create_table(
        "expiries",
        sa.Column("company_id", sa.Text(), nullable=True),
        sa.Column("fund_id", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("expiry_date", sa.Date(), nullable=False),
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
            "num_nonnulls(company_id, fund_id) = 1", name=op.f("ck_expiries_of_a_company_or_a_fund")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_expiries_company_id_companies")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_expiries_fund_id_funds")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_expiries_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiries")),
    )
    op.create_index("ix_expiries_date", "expiries", ["expiry_date"], unique=False)
    op.create_index(
        "uq_expiries_current",
        "expiries",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "fund_balances",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("balance_date", sa.Date(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=True),
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
        sa.CheckConstraint("amount <> 'NaN'", name=op.f("ck_fund_balances_amount_is_a_number")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_fund_balances_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_fund_balances_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fund_balances_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_balances")),
    )
    op.create_index(
        "ix_fund_balances_fund_date",
        "fund_balances",
        ["fund_id", "balance_date", "item"],
        unique=False,
    )
    op.create_index(
        "uq_fund_balances_current",
        "fund_balances",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "fund_ledger",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("investor_id", sa.Text(), nullable=True),
        sa.Column("company_id", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
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
        sa.CheckConstraint("amount <> 'NaN'", name=op.f("ck_fund_ledger_amount_is_a_number")),
        sa.CheckConstraint(
            "span IN ('transaction', 'qtd', 'ytd', 'itd')",
            name=op.f("ck_fund_ledger_span_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_fund_ledger_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_fund_ledger_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fund_ledger_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_fund_ledger_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_ledger")),
    )
    op.create_index(
        "ix_fund_ledger_fund_date",
        "fund_ledger",
        ["fund_id", "entry_date", "account"],
        unique=False,
    )
    op.create_index(
        "uq_fund_ledger_current",
        "fund_ledger",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "investor_terms",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("investor_id", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("effective_date", sa.Date(), nullable=True),
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
            ["fund_id"], ["funds.id"], name=op.f("fk_investor_terms_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_investor_terms_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["investor_id"],
            ["limited_partners.id"],
            name=op.f("fk_investor_terms_investor_id_limited_partners"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investor_terms")),
    )
    op.create_index(
        "ix_investor_terms_fund", "investor_terms", ["fund_id", "investor_id"], unique=False
    )
    op.create_index(
        "uq_investor_terms_current",
        "investor_terms",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "lp_reporting",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("lp_id", sa.Text(), nullable=False),
        sa.Column("report_date", sa.Date(), nullable=False),
        sa.Column("report_type", sa.Text(), nullable=False),
        sa.Column("lp_commitment", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("lp_called_capital", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("lp_distributions", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("lp_nav", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("lp_irr", sa.Double(), nullable=True),
        sa.Column("lp_tvpi", sa.Double(), nullable=True),
        sa.Column("lp_dpi", sa.Double(), nullable=True),
        sa.Column("management_fees_paid", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("carried_interest_accrued", sa.Numeric(precision=20, scale=2), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_lp_reporting_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["lp_id"], ["limited_partners.id"], name=op.f("fk_lp_reporting_lp_id_limited_partners")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lp_reporting")),
    )
    op.create_index(
        "idx_lp_reporting_fund_date",
        "lp_reporting",
        ["fund_id", sa.literal_column("report_date DESC")],
        unique=False,
    )
    op.create_index(
        "uq_lp_reporting_version",
        "lp_reporting",
        ["fund_id", "lp_id", "report_date", "report_type", "data_version"],
        unique=True,
    )
    op.create_table(
        "market_exits",
        sa.Column("exit_id", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("company_name", sa.Text(), nullable=True),
        sa.Column("exit_date", sa.Date(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("invested", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("acquirer", sa.Text(), nullable=True),
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
        sa.CheckConstraint("value <> 'NaN'", name=op.f("ck_market_exits_value_is_a_number")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_market_exits_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_exits")),
    )
    op.create_index(
        "ix_market_exits_source_date", "market_exits", ["source", "exit_date"], unique=False
    )
    op.create_index(
        "uq_market_exits_current",
        "market_exits",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "market_rounds",
        sa.Column("round_id", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("company_name", sa.Text(), nullable=True),
        sa.Column("round_date", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("subsector", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("pre_money", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("post_money", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("investor", sa.Text(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
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
        sa.CheckConstraint("amount <> 'NaN'", name=op.f("ck_market_rounds_amount_is_a_number")),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year')",
            name=op.f("ck_market_rounds_precision_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_market_rounds_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_rounds")),
    )
    op.create_index(
        "ix_market_rounds_sector_date", "market_rounds", ["sector", "round_date"], unique=False
    )
    op.create_index(
        "ix_market_rounds_source_date", "market_rounds", ["source", "round_date"], unique=False
    )
    op.create_index(
        "uq_market_rounds_current",
        "market_rounds",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "pipeline_deals",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("company_name", sa.Text(), nullable=False),
        sa.Column("sourced_at", sa.Date(), nullable=False),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("check_size", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("pass_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_pipeline_deals_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_deals")),
        sa.UniqueConstraint("code", name=op.f("uq_pipeline_deals_code")),
    )
    op.create_index(
        "ix_pipeline_deals_fund_sourced", "pipeline_deals", ["fund_id", "sourced_at"], unique=False
    )
    op.create_table(
        "pipeline_metrics",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("total_deals_sourced", sa.Integer(), nullable=False),
        sa.Column("deals_screened", sa.Integer(), nullable=False),
        sa.Column("deals_term_sheet", sa.Integer(), nullable=False),
        sa.Column("deals_closed", sa.Integer(), nullable=False),
        sa.Column("screen_conversion_rate", sa.Double(), nullable=True),
        sa.Column("term_sheet_conversion_rate", sa.Double(), nullable=True),
        sa.Column("close_conversion_rate", sa.Double(), nullable=True),
        sa.Column("overall_conversion_rate", sa.Double(), nullable=True),
        sa.Column("avg_source_to_screen_days", sa.Double(), nullable=True),
        sa.Column("avg_screen_to_term_days", sa.Double(), nullable=True),
        sa.Column("avg_term_to_close_days", sa.Double(), nullable=True),
        sa.Column("avg_total_cycle_days", sa.Double(), nullable=True),
        sa.Column("sourcing_channels", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_pipeline_metrics_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_metrics")),
    )
    op.create_index(
        "idx_pipeline_metrics_fund_period",
        "pipeline_metrics",
        ["fund_id", sa.literal_column("period_start DESC"), sa.literal_column("period_end DESC")],
        unique=False,
    )
    op.create_index(
        "uq_pipeline_metrics_version",
        "pipeline_metrics",
        ["fund_id", "period_start", "period_end", "data_version"],
        unique=True,
    )
    op.create_table(
        "portfolio_aggregations",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("aggregation_date", sa.Date(), nullable=False),
        sa.Column("total_companies", sa.Integer(), nullable=False),
        sa.Column("active_companies", sa.Integer(), nullable=False),
        sa.Column("exited_companies", sa.Integer(), nullable=False),
        sa.Column("failed_companies", sa.Integer(), nullable=False),
        sa.Column("total_revenue_ttm", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("avg_growth_rate", sa.Double(), nullable=True),
        sa.Column("median_burn_rate", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("avg_runway_months", sa.Double(), nullable=True),
        sa.Column("avg_ltv_cac_ratio", sa.Double(), nullable=True),
        sa.Column("median_gross_margin", sa.Double(), nullable=True),
        sa.Column("companies_at_risk", sa.Integer(), nullable=False),
        sa.Column("high_burn_companies", sa.Integer(), nullable=False),
        sa.Column("sector_distribution", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("stage_distribution", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_portfolio_aggregations_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_aggregations")),
    )
    op.create_index(
        "idx_portfolio_agg_fund_date",
        "portfolio_aggregations",
        ["fund_id", sa.literal_column("aggregation_date DESC")],
        unique=False,
    )
    op.create_index(
        "uq_portfolio_aggregations_version",
        "portfolio_aggregations",
        ["fund_id", "aggregation_date", "data_version"],
        unique=True,
    )
    op.create_table(
        "board_seats",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("next_meeting", sa.Date(), nullable=True),
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
            ["company_id"], ["companies.id"], name=op.f("fk_board_seats_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_board_seats_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_board_seats_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_seats")),
    )
    op.create_index("ix_board_seats_company", "board_seats", ["company_id"], unique=False)
    op.create_index(
        "uq_board_seats_current",
        "board_seats",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "deal_versions",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("deal_date", sa.Date(), nullable=False),
        sa.Column("round", sa.Text(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=True),
        sa.Column("ownership", sa.Numeric(), nullable=True),
        sa.Column("lead_partner", sa.Text(), nullable=True),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("pipeline_deal", sa.Text(), nullable=True),
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
            ["company_id"], ["companies.id"], name=op.f("fk_deal_versions_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_deal_versions_deal_id_deals")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_deal_versions_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_deal_versions_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_versions")),
    )
    op.create_index("ix_deal_versions_deal", "deal_versions", ["deal_id"], unique=False)
    op.create_index("ix_deal_versions_fund", "deal_versions", ["fund_id"], unique=False)
    op.create_index(
        "uq_deal_versions_current",
        "deal_versions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "investment_cash_flows",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("flow_date", sa.Date(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
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
            "amount <> 'NaN'", name=op.f("ck_investment_cash_flows_amount_is_a_number")
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_investment_cash_flows_deal_id_deals")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_investment_cash_flows_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investment_cash_flows")),
    )
    op.create_index(
        "ix_investment_cash_flows_deal_date",
        "investment_cash_flows",
        ["deal_id", "flow_date"],
        unique=False,
    )
    op.create_index(
        "uq_investment_cash_flows_current",
        "investment_cash_flows",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "pipeline_deal_versions",
        sa.Column("pipeline_deal_id", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("company_name", sa.Text(), nullable=False),
        sa.Column("sourced_at", sa.Date(), nullable=False),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("geography", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("check_size", sa.Numeric(precision=20, scale=2), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("pass_reason", sa.Text(), nullable=True),
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
            ["fund_id"], ["funds.id"], name=op.f("fk_pipeline_deal_versions_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_pipeline_deal_versions_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["pipeline_deal_id"],
            ["pipeline_deals.id"],
            name=op.f("fk_pipeline_deal_versions_pipeline_deal_id_pipeline_deals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_deal_versions")),
    )
    op.create_index(
        "ix_pipeline_deal_versions_deal",
        "pipeline_deal_versions",
        ["pipeline_deal_id"],
        unique=False,
    )
    op.create_index(
        "ix_pipeline_deal_versions_fund",
        "pipeline_deal_versions",
        ["fund_id", "sourced_at"],
        unique=False,
    )
    op.create_index(
        "uq_pipeline_deal_versions_current",
        "pipeline_deal_versions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "pipeline_events",
        sa.Column("pipeline_deal_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("referrer", sa.Text(), nullable=True),
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
            ["import_id"], ["imports.id"], name=op.f("fk_pipeline_events_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["pipeline_deal_id"],
            ["pipeline_deals.id"],
            name=op.f("fk_pipeline_events_pipeline_deal_id_pipeline_deals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_events")),
    )
    op.create_index(
        "ix_pipeline_events_deal",
        "pipeline_events",
        ["pipeline_deal_id", "entered_at"],
        unique=False,
    )
    op.create_index(
        "ix_pipeline_events_stage", "pipeline_events", ["stage", "entered_at"], unique=False
    )
    op.create_index(
        "uq_pipeline_events_current",
        "pipeline_events",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "team_activities",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=True),
        sa.Column("deal_id", sa.Text(), nullable=True),
        sa.Column("response_time_hours", sa.Numeric(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
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
            ["company_id"], ["companies.id"], name=op.f("fk_team_activities_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"],
            ["pipeline_deals.id"],
            name=op.f("fk_team_activities_deal_id_pipeline_deals"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_team_activities_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_activities_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_activities")),
    )
    op.create_index("ix_team_activities_company", "team_activities", ["company_id"], unique=False)
    op.create_index(
        "ix_team_activities_user_at", "team_activities", ["user_id", "at"], unique=False
    )
    op.create_index(
        "uq_team_activities_current",
        "team_activities",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "team_member_versions",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
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
            ["import_id"], ["imports.id"], name=op.f("fk_team_member_versions_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_member_versions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member_versions")),
    )
    op.create_index(
        "ix_team_member_versions_user", "team_member_versions", ["user_id"], unique=False
    )
    op.create_index(
        "uq_team_member_versions_current",
        "team_member_versions",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "team_metrics",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("deals_reviewed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("companies_contacted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("meetings_attended", sa.Integer(), server_default="0", nullable=False),
        sa.Column("board_meetings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("portfolio_check_ins", sa.Integer(), server_default="0", nullable=False),
        sa.Column("update_responses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("avg_response_time_hours", sa.Double(), nullable=True),
        sa.Column("deals_sourced", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deals_referred", sa.Integer(), server_default="0", nullable=False),
        sa.Column("successful_referrals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("productivity_score", sa.Double(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_metrics_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_metrics")),
    )
    op.create_index(
        "idx_team_metrics_user_period",
        "team_metrics",
        ["user_id", sa.literal_column("period_start DESC"), sa.literal_column("period_end DESC")],
        unique=False,
    )
    op.create_index(
        "uq_team_metrics_version",
        "team_metrics",
        ["user_id", "period_start", "period_end", "data_version"],
        unique=True,
    )
    op.create_table(
        "valuations",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("mark_date", sa.Date(), nullable=False),
        sa.Column("fair_value", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
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
        sa.CheckConstraint(
            "fair_value <> 'NaN'", name=op.f("ck_valuations_fair_value_is_a_number")
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.id"], name=op.f("fk_valuations_deal_id_deals")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_valuations_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_valuations")),
    )
    op.create_index(
        "ix_valuations_deal_date",
        "valuations",
        ["deal_id", sa.literal_column("mark_date DESC")],
        unique=False,
    )
    op.create_index(
        "uq_valuations_current",
        "valuations",
        ["natural_key"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.add_column("users", sa.Column("code", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("title", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("uq_users_code"), "users", ["code"])


def downgrade() -> None:
    op.execute(
        sa.text("UPDATE imports SET identity = 'undone:' || id WHERE kind IN :kinds").bindparams(
            sa.bindparam("kinds", KINDS, expanding=True)
        )
    )
    op.drop_constraint(op.f("uq_users_code"), "users", type_="unique")
    op.drop_column("users", "title")
    op.drop_column("users", "code")
    op.drop_index(
        "uq_valuations_current",
        table_name="valuations",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_valuations_deal_date", table_name="valuations")
    op.drop_table("valuations")
    op.drop_index("uq_team_metrics_version", table_name="team_metrics")
    op.drop_index("idx_team_metrics_user_period", table_name="team_metrics")
    op.drop_table("team_metrics")
    op.drop_index(
        "uq_team_member_versions_current",
        table_name="team_member_versions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_team_member_versions_user", table_name="team_member_versions")
    op.drop_table("team_member_versions")
    op.drop_index(
        "uq_team_activities_current",
        table_name="team_activities",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_team_activities_user_at", table_name="team_activities")
    op.drop_index("ix_team_activities_company", table_name="team_activities")
    op.drop_table("team_activities")
    op.drop_index(
        "uq_pipeline_events_current",
        table_name="pipeline_events",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_pipeline_events_stage", table_name="pipeline_events")
    op.drop_index("ix_pipeline_events_deal", table_name="pipeline_events")
    op.drop_table("pipeline_events")
    op.drop_index(
        "uq_pipeline_deal_versions_current",
        table_name="pipeline_deal_versions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_pipeline_deal_versions_fund", table_name="pipeline_deal_versions")
    op.drop_index("ix_pipeline_deal_versions_deal", table_name="pipeline_deal_versions")
    op.drop_table("pipeline_deal_versions")
    op.drop_index(
        "uq_investment_cash_flows_current",
        table_name="investment_cash_flows",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_investment_cash_flows_deal_date", table_name="investment_cash_flows")
    op.drop_table("investment_cash_flows")
    op.drop_index(
        "uq_deal_versions_current",
        table_name="deal_versions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_deal_versions_fund", table_name="deal_versions")
    op.drop_index("ix_deal_versions_deal", table_name="deal_versions")
    op.drop_table("deal_versions")
    op.drop_index(
        "uq_board_seats_current",
        table_name="board_seats",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_board_seats_company", table_name="board_seats")
    op.drop_table("board_seats")
    op.drop_index("uq_portfolio_aggregations_version", table_name="portfolio_aggregations")
    op.drop_index("idx_portfolio_agg_fund_date", table_name="portfolio_aggregations")
    op.drop_table("portfolio_aggregations")
    op.drop_index("uq_pipeline_metrics_version", table_name="pipeline_metrics")
    op.drop_index("idx_pipeline_metrics_fund_period", table_name="pipeline_metrics")
    op.drop_table("pipeline_metrics")
    op.drop_index("ix_pipeline_deals_fund_sourced", table_name="pipeline_deals")
    op.drop_table("pipeline_deals")
    op.drop_index(
        "uq_market_rounds_current",
        table_name="market_rounds",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_market_rounds_source_date", table_name="market_rounds")
    op.drop_index("ix_market_rounds_sector_date", table_name="market_rounds")
    op.drop_table("market_rounds")
    op.drop_index(
        "uq_market_exits_current",
        table_name="market_exits",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_market_exits_source_date", table_name="market_exits")
    op.drop_table("market_exits")
    op.drop_index("uq_lp_reporting_version", table_name="lp_reporting")
    op.drop_index("idx_lp_reporting_fund_date", table_name="lp_reporting")
    op.drop_table("lp_reporting")
    op.drop_index(
        "uq_investor_terms_current",
        table_name="investor_terms",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_investor_terms_fund", table_name="investor_terms")
    op.drop_table("investor_terms")
    op.drop_index(
        "uq_fund_ledger_current",
        table_name="fund_ledger",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_fund_ledger_fund_date", table_name="fund_ledger")
    op.drop_table("fund_ledger")
    op.drop_index(
        "uq_fund_balances_current",
        table_name="fund_balances",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_fund_balances_fund_date", table_name="fund_balances")
    op.drop_table("fund_balances")
    op.drop_index(
        "uq_expiries_current", table_name="expiries", postgresql_where=sa.text("known_to IS NULL")
    )
    op.drop_index("ix_expiries_date", table_name="expiries")
    op.drop_table("expiries")
    op.drop_index("ix_deals_fund_company", table_name="deals")
    op.drop_index("ix_deals_company", table_name="deals")
    op.drop_table("deals")
    op.drop_index(
        "uq_company_versions_current",
        table_name="company_versions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_company_versions_company", table_name="company_versions")
    op.drop_table("company_versions")
    op.drop_index(
        "uq_company_metrics_latest",
        table_name="company_metrics",
        postgresql_where=sa.text("is_latest"),
    )
    op.drop_index(
        "uq_company_metrics_current",
        table_name="company_metrics",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_company_metrics_company_period", table_name="company_metrics")
    op.drop_table("company_metrics")
    op.drop_index(
        "uq_check_results_current",
        table_name="check_results",
        postgresql_where=sa.text("valid_to IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index(
        "ix_check_results_standing",
        table_name="check_results",
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.drop_index("ix_check_results_run", table_name="check_results")
    op.drop_index("ix_check_results_fund", table_name="check_results")
    op.drop_table("check_results")
    op.drop_index(
        "uq_channel_costs_current",
        table_name="channel_costs",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_channel_costs_channel", table_name="channel_costs")
    op.drop_table("channel_costs")
    op.drop_index(
        "uq_balance_assertions_current",
        table_name="balance_assertions",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_index("ix_balance_assertions_fund", table_name="balance_assertions")
    op.drop_table("balance_assertions")
    op.drop_index("uq_sector_trends_version", table_name="sector_trends")
    op.drop_index("idx_sector_trends_quarter", table_name="sector_trends")
    op.drop_table("sector_trends")
    op.drop_table("companies")
