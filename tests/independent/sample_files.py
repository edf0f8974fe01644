"""The files of the sample event, as the independent check reads them."""

import json
import re
from functools import lru_cache
from pathlib import Path

from camera import read_skymap
from pgm import parse_utc, read_pgm

# Of the layers in which the lines are emitted that the cameras see; not taken from the truth, which could be wrong.
EMISSION_KM = {"THEMIS_ASI_RAW": 110, "REGO_RAW": 230, "TREX_NIR_RAW": 150}
MIN_ELEVATION = 20
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
        self.once = lru_cache(maxsize=None)(lambda reader, name: reader(self.folder / name))

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
