"""Computed results: named functions of claims, evidence and assumptions, one module a theme."""
