"""What `./run` is made of: standard-library Python only, so that it starts where nothing else is installed.

Nothing here is part of the product; `onroll` never imports it.
"""
