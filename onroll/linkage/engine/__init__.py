"""Whole lists compared in bulk: candidates, pair features, two engines, context, clusters, reasons.

Needs numpy, DuckDB and rapidfuzz, which `onroll.linkage` itself does not load. Start at `match.match`.
"""
