"""When the arc brightens, in frames of the sample event and in its truth."""

import numpy as np

from camera import meridian_pixels, read_flatfield
from measure import brightest
from pgm import format_utc, parse_utc
from sample_files import MIN_ELEVATION, SAME_TIME

ONSET_FACTOR = 3


def check_onset(sample):
    """
    Per entry: in which frame the largest brightness along the site's meridian, less the camera's dark level and the
    sky's own light, exceeds three times its quiet mean. `frames` counts from the truth's frame to that one; null where
    none does.
    """
    return [check_site_onset(sample, entry) for entry in sample.truth["onset"]]


def check_site_onset(sample, entry):
    key = (entry["site"], entry["dataset"], entry["device"])
    skymap, camera = sample.skymap(key), sample.cameras[key]
    strip = meridian_pixels(skymap, entry["lonDeg"], MIN_ELEVATION, within=2.5)
    flat = sample.once(read_flatfield, camera["flatfield"]) if camera.get("flatfield") else 1.0
    start, end = parse_utc(entry["quiet"]["start"]), parse_utc(entry["quiet"]["end"])
    times, summits, quiet_sum, quiet_frames = [], [], 0.0, 0
    for frame in sample.frames_of(key):
        light = (frame.counts - camera["darkCounts"]) * flat
        times.append(frame.time)
        summits.append(brightest(light[strip.rows, strip.columns], strip.latitude))
        if start <= frame.time < end:
            quiet_sum, quiet_frames = quiet_sum + light, quiet_frames + 1
    result = {"site": key[0], "dataset": key[1], "device": key[2], "truthUtc": entry["frameUtc"]}
    if quiet_frames == 0:
        return {**result, "skipped": "no quiet frames"}
    # The darkest sky of the quiet time has no aurora, only what the sky has everywhere.
    sky = np.percentile((quiet_sum / quiet_frames)[skymap.elevation > MIN_ELEVATION], 2)
    times, brightness = np.array(times), np.array(summits) - sky
    quiet = brightness[(times >= start) & (times < end)].mean()
    above = np.nonzero((times >= end) & (brightness > ONSET_FACTOR * quiet))[0]
    found = int(above[0]) if len(above) else None
    result["foundUtc"] = None if found is None else format_utc(times[found])
    result["quietCounts"] = round(float(quiet), 1)
    if entry["frameUtc"] is None:
        return {**result, "skipped": "no onset in the truth"}
    if found is None:
        return {**result, "frames": None}
    expected = int(np.argmin(np.abs(times - parse_utc(entry["frameUtc"]))))
    if abs(times[expected] - parse_utc(entry["frameUtc"])) > SAME_TIME:
        return {**result, "skipped": "the frame is not there"}
    return {**result, "frames": found - expected, "ratioAtTruth": round(float(brightness[expected] / quiet), 3)}
