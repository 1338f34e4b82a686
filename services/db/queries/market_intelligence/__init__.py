"""Every statement of Market Intelligence: facts for the worker, figures for the answers."""
