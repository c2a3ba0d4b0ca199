"""Effective receptive fields: one unit's gradient on the input, averages over photos, extent, and uniform weights."""
