"""Times ONNX Runtime on this processor: `python native.py ONNX TIMES THREADS`, lines of milliseconds, look and answer."""
import json
import os
import sys
import time

import numpy as np
import onnxruntime

folder, times, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads
look, answer = (onnxruntime.InferenceSession(os.path.join(folder, name), options, providers=["CPUExecutionProvider"])
                for name in ("look.onnx", "answer.onnx"))


def some(session, name):
    shape = next(x.shape for x in session.get_inputs() if x.name == name)
    return np.random.default_rng(1).random(shape, dtype=np.float32)


ids = np.array([json.load(open(os.path.join(folder, "inputs.json")))["ids"]])
for _ in range(times):
    line = []
    for session, given in ((look, {"pixels": some(look, "pixels")}), (answer, {"regions": some(answer, "regions"), "ids": ids})):
        start = time.perf_counter()
        session.run(None, given)
        line.append((time.perf_counter() - start) * 1e3)
    print(*(f"{ms:.3f}" for ms in line))
