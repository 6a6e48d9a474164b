import time as clock

import numpy


def time(units="us"):
    if units not in ("us", "ns"):
        raise ValueError("units must be 'us' or 'ns'")
    return numpy.int64(clock.perf_counter_ns() // (1000 if units == "us" else 1))
