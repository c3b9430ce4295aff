"""Guided infant-massage sessions, made from a routine definition."""
