"""The register of papers: orders prepared, their points edited, signed."""
