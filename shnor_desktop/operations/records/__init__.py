"""Records of any kind: saved, deleted, pasted, exported, found, named, and their history."""
