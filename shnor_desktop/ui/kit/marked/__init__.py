"""The plain editor of typed texts with light marks: bold words, lists, tables."""
