"""The data as a package: the same tables in the formats that others read, each described by its own standard.

Every module here makes bytes or a description from :class:`items.Item`, and touches neither site nor network;
:mod:`detour.sphinxext.publish` writes them.
"""
