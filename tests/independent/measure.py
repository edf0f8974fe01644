"""Arcs, brightness and stars in counts, for the independent check."""

import numpy as np
from scipy.ndimage import median_filter


def smooth_profile(profile, star=5):
    """Without stars (a median of so many pixels) and with less noise (a binomial mean of five)."""
    calm = median_filter(profile, size=star, mode="nearest")
    return np.convolve(np.pad(calm, 2, mode="edge"), np.array([1, 4, 6, 4, 1]) / 16, mode="valid")


def arc_latitude(profile, latitude, star=5):
    """
    Latitude of the highest summit of a profile: of a parabola through its upper third. `star` is how many pixels in a
    row are a median that no star gets through; arcs must be wider.
    None where there is no summit, only slopes.
    """
    smooth = smooth_profile(profile, star)
    inner = np.arange(1, len(smooth) - 1)
    summits = inner[(smooth[inner] >= smooth[inner - 1]) & (smooth[inner] >= smooth[inner + 1])]
    if len(summits) == 0:
        return None
    summit = summits[np.argmax(smooth[summits])]
    limit = smooth[summit] - (smooth[summit] - np.percentile(smooth, 20)) / 3
    first = last = summit
    while first > 0 and smooth[first - 1] > limit:
        first -= 1
    while last < len(smooth) - 1 and smooth[last + 1] > limit:
        last += 1
    first, last = min(first, summit - 1), max(last, summit + 1)
    around = latitude[first : last + 1] - latitude[summit]
    scale = np.max(np.abs(around))
    if scale == 0:
        return float(latitude[summit])
    bend, slope, _ = np.polyfit(around / scale, smooth[first : last + 1], 2)
    if bend >= 0 or abs(slope / (2 * bend)) > 1:
        return float(latitude[summit])
    return float(latitude[summit] - scale * slope / (2 * bend))


def brightest(values, latitude, span=0.1, step=0.03):
    """
    The largest median of all pixels within so many degrees of latitude of a place: stars do not count, and an arc is as
    bright low in the sky, where it is a few pixels wide, as overhead.

    `latitude` rises.
    """
    places = np.arange(latitude[0] + span, latitude[-1] - span, step)
    first = np.searchsorted(latitude, places - span)
    last = np.searchsorted(latitude, places + span)
    return max(upper_median(values[start:end]) for start, end in zip(first, last))


def upper_median(values):
    """As the median, of an even number the larger of the two in the middle; several times as quick for a few."""
    middle = len(values) // 2
    return np.partition(values, middle)[middle]


def star_position(image, row, column, reach=3.0):
    """
    Centroid of the brightest spot near a place, above a plane laid through the pixels around it. Rows and columns are
    continuous: pixel (r, c) covers r ... r + 1.

    None where nothing stands out by five times the noise, or too near the edge of the picture.
    """
    half = 6
    middle_row, middle_column = int(np.floor(row)), int(np.floor(column))
    if not (half <= middle_row < image.shape[0] - half and half <= middle_column < image.shape[1] - half):
        return None
    top, left = middle_row - half, middle_column - half
    patch = image[top : top + 2 * half + 1, left : left + 2 * half + 1]
    rows, columns = np.mgrid[top : top + 2 * half + 1, left : left + 2 * half + 1] + 0.5
    away = np.hypot(rows - row, columns - column)
    ring = away > reach + 1
    rest = patch - plane(rows, columns, patch, ring)
    noise = 1.4826 * np.median(np.abs(rest[ring] - np.median(rest[ring])))
    near = np.where(away <= reach, box_mean(rest), -np.inf)
    peak_row, peak_column = np.unravel_index(np.argmax(near), near.shape)
    if near[peak_row, peak_column] < 5 * noise / 3:  # a mean of nine pixels has a third of their noise
        return None
    window = (slice(max(0, peak_row - 2), peak_row + 3), slice(max(0, peak_column - 2), peak_column + 3))
    weight = np.where(rest[window] > noise, rest[window], 0)
    total = weight.sum()
    if total <= 0:
        return None
    return float((weight * rows[window]).sum() / total), float((weight * columns[window]).sum() / total)


def plane(rows, columns, values, use):
    """A plane through the pixels to be used, twice: the second time without what stands out of the first."""
    terms = np.stack([np.ones_like(rows), rows - rows.mean(), columns - columns.mean()], axis=-1)
    fitted = np.zeros_like(values)
    for _ in range(2):
        solution, *_ = np.linalg.lstsq(terms[use], values[use], rcond=None)
        fitted = terms @ solution
        away = np.abs(values - fitted)
        use = use & (away <= 3 * 1.4826 * np.median(away[use]) + 1e-9)
    return fitted


def box_mean(values):
    padded = np.pad(values, 1, mode="edge")
    return sum(padded[r : r + values.shape[0], c : c + values.shape[1]] for r in range(3) for c in range(3)) / 9
