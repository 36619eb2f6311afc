"""Audits over claims and evidence: pure readings of the tables that write nothing."""
