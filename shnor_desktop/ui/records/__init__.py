"""Records of any kind: table, form, page, history."""
