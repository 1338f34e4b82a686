"""Figures of a provider's quarters, computed by the worker from its rounds and exits."""
