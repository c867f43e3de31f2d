"""Pure decisions over plain values: no Qt, no SQL, no files."""
