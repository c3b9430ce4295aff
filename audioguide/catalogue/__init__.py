"""Catalogues: many sessions, made from one file."""
