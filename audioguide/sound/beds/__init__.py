"""The background that goes on under everything, locked to the pulse."""
