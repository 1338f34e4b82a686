"""Alerts: rules that are watched, what was found, and what people did about it."""
