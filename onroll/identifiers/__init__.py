"""Identifiers that schools and authorities use: parse, check and put in one form. Nothing else.

One module for each: `upn`, `uln`, `urn`, `establishment`, `postcode`. All functions are pure and never raise
for a badly formed value: they answer None or False.
"""
