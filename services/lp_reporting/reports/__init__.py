"""Packs: what one investor is told of a period, from draft to sealed."""
