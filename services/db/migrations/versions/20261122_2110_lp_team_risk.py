"""lp team risk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_2110"
down_revision = "20261122_1749"
branch_labels = None
depends_on = None

# What was published stays as it was: the only step open to a locked report is to be superseded.
SEAL = """
CREATE FUNCTION lp_reports_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('locked', 'superseded') THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'locked' AND NEW.state = 'superseded'
     AND NEW.superseded_at IS NOT NULL
     AND to_jsonb(NEW) - 'state' - 'superseded_at' = to_jsonb(OLD) - 'state' - 'superseded_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'report % is sealed: it can only be superseded by another', OLD.id;
END $$;
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON lp_reports
  FOR EACH ROW EXECUTE FUNCTION lp_reports_are_sealed();

CREATE FUNCTION lp_report_inputs_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a report stood on is sealed: %', TG_TABLE_NAME;
END $$;
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON lp_report_manifests
  FOR EACH ROW EXECUTE FUNCTION lp_report_inputs_are_sealed();

CREATE FUNCTION lp_report_waivers_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE waiver lp_report_waivers;
BEGIN
  waiver := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
  IF EXISTS (SELECT FROM lp_reports WHERE id = waiver.report_id
             AND state IN ('locked', 'superseded')) THEN
    RAISE EXCEPTION 'report % is sealed, and so is what was waived for it', waiver.report_id;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER sealed BEFORE INSERT OR UPDATE OR DELETE ON lp_report_waivers
  FOR EACH ROW EXECUTE FUNCTION lp_report_waivers_are_sealed();
