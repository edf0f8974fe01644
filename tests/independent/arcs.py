"""Where the arc stands along meridians, in frames of the sample event and in its truth."""

import numpy as np

from camera import meridian_pixels, read_flatfield
from measure import arc_latitude
from pgm import format_utc, parse_utc
from sample_files import CADENCE, MIN_ELEVATION, SAME_TIME

LINES = {"THEMIS_ASI_RAW": "green", "REGO_RAW": "red", "TREX_NIR_RAW": "infrared"}
# A meridian that runs askew goes through a star in several pixels, and a red arc is forty of them wide.
STAR_PIXELS = {"green": 5, "red": 15, "infrared": 5}
# As far from the end of the line a summit can be told from a slope.
END_PIXELS = {"green": 3, "red": 20, "infrared": 4}


def check_arcs(sample):
    """Per camera: latitude of the brightest summit along each meridian, against the truth of the same instant."""
    found = {}
    for key in sample.cameras:
        line = LINES[key[1]]
        arcs = [
            (arc["lonDeg"], np.array([parse_utc(t) for t in arc["timesUtc"]]), np.array(arc["latDeg"], dtype=float))
            for arc in sample.truth["arcs"]
            if arc["line"] == line
        ]
        found[key[2]] = {"line": line, **check_camera_arcs(sample, key, arcs)}
    return found


def check_camera_arcs(sample, key, arcs):
    skymap, camera = sample.skymap(key), sample.cameras[key]
    flat = sample.once(read_flatfield, camera["flatfield"]) if camera.get("flatfield") else None
    star, end = STAR_PIXELS[LINES[key[1]]], END_PIXELS[LINES[key[1]]]
    meridians = [(lon, times, lats, meridian_pixels(skymap, lon, MIN_ELEVATION)) for lon, times, lats in arcs]
    found, skipped = [], {"noTruth": 0, "notInView": 0}
    unseen = 0
    for frame in sample.frames_of(key):
        for lon, times, lats, meridian in meridians:
            truth = truth_at(frame.time, times, lats)
            if truth is None:
                skipped["noTruth"] += 1
                continue
            if len(meridian.latitude) < 14 + 2 * end or not meridian.latitude[end] < truth < meridian.latitude[-end - 1]:
                skipped["notInView"] += 1
                continue
            pixels = (meridian.rows, meridian.columns)
            light = frame.counts[pixels]
            if flat is not None:
                light = (light - camera["darkCounts"]) * flat[pixels]
            latitude = arc_latitude(light, meridian.latitude, star)
            if latitude is None:
                unseen += 1
                continue
            found.append((abs(latitude - truth), frame.time, lon, truth, latitude))
    result = {"frames": len(found), "withoutArc": unseen, "skipped": skipped}
    if not found:
        return {**result, "largestDeg": None}
    differences = np.array([entry[0] for entry in found])
    _, time, lon, truth, latitude = max(found)
    return {
        **result,
        "largestDeg": round(float(differences.max()), 4),
        "p95Deg": round(float(np.percentile(differences, 95)), 4),
        "medianDeg": round(float(np.median(differences)), 4),
        "worst": {"utc": format_utc(time), "lonDeg": lon, "truthDeg": truth, "foundDeg": round(latitude, 4)},
    }


def truth_at(time, times, latitudes):
    """Between the two nearest instants of the truth; None where either has no arc, or there is none."""
    after = int(np.searchsorted(times, time))
    if after < len(times) and times[after] - time <= 0.001:
        value = latitudes[after]
    elif 0 < after < len(times) and times[after] - times[after - 1] <= 1.5 * CADENCE:
        part = (time - times[after - 1]) / (times[after] - times[after - 1])
        value = latitudes[after - 1] + (latitudes[after] - latitudes[after - 1]) * part
    elif after == len(times) and after > 0 and time - times[-1] <= SAME_TIME:
        value = latitudes[-1]
    else:
        return None
    return None if np.isnan(value) else float(value)
