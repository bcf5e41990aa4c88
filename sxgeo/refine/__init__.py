"""Truer positions for a root: an OpenStreetMap extract, or a table of positions, laid over it."""
