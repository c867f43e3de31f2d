"""Results found in raw cells by meaning."""
