"""Sessions over HTTP, for speakers and phones: sound files, a private podcast feed, and a page with a player."""
