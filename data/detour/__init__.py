"""The importable half of the report: tables, models, checks, exhibits and the site's extension."""

__version__ = "0.3.0"
