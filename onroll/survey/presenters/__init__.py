"""Final words for the pages. Callers import the module that they need from here."""
