"""The preview of a paper, saving and printing it."""
