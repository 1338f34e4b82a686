"""Facts in PostgreSQL: models, migrations, sessions and every SELECT."""
