"""The demonstration: three neighbouring authorities, their real schools, some 400 invented children, a term of work.

Everything is done by the product's own actions, at invented past times, so that ledger, timelines and states are what
real use would have left. The same seed and clock make the same children and the same story.
"""

from onroll.config.demonstration.loading import load, who_can_sign_in

__all__ = ["load", "who_can_sign_in"]
