"""Exhibits: one family a file. A figure is a value that carries drawing, words, data and sources."""
