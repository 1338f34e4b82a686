"""Figures as pure functions from a result to a plotly dict."""
