"""Proof that nothing acknowledged is lost: the server is killed at every write step, and started again."""
