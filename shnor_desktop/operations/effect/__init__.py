"""What support changed: which schools had it between two sittings, and how they fared beside the others."""
