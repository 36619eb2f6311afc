"""What follows from specifications: pure functions, one mechanism a file, no files read, no constant that a reader may want to challenge.

Every function is written with operators, and takes `minimum` and `maximum` where it needs them. The same formula therefore serves a
float (`min`, `max`), a NumPy array (`numpy.minimum`, `numpy.maximum`) and a Vega expression (`altair.expr.min`, `altair.expr.max`).
Times are in seconds, rates in units per second, sizes in bytes, work in FLOP; none is scaled.
"""
