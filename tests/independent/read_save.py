"""What is in IDL SAVE files, as scipy reads them: one JSON object, by file name.

    python3 read_save.py FILE...

Per variable its type, shape and some values, of arrays of numbers the SHA-256 of their little-endian bytes, of structures
the same per tag. Numbers that JSON lacks are null. Nothing here shares code with the project: it is a witness to what the
project writes. A warning of the reader is an error.
"""

import hashlib
import json
import math
import sys
import warnings

import numpy
from scipy.io import readsav

# So many elements of an array are printed, spread evenly from the first to the last.
SAMPLES = 9


def main(paths):
    warnings.simplefilter("error", UserWarning)
    files = {}
    for path in paths:
        variables = readsav(path, python_dict=True)
        files[path] = {name: describe(value) for name, value in variables.items()}
    json.dump(files, sys.stdout, allow_nan=False)


def describe(value):
    if isinstance(value, numpy.recarray):
        if value.size != 1:
            raise ValueError(f"a structure of {value.size} elements")
        tags = {tag: describe(value[0][tag]) for tag in value.dtype.names}
        return {"kind": "structure", "tags": tags}
    if isinstance(value, numpy.ndarray):
        flat = value.reshape(-1)
        places = sorted({round(part * (flat.size - 1) / (SAMPLES - 1)) for part in range(SAMPLES)})
        found = {
            "kind": "array",
            "dtype": value.dtype.name,
            "shape": list(value.shape),
            "samples": [[place, plain(flat[place])] for place in places],
        }
        if value.dtype.kind == "f":
            found["nan"] = int(numpy.isnan(flat).sum())
            found["sum"] = plain(numpy.nansum(flat, dtype=numpy.float64))
        elif value.dtype.kind in "iu":
            found["sum"] = plain(total(flat))
        if value.dtype.kind in "fiu":
            little = numpy.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
            found["sha256"] = hashlib.sha256(little.tobytes()).hexdigest()
        return found
    return {"kind": "scalar", "dtype": type(value).__name__, "value": plain(value)}


def total(values):
    """The exact sum, whatever the width of the integers."""
    numbers, counts = numpy.unique(values, return_counts=True)
    return sum(int(number) * int(count) for number, count in zip(numbers, counts))


def plain(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, str):
        return value
    if isinstance(value, (float, numpy.floating)):
        return float(value) if math.isfinite(value) else None
    # 64-bit integers do not fit the numbers of every reader of JSON.
    return int(value) if abs(int(value)) <= 2**53 else str(int(value))


main(sys.argv[1:])
