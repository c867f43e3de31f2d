"""The paper on what support changed."""
