"""The bytes of a document: its schema and migrations, connections, the lock, backups, helper processes."""
