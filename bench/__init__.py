"""Benchmarks: how fast it is, measured where it runs. `./run bench` prints the table."""
