"""
An independent witness for the sample event: reads its files with numpy, scipy and h5py alone and says how far they are from
`truth.json`, from the sky and from what there should be to see. Judges nothing; prints one JSON object.

    python3 tests/independent/check_truth.py FOLDER

What a file that is not there would have shown is skipped and counted. Rows and columns are those of the files.
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # no __pycache__ beside the tests

from arcs import check_arcs
from brightness import check_brightness, check_flatfields
from colour import check_colour
from onset import check_onset
from sample_files import Sample
from sights import check_sights
from stars import check_star_directions, check_stars


def main(arguments):
    if len(arguments) != 1 or not (Path(arguments[0]) / "truth.json").is_file():
        print("usage: check_truth.py FOLDER (with truth.json in it)", file=sys.stderr)
        return 2
    sample = Sample(Path(arguments[0]))
    report = {
        "synthetic": sample.truth["synthetic"] is True,
        "files": sample.survey(),
        "arcs": check_arcs(sample),
        "onset": check_onset(sample),
        "brightness": check_brightness(sample),
        "flatfields": check_flatfields(sample),
        "starDirections": check_star_directions(sample),
        "stars": check_stars(sample),
        "colour": check_colour(sample),
        **check_sights(sample),
    }
    print(json.dumps(report, indent=1, allow_nan=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
