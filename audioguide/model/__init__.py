"""What a routine, a timeline and a session are: frozen values, pure."""
