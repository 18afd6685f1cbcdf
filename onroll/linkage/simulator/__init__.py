"""Invented children in three imperfect lists, with the truth: what the matcher is trained and tested on.

Pure and seeded: the same world gives the same lists. Nobody in them exists. The only training data there is.
"""

from onroll.linkage.simulator.worlds import SIMULATOR_VERSION, Simulated, World, simulate

__all__ = ["SIMULATOR_VERSION", "Simulated", "World", "simulate"]
