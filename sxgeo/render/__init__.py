"""Renderers: one scene in, one medium out."""
