"""What deadlines are read with: words of due texts, the places in time they name, how often, states and telling."""
