"""Voices: one file an engine. They do not know each other."""
