"""The program itself: the sample district, its helper processes, its own test."""
