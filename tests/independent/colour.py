"""Colour frames of the sample event, read by h5py, against its truth and against the sky."""

import h5py
import numpy as np

from arcs import truth_at
from camera import meridian_pixels, read_skymap
from measure import arc_latitude, brightest, star_position
from pgm import parse_utc
from sample_files import MIN_ELEVATION, SAME_TIME, SYNTHETIC
from sky import STARS, separation, star_direction
from stars import seen_direction

# Of the layers that emit, kilometres, and the part of the light that the lens lets through at the horizon, where it
# falls with the square of the angle from the axis; not taken from the truth, which could be wrong.
LAYER_KM = {"green": 110, "red": 230}
LIGHT_AT_HORIZON = 0.45
SHAPE = (480, 553, 3)
RED, GREEN, BLUE = range(3)
ONSET_FACTOR = 3
# A red arc is four times as wide, and its channel has few counts: stars and steps of 8 bits are medianed away.
STAR_PIXELS = {"green": 5, "red": 15}
END_PIXELS = {"green": 3, "red": 20}
# So many frames are one mean for the faint red line.
MEAN_OF = {"green": 1, "red": 5}


def check_colour(sample):
    """By device: what its files are, and how far arcs, onset, pixels and stars in them are from the truth and the sky."""
    return {camera["device"]: check_camera(sample.folder, camera) for camera in sample.truth["colour"]}


def check_camera(folder, camera):
    paths = sorted((folder / "sort_by_project").rglob(f"*_{camera['device']}_full.h5"))
    minutes = [Minute(path) for path in paths]
    skymaps = {line: read_skymap(folder / camera["skymap"], km) for line, km in LAYER_KM.items()}
    return {
        "files": len(minutes),
        "frames": sum(len(minute.times) for minute in minutes),
        "withoutSyntheticMark": [minute.name for minute in minutes if not minute.synthetic],
        "odd": [minute.name for minute in minutes if not minute.as_published],
        "arcs": {line: check_arc(minutes, camera, line, skymaps[line]) for line in LAYER_KM},
        "onset": check_onset(minutes, camera, skymaps["green"]),
        "points": check_points(minutes, camera, skymaps["green"]),
        "stars": check_stars(minutes, skymaps["green"]),
    }


class Minute:
    """One file; `frames` is [frame][row][column][channel]."""

    def __init__(self, path):
        self.name = path.name
        with h5py.File(path, "r") as file:
            images = file["data/images"]
            self.frames = np.moveaxis(images[...], -1, 0).astype(np.float64)
            texts = list(file["data/timestamp"].asstr()[...])
            self.times = [parse_utc(text) for text in texts]
            own = file["metadata/file"].attrs
            frames = [file[f"metadata/frame/frame{number}"] for number in range(len(texts))]
            self.synthetic = bool(SYNTHETIC.search(own.get("Data origin", "")))
            self.as_published = (
                images.dtype == np.uint8
                and images.shape[:3] == SHAPE
                and images.compression == "gzip"
                and set(file) == {"data", "metadata"}
                and len(file["metadata/frame"]) == len(texts) == images.shape[3]
                and file["metadata/file"].shape == (0,)
                and [frame.attrs["image_request_start_timestamp"] for frame in frames] == texts
                and own["site_unique_id"] in self.name
                and own["imager_unique_id"] in self.name
            )


def check_arc(minutes, camera, line, skymap):
    """Latitude of the brightest summit of a line along the meridian of the site, against the truth of the instant."""
    (arc,) = [arc for arc in camera["arcs"] if arc["line"] == line]
    times = np.array([parse_utc(text) for text in arc["timesUtc"]])
    latitudes = np.array(arc["latDeg"], dtype=float)
    meridian = meridian_pixels(skymap, arc["lonDeg"], MIN_ELEVATION)
    end, mean_of, found = END_PIXELS[line], MEAN_OF[line], []
    half = mean_of // 2
    for minute in minutes:
        for at in range(half, len(minute.times) - half):
            truth = truth_at(minute.times[at], times, latitudes)
            if truth is None or not meridian.latitude[end] < truth < meridian.latitude[-end - 1]:
                continue
            image = minute.frames[at - half : at + half + 1].mean(axis=0)[meridian.rows, meridian.columns]
            light = image[:, GREEN] if line == "green" else red_line(image, camera, skymap, meridian)
            latitude = arc_latitude(light, meridian.latitude, STAR_PIXELS[line])
            if latitude is not None:
                found.append(abs(latitude - truth))
    return {
        "frames": len(found),
        "medianDeg": round(float(np.median(found)), 4) if found else None,
        "largestDeg": round(float(max(found)), 4) if found else None,
    }


def red_line(pixels, camera, skymap, meridian):
    """Of [pixel][channel] the part that the red line makes, as the truth has the mixture, without what the lens does."""
    mixture = np.array([camera["responsePerKr"][line] for line in ("green", "red", "blue")]).T
    kr = np.linalg.solve(mixture, (pixels - camera["darkCounts"]).T)[1]
    return kr / through(skymap.elevation[meridian.rows, meridian.columns])


