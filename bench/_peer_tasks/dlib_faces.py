"""What face_recognition (dlib) makes of photographs: times and numbers, one JSON object a line.

python dlib_faces.py REPEATS FILE …   decode, find, align, embed; each photograph REPEATS times
"""

import json
import sys
import time

import face_recognition  # type: ignore[import-not-found]


def main(repeats: int, files: list[str]) -> None:
    for file in files:
        times, found = [], None
        for _ in range(repeats):
            began = time.process_time()
            image = face_recognition.load_image_file(file)
            places = face_recognition.face_locations(image)
            numbers = face_recognition.face_encodings(image, known_face_locations=places[:1])
            if found is not None and numbers:
                face_recognition.face_distance([found], numbers[0])
            times.append((time.process_time() - began) * 1000)
            found = numbers[0] if numbers else None
        print(json.dumps({"file": file, "times": times, "numbers": None if found is None else list(found)}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
