"""Measurements that anyone can run again, always as a ratio against a named peer in the same run."""
