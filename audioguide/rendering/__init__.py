"""From a request to a session on the shelf."""