def through(elevation):
    return 1 - (1 - LIGHT_AT_HORIZON) * ((90 - elevation) / 90) ** 2


def check_onset(minutes, camera, skymap):
    """Frames from the truth's one to that in which the green channel exceeds three times its quiet mean."""
    entry = camera["onset"]
    strip = meridian_pixels(skymap, entry["lonDeg"], MIN_ELEVATION, within=2.5)
    start, end = parse_utc(entry["quiet"]["start"]), parse_utc(entry["quiet"]["end"])
    times, summits, quiet = [], [], []
    for minute in minutes:
        for time, frame in zip(minute.times, minute.frames):
            light = frame[..., GREEN] - camera["darkCounts"][GREEN]
            times.append(time)
            summits.append(brightest(light[strip.rows, strip.columns], strip.latitude))
            if start <= time < end:
                quiet.append(light)
    if not quiet or entry["frameUtc"] is None:
        return {"frames": None}
    sky = np.percentile(np.mean(quiet, axis=0)[skymap.elevation > MIN_ELEVATION], 2)
    times, brightness = np.array(times), np.array(summits) - sky
    mean = brightness[(times >= start) & (times < end)].mean()
    above = np.nonzero((times >= end) & (brightness > ONSET_FACTOR * mean))[0]
    expected = int(np.argmin(np.abs(times - parse_utc(entry["frameUtc"]))))
    return {"frames": int(above[0]) - expected if len(above) else None, "quietCounts": round(float(mean), 2)}


def check_points(minutes, camera, skymap):
    """
    Means of three by three pixels: counts less the truth's, the largest by channel; colours, relative; and how much the
    light has changed since a quiet frame beside what the lines, through the lens, make of it: that needs no steady sky.
    """
    mixture = np.array([camera["responsePerKr"][line] for line in ("green", "red", "blue")])
    dark, counts, ratios, changes = np.array(camera["darkCounts"]), [], [], []
    for point in camera["points"]:
        now = pixel_in(minutes, point["frameUtc"], point)
        before = pixel_in(minutes, point["beforeUtc"], point)
        if now is None or before is None:
            continue
        counts.append(now - point["counts"])
        light = now - dark
        ratios.append((light[RED] / light[GREEN] / point["redOverGreen"], light[BLUE] / light[GREEN] / point["blueOverGreen"]))
        kr = np.array([point["kr"][line] - point["before"]["kr"][line] for line in ("green", "red", "blue")])
        expected = through(skymap.elevation[point["row"], point["column"]]) * (kr @ mixture)
        changes.append(((now - before) - expected) / np.maximum(20, np.abs(expected)))
    if not counts:
        return {"points": 0}
    return {
        "points": len(counts),
        "largestCounts": [round(float(value), 2) for value in np.abs(counts).max(axis=0)],
        "meanCounts": [round(float(value), 3) for value in np.mean(counts, axis=0)],
        "largestRatio": round(float(np.abs(np.array(ratios) - 1).max()), 4),
        "largestChange": round(float(np.abs(changes).max()), 4),
    }


def pixel_in(minutes, utc, point):
    time = parse_utc(utc)
    for minute in minutes:
        for at, own in enumerate(minute.times):
            if abs(own - time) < SAME_TIME:
                row, column = point["row"], point["column"]
                return minute.frames[at, row - 1 : row + 2, column - 1 : column + 2].mean(axis=(0, 1))
    return None


def check_stars(minutes, skymap):
    """Degrees between where the skymap has the spots of light near bright stars and where the sky has the stars."""
    found, unmeasured = [], 0
    for minute in minutes:
        image, time = minute.frames[:5].mean(axis=0).sum(axis=-1), minute.times[2]
        for name in STARS:
            azimuth, elevation = star_direction(name, time, *skymap.site)
            if elevation < 25:
                continue
            apart = np.array(away(skymap, azimuth, elevation))
            row, column = np.unravel_index(np.nanargmin(apart), apart.shape)
            place = star_position(image, row + 0.5, column + 0.5)
            seen = place and seen_direction(skymap, *place)
            if seen is None:
                unmeasured += 1
            else:
                found.append(separation(seen, (azimuth, elevation)))
    return {
        "measured": len(found),
        "unmeasured": unmeasured,
        "medianDeg": round(float(np.median(found)), 4) if found else None,
        "largestDeg": round(max(found), 4) if found else None,
    }


def away(skymap, azimuth, elevation):
    """Squares of the distances on the unit sphere, [row][column]; NaN outside the lens."""
    a, b = np.radians(skymap.azimuth), np.radians(skymap.elevation)
    x, y, z = np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)
    c, d = np.radians(azimuth), np.radians(elevation)
    return (x - np.cos(d) * np.cos(c)) ** 2 + (y - np.cos(d) * np.sin(c)) ** 2 + (z - np.sin(d)) ** 2
