"""Quarantine: what another office's file says, read value by value in a process of its own."""
