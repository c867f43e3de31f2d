"""Opening, backing up, rescuing a file, and the bars that tell its state."""
