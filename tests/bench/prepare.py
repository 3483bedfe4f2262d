"""Photos a second that ONNX Runtime looks at: `python prepare.py ONNX PHOTOS THREADS`. Decoding and making them small is in
it, as in `vqa prepare`, and so is keeping what was seen, in 16 bits. Each thread has a session of its own, which is faster
than one session with all threads."""
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, local

import numpy as np
import onnxruntime
from PIL import Image

folder, photos, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
sessions = [onnxruntime.InferenceSession(os.path.join(folder, "look.onnx"), options, providers=["CPUExecutionProvider"])
            for _ in range(threads)]
SIZE = sessions[0].get_inputs()[0].shape[2]
mine = local()
kept, writing = tempfile.TemporaryFile(), Lock()


def look(name):
    photo = Image.open(os.path.join(photos, name)).convert("RGB").resize((SIZE, SIZE), Image.Resampling.BILINEAR)
    pixels = (np.asarray(photo, np.float32).transpose(2, 0, 1)[None] - 127) / 128
    cells = np.concatenate(mine.session.run(None, {"pixels": np.ascontiguousarray(pixels)}), axis=1)
    numbers = np.concatenate([cells, cells.mean(axis=0, keepdims=True)]).astype(np.float16).tobytes()
    with writing:
        kept.write(numbers)


def begin():
    mine.session = sessions.pop()


names = sorted(os.listdir(photos))
with ThreadPoolExecutor(threads, initializer=begin) as pool:
    list(pool.map(look, names[:6]))
    start = time.perf_counter()
    list(pool.map(look, names))
    print(f"{len(names) / (time.perf_counter() - start):.3f}")