"""
SEALS = ("lp_reports_are_sealed", "lp_report_inputs_are_sealed", "lp_report_waivers_are_sealed")
KEY_DATES = ("commencement_date", "initial_closing", "final_closing")
# The log of changes reads the rows that ended, of every table of facts.
FACTS = (
    "balance_assertions", "benchmark_funds", "benchmark_points", "board_seats", "channel_costs",
    "commitments", "company_metrics", "company_versions", "deal_versions", "expiries",
    "fund_balances", "fund_cash_flows", "fund_ledger", "fund_navs", "fund_versions", "fx_rates",
    "index_levels", "investment_cash_flows", "investor_terms", "limited_partner_versions",
    "lpa_terms", "market_exits", "market_rounds", "pipeline_deal_versions", "pipeline_events",
    "team_activities", "team_member_versions", "valuations",
)  # fmt: skip


def upgrade() -> None:
    for table in ("funds", "fund_versions"):
        for column in KEY_DATES:
            op.add_column(table, sa.Column(column, sa.Date(), nullable=True))
    op.create_table(
        "lp_report_manifests",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_lp_report_manifests")),
    )
    op.create_table(
        "alert_rules",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("compare", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Numeric(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "compare IN ('below', 'above', 'falls_by', 'rises_by')",
            name=op.f("ck_alert_rules_compare_is_known"),
        ),
        sa.CheckConstraint(
            "severity IN ('critical', 'warning', 'info')",
            name=op.f("ck_alert_rules_severity_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_alert_rules_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rules")),
    )
    op.create_index(
        "uq_alert_rules_current",
        "alert_rules",
        ["code", sa.literal_column("coalesce(fund_id, '')")],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("entity_name", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("threshold", sa.Numeric(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("acted_by", sa.Text(), nullable=True),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'acknowledged', 'snoozed', 'resolved')",
            name=op.f("ck_alerts_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_alerts_fund_id_funds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_fund_state", "alerts", ["fund_id", "state"], unique=False)
    op.create_index(
        "uq_alerts_open",
        "alerts",
        ["rule", "fund_id", "entity_type", "entity_id"],
        unique=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "alert_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("threshold", sa.Numeric(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("acted_by", sa.Text(), nullable=True),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_alert_events_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_events")),
    )
    op.create_index("ix_alert_events_alert", "alert_events", ["alert_id", "id"], unique=False)
    op.create_table(
        "lp_reports",
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("lp_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("report_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter", sa.Text(), nullable=True),
        sa.Column("prepared_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.Text(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("manifest_sha256", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("files", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("checks", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("made_with", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state = 'draft' OR approved_by IS NOT NULL",
            name=op.f("ck_lp_reports_approved_has_a_name"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'approved') OR content_sha256 IS NOT NULL",
            name=op.f("ck_lp_reports_sealed_has_a_hash"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'locked', 'superseded')",
            name=op.f("ck_lp_reports_state_is_known"),
        ),
        sa.CheckConstraint(
            "approved_by <> prepared_by", name=op.f("ck_lp_reports_two_pairs_of_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_lp_reports_fund_id_funds")
        ),
        sa.ForeignKeyConstraint(
            ["lp_id"], ["limited_partners.id"], name=op.f("fk_lp_reports_lp_id_limited_partners")
        ),
        sa.ForeignKeyConstraint(
            ["manifest_sha256"],
            ["lp_report_manifests.sha256"],
            name=op.f("fk_lp_reports_manifest_sha256_lp_report_manifests"),
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["lp_reports.id"], name=op.f("fk_lp_reports_supersedes_lp_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lp_reports")),
    )
    op.create_index(
        "ix_lp_reports_fund_period", "lp_reports", ["fund_id", "period", "lp_id"], unique=False
    )
    op.create_index("ix_lp_reports_lp", "lp_reports", ["lp_id", "state"], unique=False)
    op.create_index(
        "uq_lp_reports_open",
        "lp_reports",
        ["fund_id", "lp_id", "period", "report_type"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'approved')"),
    )
    op.create_index(
        "uq_lp_reports_published",
        "lp_reports",
        ["fund_id", "lp_id", "period", "report_type"],
        unique=True,
        postgresql_where=sa.text("state = 'locked'"),
    )
    op.create_table(
        "risk_register",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column(
            "known_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('open', 'mitigated', 'closed')", name=op.f("ck_risk_register_state_is_known")
        ),
        sa.CheckConstraint(
            "impact BETWEEN 1 AND 5", name=op.f("ck_risk_register_impact_is_graded")
        ),
        sa.CheckConstraint(
            "likelihood BETWEEN 1 AND 5", name=op.f("ck_risk_register_likelihood_is_graded")
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["funds.id"], name=op.f("fk_risk_register_fund_id_funds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_register")),
    )
    op.create_index(
        "uq_risk_register_current",
        "risk_register",
        ["code"],
        unique=True,
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.create_table(
        "lp_report_openings",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("by_investor", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["lp_reports.id"],
            name=op.f("fk_lp_report_openings_report_id_lp_reports"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lp_report_openings")),
    )
    op.create_index(
        "ix_lp_report_openings_report", "lp_report_openings", ["report_id"], unique=False
    )
    op.create_table(
        "lp_report_waivers",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["lp_reports.id"], name=op.f("fk_lp_report_waivers_report_id_lp_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lp_report_waivers")),
    )
    op.create_index(
        "uq_lp_report_waivers", "lp_report_waivers", ["report_id", "check_id"], unique=True
    )
    op.add_column(
        "benchmark_data",
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.add_column("lpa_terms", sa.Column("limit_geography", sa.Numeric(), nullable=True))
    op.add_column("lpa_terms", sa.Column("limit_credit_line", sa.Numeric(), nullable=True))
    op.add_column("lpa_terms", sa.Column("hurdle", sa.Text(), nullable=True))
    op.add_column("lpa_terms", sa.Column("clawback", sa.Boolean(), nullable=True))
    op.add_column("board_seats", sa.Column("pack_received", sa.Date(), nullable=True))
    op.add_column("pipeline_events", sa.Column("probability", sa.Numeric(), nullable=True))
    op.add_column("pipeline_events", sa.Column("notes_link", sa.Text(), nullable=True))
    for table in FACTS:
        ended = sa.text("known_to IS NOT NULL")
        op.create_index(f"ix_{table}_ended", table, ["known_to"], postgresql_where=ended)
    op.execute(SEAL)


def downgrade() -> None:
    for table in FACTS:
        op.drop_index(f"ix_{table}_ended", table_name=table)
    op.drop_column("pipeline_events", "notes_link")
    op.drop_column("pipeline_events", "probability")
    op.drop_column("board_seats", "pack_received")
    op.drop_column("benchmark_data", "created_at")
    op.drop_column("lpa_terms", "clawback")
    op.drop_column("lpa_terms", "hurdle")
    op.drop_column("lpa_terms", "limit_credit_line")
    op.drop_column("lpa_terms", "limit_geography")
    op.drop_index("uq_lp_report_waivers", table_name="lp_report_waivers")
    op.drop_table("lp_report_waivers")
    op.drop_index("ix_lp_report_openings_report", table_name="lp_report_openings")
    op.drop_table("lp_report_openings")
    op.drop_index(
        "uq_risk_register_current",
        table_name="risk_register",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_table("risk_register")
    op.drop_index(
        "uq_lp_reports_published",
        table_name="lp_reports",
        postgresql_where=sa.text("state = 'locked'"),
    )
    op.drop_index(
        "uq_lp_reports_open",
        table_name="lp_reports",
        postgresql_where=sa.text("state IN ('draft', 'approved')"),
    )
    op.drop_index("ix_lp_reports_lp", table_name="lp_reports")
    op.drop_index("ix_lp_reports_fund_period", table_name="lp_reports")
    op.drop_table("lp_reports")
    op.drop_index("ix_alert_events_alert", table_name="alert_events")
    op.drop_table("alert_events")
    op.drop_index(
        "uq_alerts_open", table_name="alerts", postgresql_where=sa.text("resolved_at IS NULL")
    )
    op.drop_index("ix_alerts_fund_state", table_name="alerts")
    op.drop_table("alerts")
    op.drop_index(
        "uq_alert_rules_current",
        table_name="alert_rules",
        postgresql_where=sa.text("known_to IS NULL"),
    )
    op.drop_table("alert_rules")
    op.drop_table("lp_report_manifests")
    for function in SEALS:
        op.execute(f"DROP FUNCTION {function}()")
    for table in ("funds", "fund_versions"):
        for column in KEY_DATES:
            op.drop_column(table, column)
