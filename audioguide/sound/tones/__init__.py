"""Stroke tones and the signals that open and close a session."""
