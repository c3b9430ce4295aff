"""Speakers: a protocol a file."""
