"""Versions of the report: what each published one said, what moved between two, and the stamp of the present one."""
