"""A session on a speaker: volume first, and nothing believed that is not heard."""
