"""`./run crawl`: signs in as everybody of the demonstration and opens every page that a link leads to.

First without a browser: what answers with an error, leads nowhere, shows a code for a word, or loses what was typed.
Then in Chromium, on a desk and on the narrowest phone: console, axe, and what has to be scrolled sideways.
"""
