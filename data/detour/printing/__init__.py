"""The report for paper and for e-readers, made from the built site: nothing is executed or resolved a second time."""
