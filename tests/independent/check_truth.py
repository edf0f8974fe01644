"""
An independent witness for the sample event: reads its files with numpy and scipy alone and says how far they are from
`truth.json`. Judges nothing; prints one JSON object.

    python3 tests/independent/check_truth.py FOLDER

What a file that is not there would have shown is skipped and counted. Rows and columns are those of the files.
"""

import json
import re
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True  # no __pycache__ beside the tests

from camera import dark_level, meridian_pixels, read_factor, read_flatfield, read_skymap
from measure import arc_latitude, brightest, star_position
from pgm import format_utc, parse_utc, read_pgm

EMISSION_KM = {"THEMIS_ASI_RAW": 110, "REGO_RAW": 230}
MIN_ELEVATION = 20
ONSET_FACTOR = 3
CADENCE = 3.0  # seconds, of THEMIS and REGO alike
SAME_TIME = 0.5  # seconds: frames start some milliseconds after the full second
SYNTHETIC = re.compile(r"\bsynthetic\b", re.IGNORECASE)


class Sample:
    def __init__(self, folder):
        self.folder = folder
        self.truth = json.loads((folder / "truth.json").read_text())
        self.cameras = {(c["site"], c["dataset"], c["device"]): c for c in self.truth["cameras"]}
        paths = sorted((folder / "sort_by_project").rglob("*.pgm*"))
        self.files = {path.name: path for path in paths if path.suffix in (".pgm", ".gz")}  # summary pictures are JPG
        self.frames_seen, self.cut_off, self.unmarked = 0, [], []
        self.read = lru_cache(maxsize=4)(self._read)
        self.skymap = lru_cache(maxsize=None)(self._skymap)

    def _read(self, name):
        return read_pgm(self.files[name])

    def _skymap(self, key):
        camera = self.cameras[key]
        return read_skymap(self.folder / camera["skymap"], EMISSION_KM[camera["dataset"]])

    def files_of(self, key):
        site, _, device = key
        return [name for name in sorted(self.files) if f"_{site}_{device}_" in name]

    def frames_of(self, key):
        for name in self.files_of(key):
            yield from self.read(name).frames

    def survey(self):
        """Every file once: how many frames, which are cut off, which do not say that they are made up."""
        for name in self.files:
            file = self.read(name)
            self.frames_seen += len(file.frames)
            if file.cut_off:
                self.cut_off.append(name)
            if not file.frames or not SYNTHETIC.search(file.frames[0].header.get("data origin", "")):
                self.unmarked.append(name)
        return {
            "read": len(self.files),
            "frames": self.frames_seen,
            "cutOff": self.cut_off,
            "withoutSyntheticMark": self.unmarked,
        }

    def frames_near(self, entry, within):
        """Frames of the entry's file around its time; the first is the nearest one. Empty where it is not there."""
        name = Path(entry["file"]).name
        time = parse_utc(entry["frameUtc"])
        if name not in self.files:
            return []
        frames = sorted(self.read(name).frames, key=lambda frame: abs(frame.time - time))
        if not frames or abs(frames[0].time - time) > SAME_TIME:
            return []
        return [frame for frame in frames if abs(frame.time - time) <= within]


def check_arcs(sample):
    """Per THEMIS site: latitude of the brightest summit along each meridian, against the truth of the same instant."""
    arcs = [
        (arc["lonDeg"], np.array([parse_utc(t) for t in arc["timesUtc"]]), np.array(arc["latDeg"], dtype=float))
        for arc in sample.truth["arcs"]
    ]
    sites = {}
    for key in sample.cameras:
        if key[1].startswith("THEMIS"):
            sites[key[0]] = check_site_arcs(sample, key, arcs)
    return sites


def check_site_arcs(sample, key, arcs):
    skymap = sample.skymap(key)
    meridians = [(lon, times, lats, meridian_pixels(skymap, lon, MIN_ELEVATION)) for lon, times, lats in arcs]
    found, skipped = [], {"noTruth": 0, "notInView": 0}
    unseen = 0
    for frame in sample.frames_of(key):
        for lon, times, lats, meridian in meridians:
            truth = truth_at(frame.time, times, lats)
            if truth is None:
                skipped["noTruth"] += 1
                continue
            # Three pixels from the end of the line, or the summit could not be told from a slope.
            if len(meridian.latitude) < 20 or not meridian.latitude[3] < truth < meridian.latitude[-4]:
                skipped["notInView"] += 1
                continue
            latitude = arc_latitude(frame.counts[meridian.rows, meridian.columns], meridian.latitude)
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
    flat = read_flatfield(sample.folder / camera["flatfield"]) if camera.get("flatfield") else 1.0
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


def check_brightness(sample):
    """Rayleighs = (counts - dark) x flatfield x factor / exposure at single pixels, relative to the truth."""
    differences, skipped, worst = [], 0, None
    darks, exposures = {}, set()
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
        flat = read_flatfield(sample.folder / camera["flatfield"]) if camera.get("flatfield") else None
        factor = read_factor(sample.folder / camera["rayleighs"])
        pixel = (entry["row"], entry["column"])
        light = (frame.counts[pixel] - dark) * (1 if flat is None else flat[pixel])
        difference = light * factor / exposure / entry["rayleighs"] - 1
        differences.append(difference)
        darks.setdefault(entry["site"], []).append(dark - camera["darkCounts"])
        exposures.add(exposure - camera["exposureSec"])
        if worst is None or abs(difference) > abs(worst["relative"]):
            worst = {**entry, "relative": round(float(difference), 4), "counts": float(frame.counts[pixel])}
    if not differences:
        return {"points": 0, "skipped": skipped, "largestRelative": None}
    return {
        "points": len(differences),
        "skipped": skipped,
        "largestRelative": round(float(np.abs(differences).max()), 4),
        "meanRelative": round(float(np.mean(differences)), 4),
        "largestDarkDifferenceCounts": {site: round(float(np.abs(d).max()), 2) for site, d in darks.items()},
        "exposureDifferencesSec": sorted(exposures),
        "worst": worst,
    }


def check_stars(sample):
    """Pixels between the truth and the centroid in the mean of up to five frames: stars turn by 0.05 degrees in it."""
    distances, skipped, unmeasured, worst = [], 0, [], None
    for entry in sample.truth["stars"]:
        frames = sample.frames_near(entry, 2 * CADENCE + SAME_TIME)
        if not frames:
            skipped += 1
            continue
        image = np.mean([frame.counts for frame in frames], axis=0)
        place = star_position(image, entry["row"], entry["column"])
        if place is None:
            unmeasured.append(f"{entry['site']} {entry['frameUtc']} {entry['name']}")
            continue
        distance = float(np.hypot(place[0] - entry["row"], place[1] - entry["column"]))
        distances.append(distance)
        if worst is None or distance > worst["pixels"]:
            worst = {**entry, "pixels": round(distance, 3), "found": [round(value, 3) for value in place]}
    result = {"measured": len(distances), "skipped": skipped, "unmeasured": unmeasured}
    if not distances:
        return {**result, "largestPixels": None}
    return {
        **result,
        "largestPixels": round(max(distances), 3),
        "medianPixels": round(float(np.median(distances)), 3),
        "worst": worst,
    }


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
        "stars": check_stars(sample),
    }
    print(json.dumps(report, indent=1, allow_nan=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
