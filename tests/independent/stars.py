"""Stars in frames of the sample event, against its truth and against where the sky has them."""

import numpy as np

from measure import star_position
from pgm import parse_utc
from sample_files import CADENCE, SAME_TIME
from sky import STARS, separation, star_direction, unit


def check_star_directions(sample):
    """
    Degrees between where the truth has a star and where the sky has it, for the stars of the catalogue here; the
    observer stands where the skymap says.
    """
    entries = [entry for entry in sample.truth["stars"] if entry["name"] in STARS]
    found = [
        (separation(true_direction(sample, entry), (entry["azimuthDeg"], entry["elevationDeg"])), entry["name"])
        for entry in entries
    ]
    largest, name = max(found, default=(None, None))
    return {
        "compared": len(found),
        "stars": len({name for _, name in found}),
        "largestDeg": None if largest is None else round(largest, 4),
        "worst": name,
    }


def true_direction(sample, entry):
    key = (entry["site"], entry["dataset"], entry["device"])
    return star_direction(entry["name"], parse_utc(entry["frameUtc"]), *sample.skymap(key).site)


def check_stars(sample):
    """
    Per device: pixels between the truth and the centroid in the mean of up to five frames (stars turn by 0.05 degrees
    in it); and degrees between the direction in which the skymap has the centroid and that in which the sky has the
    star, of which the truth knows nothing.
    """
    found = {}
    for entry in sample.truth["stars"]:
        device = found.setdefault(entry["device"], {"pixels": [], "degrees": [], "skipped": 0, "unmeasured": []})
        frames = sample.frames_near(entry, 2 * CADENCE + SAME_TIME)
        if not frames:
            device["skipped"] += 1
            continue
        image = np.mean([frame.counts for frame in frames], axis=0)
        place = star_position(image, entry["row"], entry["column"])
        if place is None:
            device["unmeasured"].append(f"{entry['frameUtc']} {entry['name']}")
            continue
        device["pixels"].append((float(np.hypot(place[0] - entry["row"], place[1] - entry["column"])), entry["name"]))
        seen = seen_direction(sample.skymap((entry["site"], entry["dataset"], entry["device"])), *place)
        if seen is not None and entry["name"] in STARS:
            device["degrees"].append(separation(seen, true_direction(sample, entry)))
    return {device: summary(**entries) for device, entries in found.items()}


def seen_direction(skymap, row, column):
    """Azimuth and elevation of a continuous place, from the four pixel middles around it; None at the lens's edge."""
    top, left = int(np.floor(row - 0.5)), int(np.floor(column - 0.5))
    down, right = row - 0.5 - top, column - 0.5 - left
    four = (slice(top, top + 2), slice(left, left + 2))
    weights = np.outer([1 - down, down], [1 - right, right])
    vector = np.tensordot(weights, unit(skymap.azimuth[four], skymap.elevation[four]), axes=2)
    if not np.isfinite(vector).all():
        return None
    x, y, z = vector / np.linalg.norm(vector)
    return float(np.degrees(np.arctan2(y, x)) % 360), float(np.degrees(np.arcsin(z)))


def summary(pixels, degrees, skipped, unmeasured):
    largest, name = max(pixels, default=(None, None))
    return {
        "measured": len(pixels),
        "skipped": skipped,
        "unmeasured": unmeasured,
        "largestPixels": None if largest is None else round(largest, 3),
        "worst": name,
        "inTheSky": len(degrees),
        "medianDeg": round(float(np.median(degrees)), 4) if degrees else None,
        "largestDeg": round(max(degrees), 4) if degrees else None,
    }
