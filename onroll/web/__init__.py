"""What every page shares: layout, form fields, page parts, words for dates and numbers, error pages.

Other rooms use `forms`, `pages`, `parts` and `words`; this room knows none of them.
"""
