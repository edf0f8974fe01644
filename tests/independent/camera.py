"""Skymaps and calibrations for the independent check, read by scipy."""

from dataclasses import dataclass

import numpy as np
from scipy.io import readsav


@dataclass
class Skymap:
    site: tuple  # latitude and longitude of the camera, degrees
    elevation: np.ndarray  # [row][column], degrees, NaN outside the lens
    azimuth: np.ndarray  # the same, clockwise from north
    latitude: np.ndarray  # of pixel middles at one altitude, mean of the four corners
    longitude: np.ndarray  # the same, within 180 degrees of the site's
    per_pixel: np.ndarray  # by how many degrees longitude changes from pixel to pixel where it changes most


def read_skymap(path, altitude_km):
    structure = next(
        value[0]
        for value in readsav(str(path)).values()
        if getattr(value, "dtype", None) is not None and "FULL_ELEVATION" in (value.dtype.names or ())
    )
    altitudes = np.asarray(structure["FULL_MAP_ALTITUDE"], dtype=np.float64)
    (planes,) = np.nonzero(np.abs(altitudes - 1000 * altitude_km) < 1)
    if len(planes) == 0:
        raise ValueError(f"{path} has no plane at {altitude_km} km, but at {altitudes} m")
    corner_latitude = np.asarray(structure["FULL_MAP_LATITUDE"][planes[0]], dtype=np.float64)
    site = float(wrapped(structure["SITE_MAP_LONGITUDE"]))
    corner_longitude = site + wrapped(np.asarray(structure["FULL_MAP_LONGITUDE"][planes[0]], dtype=np.float64) - site)
    down = along(corner_longitude[1:, :] - corner_longitude[:-1, :], 1)
    right = along(corner_longitude[:, 1:] - corner_longitude[:, :-1], 0)
    return Skymap(
        site=(float(structure["SITE_MAP_LATITUDE"]), site),
        elevation=np.asarray(structure["FULL_ELEVATION"], dtype=np.float64),
        azimuth=np.asarray(structure["FULL_AZIMUTH"], dtype=np.float64),
        latitude=along(along(corner_latitude, 0), 1),
        longitude=along(along(corner_longitude, 0), 1),
        per_pixel=np.hypot(down, right),
    )


def along(values, axis):
    """Means of neighbours along an axis."""
    first, second = (values[:-1], values[1:]) if axis == 0 else (values[:, :-1], values[:, 1:])
    return (first + second) / 2


def wrapped(degrees):
    return (degrees + 180) % 360 - 180


@dataclass
class Meridian:
    """Pixels along a meridian, from the south to the north."""

    rows: np.ndarray
    columns: np.ndarray
    latitude: np.ndarray


def meridian_pixels(skymap, longitude, min_elevation, within=0.5):
    """Pixels whose middles lie within half a pixel (or more) of a meridian, high enough above the horizon."""
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.abs(wrapped(skymap.longitude - longitude)) / skymap.per_pixel
        rows, columns = np.nonzero((distance <= within) & (skymap.elevation > min_elevation))
    order = np.argsort(skymap.latitude[rows, columns])
    rows, columns = rows[order], columns[order]
    return Meridian(rows, columns, skymap.latitude[rows, columns])


def read_factor(path):
    """Rayleighs per count and second of exposure."""
    variables = {name.upper(): value for name, value in readsav(str(path)).items()}
    names = [name for name in variables if name.startswith("RPER_DNPERSECOND") and not name.endswith("_MEAN_VALUE")]
    return float(variables[names[0]])


def read_flatfield(path):
    """What counts are multiplied by, in the order of raw frames."""
    variables = {name.upper(): value for name, value in readsav(str(path)).items()}
    names = [name for name in variables if name.startswith("FLAT_FIELD_MULTIPLIER")]
    return np.asarray(variables[names[0]], dtype=np.float64)


def dark_level(counts, skymap, side=5):
    """Mean of the corner blocks that the lens does not reach; None where it reaches all of them."""
    ends = (slice(0, side), slice(-side, None))
    corners = [(rows, columns) for rows in ends for columns in ends]
    dark = [counts[corner] for corner in corners if np.isnan(skymap.elevation[corner]).all()]
    return float(np.mean(dark)) if dark else None
