"""A reader of the imagers' PGM files for the independent check; it shares nothing with the application."""

import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timezone

import numpy as np


@dataclass
class Frame:
    time: float  # start of the exposure, UTC, seconds since 1970
    header: dict  # lower-case key -> value; the file's lines, then the frame's own
    counts: np.ndarray  # [row][column] as stored, float64


@dataclass
class PgmFile:
    frames: list
    cut_off: bool  # the file ends in the middle of its packing or of a frame


def parse_utc(text):
    """`2030-03-21 06:00:00.063119 UTC`, or the same in ISO form -> seconds since 1970."""
    match = re.match(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(\.\d+)?", text.strip())
    if not match:
        raise ValueError(f"no time: {text!r}")
    day, clock, fraction = match.groups()
    whole = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=timezone.utc).timestamp()
    return whole + float(fraction or 0)


def format_utc(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")


def read_pgm(path):
    data, cut_off = unpacked(path.read_bytes())
    frames, inherited, at = [], None, 0
    while at < len(data):
        try:
            lines, width, height, at = read_header(data, at)
        except EOFError:
            return PgmFile(frames, True)
        end = at + 2 * width * height
        if end > len(data):
            return PgmFile(frames, True)
        if inherited is None:
            inherited = lines
        own = dict(lines)
        samples = np.frombuffer(data, dtype=">u2", count=width * height, offset=at)
        counts = samples.reshape(height, width).astype(np.float64)
        frames.append(Frame(parse_utc(own["image request start"]), {**dict(inherited), **own}, counts))
        at = end
    return PgmFile(frames, cut_off)


def unpacked(data):
    """The bytes of a gzip stream as far as it goes, and whether it was cut off."""
    if data[:2] != b"\x1f\x8b":
        return data, False
    stream = zlib.decompressobj(wbits=31)
    parts = []
    try:
        for start in range(0, len(data), 65536):
            parts.append(stream.decompress(data[start : start + 65536]))
    except zlib.error:
        return b"".join(parts), True
    return b"".join(parts), not stream.eof


def read_header(data, at):
    """The lines of one frame's header as (key, value), its width and height, and where its samples begin."""
    lines, numbers = [], []
    magic, at = read_line(data, at)
    if magic != "P5":
        raise ValueError(f"not a frame: {magic!r}")
    while len(numbers) < 3:
        line, at = read_line(data, at)
        match = re.match(r'#"([^"]*)"(.*)', line)
        if match:
            lines.append((match[1].strip().lower(), match[2].strip()))
        elif not line.startswith("#"):
            numbers += [int(number) for number in line.split()]
    width, height, most = numbers
    if most != 65535:
        raise ValueError(f"samples up to {most}")
    return lines, width, height, at


def read_line(data, at):
    end = data.find(b"\n", at)
    if end < 0:
        raise EOFError
    return data[at:end].decode("latin-1"), end + 1
