"""Rayleighs and flatfields of the sample event, against its truth and against the lens."""

import numpy as np

from camera import dark_level, read_factor, read_flatfield
from sample_files import SAME_TIME

# What the lens of the cameras with flatfields lets through at the horizon, where it lets through all on its axis; in between it
# falls with the square of the angle.
LIGHT_AT_HORIZON = 0.6


def check_brightness(sample):
    """
    Rayleighs = (counts - dark) x flatfield x factor / exposure at single pixels, relative to the truth; and per device
    how the difference tilts over the picture, which noise does not, but a lens corrected for in the wrong place does.
    """
    differences, skipped, worst = [], 0, None
    darks, exposures, places = {}, set(), {}
    for entry in sample.truth["brightness"]:
        frames = sample.frames_near(entry, SAME_TIME)
        if not frames:
            skipped += 1
            continue
        key = (entry["site"], entry["dataset"], entry["device"])
        camera, frame = sample.cameras[key], frames[0]
        dark = dark_level(frame.counts, sample.skymap(key))
        if dark is None:
            raise ValueError(f"the lens of {key} reaches all corners of its picture")
        exposure = float(frame.header["requested exposure"])
        flat = sample.once(read_flatfield, camera["flatfield"]) if camera.get("flatfield") else None
        factor = sample.once(read_factor, camera["rayleighs"])
        row, column = entry["row"], entry["column"]
        light = (frame.counts - dark) * (1 if flat is None else flat) * factor / exposure
        difference = light[row, column] / entry["rayleighs"] - 1
        differences.append(difference)
        around = np.median(light[row - 1 : row + 2, column - 1 : column + 2]) / entry["rayleighs"] - 1
        height, width = light.shape
        places.setdefault(entry["device"], []).append((2 * row / height - 1, 2 * column / width - 1, around))
        darks.setdefault(entry["site"], []).append(dark - camera["darkCounts"])
        exposures.add(exposure - camera["exposureSec"])
        if worst is None or abs(difference) > abs(worst["relative"]):
            worst = {**entry, "relative": round(float(difference), 4), "counts": float(frame.counts[row, column])}
    if not differences:
        return {"points": 0, "skipped": skipped, "largestRelative": None, "tilts": {}}
    return {
        "points": len(differences),
        "skipped": skipped,
        "largestRelative": round(float(np.abs(differences).max()), 4),
        "meanRelative": round(float(np.mean(differences)), 4),
        "tilts": {device: tilt(np.array(points)) for device, points in places.items()},
        "largestDarkDifferenceCounts": {site: round(float(np.abs(d).max()), 2) for site, d in darks.items()},
        "exposureDifferencesSec": sorted(exposures),
        "worst": worst,
    }


def tilt(points):
    """By how much relative differences rise from the middle to the edge, towards the last row and the last column."""
    terms = np.column_stack([np.ones(len(points)), points[:, :2]])
    solution, *_ = np.linalg.lstsq(terms, points[:, 2], rcond=None)
    return {
        "points": len(points),
        "middle": round(float(solution[0]), 4),
        "rows": round(float(solution[1]), 4),
        "columns": round(float(solution[2]), 4),
    }


def check_flatfields(sample):
    """Per device with a flatfield: its largest relative difference from the lens, by the elevations of its skymap."""
    found = {}
    for key, camera in sample.cameras.items():
        if not camera.get("flatfield"):
            continue
        flat = sample.once(read_flatfield, camera["flatfield"])
        elevation = sample.skymap(key).elevation
        seen = elevation > 0
        through = 1 - (1 - LIGHT_AT_HORIZON) * ((90 - elevation[seen]) / 90) ** 2
        differences = np.abs(flat[seen] * through - 1)
        found[key[2]] = {"pixels": int(seen.sum()), "largestRelative": round(float(differences.max()), 5)}
    return found
