"""Trains the model that is shipped, on simulated worlds only. Needs the environment of `requirements/train.txt`."""
