"""`python -m onroll`: the same as the command `onroll`."""

from onroll.config.cli import main

main()
