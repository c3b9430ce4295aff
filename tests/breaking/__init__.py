"""The program from outside, while what it stands on breaks: `scripts/break` for hours, or in `.ci/run` for moments."""
