"""Self-evaluation: the 22 process steps of 2004, the telephone audit of 2006, their rules, scores and national tables.

What lies here knows no database and no clock: tables, and small functions from answers to results.
"""
