"""
What one camera each of the sample event has to show besides aurora and stars: the Moon over Whitehorse, the lamps of a
town south of Athabasca, and a cloud over The Pas. The truth says nothing about them.
"""

import numpy as np
from scipy.ndimage import maximum_filter

from camera import wrapped
from sky import STARS, moon_direction, star_direction, unit

SATURATED = 65535
FIRST_MINUTE = "_0800_"
# At sites south of the arc.
QUIET_MINUTES = ("_0800_", "_0803_", "_0806_", "_0807_", "_0808_", "_0809_")


def check_sights(sample):
    sites = {key[0]: key for key in sample.cameras if key[1].startswith("THEMIS")}
    return {
        "moon": {site: check_moon(sample, sites[site]) for site in ("whit", "fsim")},
        "lamps": {site: check_lamps(sample, sites[site]) for site in ("atha", "fsmi")},
        "cloud": {site: check_cloud(sample, sites[site]) for site in ("tpas", "atha")},
    }


def frames_in(sample, key, minute):
    return [frame for name in sample.files_of(key) if minute in name for frame in sample.read(name).frames]


def check_moon(sample, key):
    """
    The largest count within 2 degrees of where the Moon stands, and the light around it (4 to 9 degrees away, the
    middle one of all pixels higher than 3 degrees) over that around the same elevation on the other side of the sky.
    """
    skymap, frame = sample.skymap(key), frames_in(sample, key, FIRST_MINUTE)[0]
    azimuth, elevation = moon_direction(frame.time, *skymap.site)
    light = frame.counts - sample.cameras[key]["darkCounts"]
    toward, away = degrees_from(skymap, azimuth, elevation), degrees_from(skymap, azimuth + 180, elevation)

    def halo(distance):
        with np.errstate(invalid="ignore"):
            return float(np.median(light[(distance > 4) & (distance < 9) & (skymap.elevation > 3)]))

    near = frame.counts[np.nan_to_num(toward, nan=180) < 2]
    return {
        "azimuthDeg": round(azimuth, 2),
        "elevationDeg": round(elevation, 2),
        "largestCounts": float(near.max()) if near.size else None,
        "saturatedPixels": int((near == SATURATED).sum()),
        "haloOverOtherSide": round(halo(toward) / halo(away), 2),
    }


def degrees_from(skymap, azimuth, elevation):
    cosine = unit(skymap.azimuth, skymap.elevation) @ unit(azimuth, elevation)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def check_lamps(sample, key):
    """
    Spots of light within 4 degrees of the horizon, in the south and in the north: those of more than 500 counts above
    the dark level in half of the frames of a minute or more, how many of them stay as they are, and how many go out and
    come back.
    """
    skymap, frames = sample.skymap(key), frames_in(sample, key, FIRST_MINUTE)
    light = np.array([frame.counts for frame in frames]) - sample.cameras[key]["darkCounts"]
    bright = np.percentile(light, 80, axis=0)
    with np.errstate(invalid="ignore"):
        summit = (bright == maximum_filter(bright, size=5)) & (bright > 500) & (np.abs(skymap.elevation) < 4)
        south = np.abs(wrapped(skymap.azimuth - 180)) < 40
        north = np.abs(wrapped(skymap.azimuth)) < 40
    spots = light[:, summit & south]
    high, low = np.percentile(spots, 90, axis=0), np.percentile(spots, 10, axis=0)
    on = spots > (high + low) / 2
    turns = (on[1:] != on[:-1]).sum(axis=0)
    blinking = (high > 2 * low) & (turns >= 2) & (turns <= len(frames) / 2)
    return {
        "south": int(spots.shape[1]),
        "north": int((summit & north).sum()),
        "steady": int((high < 1.5 * low).sum()),
        "blinking": int(blinking.sum()),
        "brightestCounts": round(float(high.max()), 1) if high.size else None,
    }


def check_cloud(sample, key):
    """
    Stars that stand higher than 25 degrees in the minutes before the aurora comes: per star, its faintest minute over
    its brightest one. Light is that of the pixels within 2.5 of its place, above the ring around them, in the mean of
    five frames. The middle one of all stars, and how many lose more than half of their light.
    """
    skymap, faintest = sample.skymap(key), []
    minutes = [frames_in(sample, key, minute)[:5] for minute in QUIET_MINUTES]
    images = [(frames[0].time, np.mean([frame.counts for frame in frames], axis=0)) for frames in minutes if frames]
    for name in STARS:
        places = [(image, *star_direction(name, time, *skymap.site)) for time, image in images]
        if all(elevation > 25 for _, _, elevation in places):
            light = [star_light(image, *pixel_at(skymap, azimuth, elevation)) for image, azimuth, elevation in places]
            faintest.append(min(light) / max(light))
    return {
        "minutes": len(images),
        "stars": len(faintest),
        "faintestOverBrightest": round(float(np.median(faintest)), 3),
        "halved": int((np.array(faintest) < 0.5).sum()),
    }


def pixel_at(skymap, azimuth, elevation):
    return np.unravel_index(np.nanargmin(degrees_from(skymap, azimuth, elevation)), skymap.azimuth.shape)


def star_light(image, row, column):
    half = 7
    rows, columns = np.mgrid[-half : half + 1, -half : half + 1]
    patch, away = image[row - half : row + half + 1, column - half : column + half + 1], np.hypot(rows, columns)
    ring = patch[(away > 4) & (away < 7)]
    return float((patch[away <= 2.5] - np.median(ring)).sum())
