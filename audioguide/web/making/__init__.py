"""Making a session from the page: what is wished, what is proposed, and the job that makes it."""
