"""
Where stars and the Moon stand over a place, from textbook formulas and figures of its own, for the independent check:
nothing here comes from the application or from the sample event's generator.
"""

import numpy as np

J2000 = 946728000.0  # 2000-01-01 12:00 UTC, seconds since 1970
CENTURY = 36525 * 86400.0

# Hipparcos, ICRS at J2000: right ascension (h, m, s), declination (deg, min, sec), proper motion in milliseconds of
# arc a year (in right ascension along the sky, in declination).
STARS = {
    "Polaris": ((2, 31, 49.09), (89, 15, 50.8), (44.2, -11.7)),
    "Mirfak": ((3, 24, 19.37), (49, 51, 40.2), (24.1, -26.0)),
    "Aldebaran": ((4, 35, 55.24), (16, 30, 33.5), (62.8, -189.4)),
    "Capella": ((5, 16, 41.36), (45, 59, 52.8), (75.5, -427.1)),
    "Elnath": ((5, 26, 17.51), (28, 36, 26.8), (23.3, -174.2)),
    "Betelgeuse": ((5, 55, 10.31), (7, 24, 25.4), (27.3, 10.9)),
    "Menkalinan": ((5, 59, 31.72), (44, 56, 50.8), (-56.4, -0.9)),
    "Alhena": ((6, 37, 42.71), (16, 23, 57.4), (-2.0, -66.9)),
    "Castor": ((7, 34, 35.87), (31, 53, 17.8), (-206.3, -148.2)),
    "Procyon": ((7, 39, 18.12), (5, 13, 30.0), (-716.6, -1034.6)),
    "Pollux": ((7, 45, 18.95), (28, 1, 34.3), (-625.7, -46.0)),
    "Regulus": ((10, 8, 22.31), (11, 58, 1.9), (-249.4, 4.9)),
    "Algieba": ((10, 19, 58.35), (19, 50, 29.3), (310.8, -152.9)),
    "Dubhe": ((11, 3, 43.67), (61, 45, 3.7), (-136.5, -35.3)),
    "Alioth": ((12, 54, 1.75), (55, 57, 35.4), (111.7, -9.0)),
    "Mizar": ((13, 23, 55.54), (54, 55, 31.3), (121.2, -22.0)),
    "Alkaid": ((13, 47, 32.44), (49, 18, 47.8), (-121.2, -15.6)),
    "Arcturus": ((14, 15, 39.67), (19, 10, 56.7), (-1093.5, -1999.4)),
    "Kochab": ((14, 50, 42.33), (74, 9, 19.8), (-32.3, 11.9)),
}


def star_direction(name, time, latitude, longitude):
    """Azimuth and elevation, degrees; without refraction, nutation and aberration, which are 0.01 degrees together."""
    (hours, minutes, seconds), (degrees, arc_minutes, arc_seconds), (east, north) = STARS[name]
    years = (time - J2000) / CENTURY * 100
    declination = degrees + arc_minutes / 60 + arc_seconds / 3600
    ascension = 15 * (hours + minutes / 60 + seconds / 3600)
    ascension += east * years / 3.6e6 / np.cos(np.radians(declination))
    declination += north * years / 3.6e6
    return horizontal(precession(time) @ unit(ascension, declination), time, latitude, longitude)


def precession(time):
    """From the equator and equinox of J2000 to those of the date, IAU 1976 (Lieske): a rotation matrix."""
    t = (time - J2000) / CENTURY
    zeta = (2306.2181 * t + 0.30188 * t**2 + 0.017998 * t**3) / 3600
    z = (2306.2181 * t + 1.09468 * t**2 + 0.018203 * t**3) / 3600
    theta = (2004.3109 * t - 0.42665 * t**2 - 0.041833 * t**3) / 3600
    return about_z(z) @ about_y(theta) @ about_z(zeta)


def about_z(degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def about_y(degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def unit(longitude, latitude):
    """Unit vectors, [..., 3], of angles in degrees: also of azimuths and elevations, to tell how far they are apart."""
    a, b = np.radians(longitude), np.radians(latitude)
    return np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)], axis=-1)


def separation(first, second):
    """Degrees between two directions (azimuth, elevation)."""
    return float(np.degrees(2 * np.arcsin(np.linalg.norm(unit(*first) - unit(*second)) / 2)))


def sidereal_degrees(time, longitude):
    """Mean sidereal time of a place, IAU 1982; UT1 is taken for UTC, which are never 0.004 degrees apart."""
    t = (time - J2000) / CENTURY
    return 280.46061837 + 360.98564736629 * 36525 * t + 0.000387933 * t**2 + longitude


def horizontal(vector, time, latitude, longitude):
    """Azimuth clockwise from north and elevation, degrees, of a vector on the equator and equinox of the date."""
    toward_meridian, toward_east, up = about_z(-sidereal_degrees(time, longitude)) @ vector
    c, s = np.cos(np.radians(latitude)), np.sin(np.radians(latitude))
    north, zenith = c * up - s * toward_meridian, s * up + c * toward_meridian
    azimuth = np.degrees(np.arctan2(toward_east, north)) % 360
    return float(azimuth), float(np.degrees(np.arcsin(zenith / np.linalg.norm(vector))))


def moon_direction(time, latitude, longitude):
    """The low-precision formulas of the Astronomical Almanac, 0.3 degrees in longitude and 0.2 in latitude."""
    t = (time - J2000) / CENTURY

    def sine(amplitude, phase, rate):
        return amplitude * np.sin(np.radians(phase + rate * t))

    def cosine(amplitude, phase, rate):
        return amplitude * np.cos(np.radians(phase + rate * t))

    along = 218.32 + 481267.881 * t
    along += sine(6.29, 135.0, 477198.87) - sine(1.27, 259.3, -413335.36) + sine(0.66, 235.7, 890534.22)
    along += sine(0.21, 269.9, 954397.74) - sine(0.19, 357.5, 35999.05) - sine(0.11, 186.5, 966404.03)
    above = sine(5.13, 93.3, 483202.02) + sine(0.28, 228.2, 960400.89)
    above -= sine(0.28, 318.3, 6003.15) + sine(0.17, 217.6, -407332.21)
    parallax = 0.9508 + cosine(0.0518, 135.0, 477198.87) + cosine(0.0095, 259.3, -413335.36)
    parallax += cosine(0.0078, 235.7, 890534.22) + cosine(0.0028, 269.9, 954397.74)
    tilt = np.radians(23.439 - 0.013 * t)
    x, y, z = unit(along, above)
    equatorial = np.array([x, y * np.cos(tilt) - z * np.sin(tilt), y * np.sin(tilt) + z * np.cos(tilt)])
    # In radii of the Earth, and from the place instead of from the middle of the Earth.
    place = unit(sidereal_degrees(time, longitude), latitude)
    return horizontal(equatorial / np.sin(np.radians(parallax)) - place, time, latitude, longitude)
