"""The names under which web processes and workers meet in the database."""

APP = "cnn-explorer"
QUEUE = "trainings"
WORKFLOW = "train"
VERSION = "1"
"""Workers run jobs of their own version only. To be changed with what a plan or a checkpoint means."""
