"""What is fed with anything, by `scripts/fuzz` for minutes and by the tests for a moment."""
