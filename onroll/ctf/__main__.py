"""`python -m onroll.ctf`: the same as `onroll ctf`."""

from onroll.ctf.command import ctf

ctf(prog_name="onroll ctf")
