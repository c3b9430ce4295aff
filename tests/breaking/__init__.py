"""The program from outside, while what it stands on breaks: by `scripts/break` for hours, by a test for a moment."""
