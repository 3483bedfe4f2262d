"""Writes the network of a model folder as ONNX, with the very weights that the page downloads.

    python onnx_model.py MODEL OUT

makes OUT/look.onnx (pixels to what a photo is kept as), OUT/answer.onnx (that and word ids to logits, maps and
evidence) and OUT/inputs.json (a question as ids). It is written from the published descriptions of the two networks, not
from the Rust code, so that agreement means something. The container is described in crates/weights/src/lib.rs.
"""
import json
import os
import sys

import cbor2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# EfficientNet-lite0: kernel, stride, expansion, input channels, output channels, repeats
STAGES = [(3, 1, 1, 32, 16, 1), (3, 2, 6, 16, 24, 2), (5, 2, 6, 24, 40, 2), (3, 2, 6, 40, 80, 3),
          (5, 1, 6, 80, 112, 3), (5, 2, 6, 112, 192, 4), (3, 1, 6, 192, 320, 1)]
FEATURES = 1280
QUESTION = "is there a cup of coffee in the picture"
# Answers whose evidence is asked for, as the page asks.
ASKED = 5


def read_weights(path):
    """The tensors of a weights file: 8-bit values times a 16-bit scale for each 32 of a row; small ones are floats."""
    data = open(path, "rb").read()
    length = int.from_bytes(data[6:10], "little")
    start = -(-(10 + length) // 256) * 256
    tensors = cbor2.loads(data[10:10 + length])["tensors"]

    def raw(name, kind):
        first, last = tensors[name]["data_offsets"]
        return np.frombuffer(data[start + first:start + last], kind).astype(np.float32)

    def tensor(name):
        shape = tensors[name]["shape"]
        if name + ".scale" not in tensors:
            return raw(name, "<f4").reshape(shape)
        rows, _ = tensors[name + ".scale"]["shape"]
        values, scales = raw(name, "i1").reshape(rows, -1), raw(name + ".scale", "<f2").reshape(rows, -1)
        return (values * np.repeat(scales, 32, axis=1)[:, :values.shape[1]]).reshape(shape)

    return {name: tensor(name) for name in tensors if not name.endswith(".scale")}


class Graph:
    """A graph in the making: every call adds a node and gives the name of its output."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants, self.seen = weights, [], [], {}

    def op(self, kind, *inputs, **attributes):
        name = attributes.pop("name", None) or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, value, kind=np.float32):
        value = np.ascontiguousarray(np.asarray(value, kind))
        key = (value.tobytes(), value.shape, str(value.dtype))
        if key not in self.seen:
            self.seen[key] = f"constant_{len(self.constants)}"
            self.constants.append(numpy_helper.from_array(value, self.seen[key]))
        return self.seen[key]

    def ints(self, *values):
        return self.constant(values, np.int64)

    def has(self, name):
        return name in self.weights

    def linear(self, x, name):
        product = self.op("MatMul", x, self.constant(self.weights[name + ".weight"]))
        return self.op("Add", product, self.constant(self.weights[name + ".bias"])) if self.has(name + ".bias") else product

    def norm(self, x, name):
        if not self.has(name + ".gamma"):
            return x
        scale, bias = (self.constant(self.weights[f"{name}.{part}"]) for part in ("gamma", "beta"))
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-5)

    def mean(self, x):
        """`[1, items, dim]` to `[1, dim]`."""
        return self.op("ReduceMean", x, self.ints(1), keepdims=0)

    def save(self, path, inputs, outputs):
        def typed(given):
            return [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in given]
        graph = helper.make_graph(self.nodes, "vqa-flow", typed(inputs), typed(outputs), self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def look(folder, out, vision):
    """Pixels `[1, 3, size, size]`, `(x - 127) / 128`, to features and soft labels of each cell."""
    size = vision["input_size"]
    g = Graph(read_weights(os.path.join(folder, "backbone.bpk")))

    def conv(x, name, side, stride=1, group=1, clamp=True):
        kernel = g.weights[name + ".weight"].shape[-1]
        over = max((-(-side // stride) - 1) * stride + kernel - side, 0)
        pads = [over // 2, over // 2, over - over // 2, over - over // 2]
        weights = [g.constant(g.weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        x = g.op("Conv", x, *weights, strides=[stride, stride], group=group, pads=pads)
        return g.op("Clip", x, g.constant(0.0), g.constant(6.0)) if clamp else x

    side = size
    x = conv("pixels", "stem", side, 2)
    side = -(-side // 2)
    number = 0
    for _, first_stride, expansion, first_from, to, repeats in STAGES:
        for repeat in range(repeats):
            stride, source = (first_stride, first_from) if repeat == 0 else (1, to)
            name, shortcut = f"blocks.{number}", x
            if expansion > 1:
                x = conv(x, name + ".expand", side)
            x = conv(x, name + ".depthwise", side, stride, group=source * expansion)
            side = -(-side // stride)
            x = conv(x, name + ".project", side, clamp=False)
            if stride == 1 and source == to:
                x = g.op("Add", x, shortcut)
            number += 1
    x = conv(x, "head", side)
    cells = side * side
    x = g.op("Reshape", x, g.ints(FEATURES, cells))
    g.op("Transpose", x, perm=[1, 0], name="features")
    outputs = [("features", TensorProto.FLOAT, [cells, FEATURES])]
    if g.has("label_vectors"):
        classes = g.op("Softmax", g.linear("features", "classifier"), axis=-1)
        g.op("MatMul", classes, g.constant(g.weights["label_vectors"]), name="soft_labels")
        outputs.append(("soft_labels", TensorProto.FLOAT, [cells, vision["label_dim"]]))
    g.save(os.path.join(out, "look.onnx"), [("pixels", TensorProto.FLOAT, [1, 3, size, size])], outputs)


def answer(folder, out, network, n_regions):
    """Regions `[1, regions, region_dim]` and ids `[1, words]` to logits, all maps and gates, and the evidence for the
    best answers: what each region adds to each of them."""
    g = Graph(read_weights(os.path.join(folder, "network.bpk")))
    heads, dim = network["n_heads"], network["dim"]
    outputs = [("logits", TensorProto.FLOAT, [1, network["n_answers"]])]

    def kept(name, shape):
        outputs.append((name, TensorProto.FLOAT, shape))
        return name

    def attention(query, key, value, name, shape):
        def split(x, perm):
            return g.op("Transpose", g.op("Reshape", x, g.ints(1, -1, heads, dim // heads)), perm=perm)
        scores = g.op("MatMul", split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1]))
        scores = g.op("Div", scores, g.constant(np.sqrt(dim / heads)))
        weights = g.op("Softmax", scores, axis=-1, name=kept(name, shape))
        read = g.op("MatMul", weights, split(value, [0, 2, 1, 3]))
        return g.op("Reshape", g.op("Transpose", read, perm=[0, 2, 1, 3]), g.ints(1, -1, dim))

    def projected(x, name):
        return [g.linear(x, f"{name}.attention.{part}") for part in ("query", "key", "value")]

    def closed(own, update, name):
        return g.op("Add", own, update) if g.has(name + ".norm.gamma") else update

    vectors = g.op("Gather", g.constant(g.weights["question.embedding.weight"]), "ids", axis=0)
    states = gru(g, vectors, network["gru_dim"])  # [1, words, gru_dim]
    words = g.linear(states, "question.projection")
    if g.has("question.whole.weight"):
        last = g.op("Slice", states, g.ints(-1), g.ints(2**31), g.ints(1))  # [1, 1, gru_dim]
        words = g.op("Add", words, g.linear(last, "question.whole"))
    words = g.norm(words, "question.norm")
    regions = g.norm(g.linear("regions", "regions"), "region_norm")
    for number in range(network["n_blocks"]):
        block = f"blocks.{number}"
        if network.get("inter", True):
            r, w = block + ".inter.regions", block + ".inter.words"
            normed_r, normed_w = g.norm(regions, r + ".norm"), g.norm(words, w + ".norm")
            (rq, rk, rv), (wq, wk, wv) = projected(normed_r, r), projected(normed_w, w)
            read_r = attention(rq, wk, wv, f"regions_from_words_{number}", [1, heads, n_regions, "words"])
            read_w = attention(wq, rk, rv, f"words_from_regions_{number}", [1, heads, "words", n_regions])
            regions = closed(regions, g.linear(g.op("Concat", normed_r, read_r, axis=2), r + ".output"), r)
            words = closed(words, g.linear(g.op("Concat", normed_w, read_w, axis=2), w + ".output"), w)
        if network.get("intra", True):
            r, w = block + ".intra.regions", block + ".intra.words"
            normed = {r: g.norm(regions, r + ".norm"), w: g.norm(words, w + ".norm")}

            def renewed(own, name, other, map_name, gate_name, shape):
                query, key, value = projected(normed[name], name)
                if g.has(name + ".gate.weight"):
                    gate = g.op("Sigmoid", g.linear(g.mean(normed[other]), name + ".gate"), name=kept(gate_name, [1, dim]))
                    amplify = g.op("Add", gate, g.constant(1.0))
                    query, key = g.op("Mul", query, amplify), g.op("Mul", key, amplify)
                read = attention(query, key, value, map_name, shape)
                return closed(own, g.linear(g.op("Add", normed[name], read), name + ".output"), name)

            regions, words = (
                renewed(regions, r, w, f"within_regions_{number}", f"region_gate_{number}", [1, heads, n_regions, n_regions]),
                renewed(words, w, r, f"within_words_{number}", f"word_gate_{number}", [1, heads, "words", "words"]))

    mean_word = g.mean(words)
    before = g.linear(g.op("Mul", g.mean(regions), mean_word), "answerer.hidden")
    if g.has("answerer.shortcut.weight"):
        before = g.op("Add", before, g.linear(mean_word, "answerer.shortcut"))
    if g.has("answerer.question.weight"):
        before = g.op("Add", before, g.linear(g.op("Squeeze", last, g.ints(1)), "answerer.question"))
    hidden = g.op("Relu", before)
    logits = g.linear(hidden, "answerer.output")
    g.op("Identity", logits, name="logits")
    # The evidence: the first layer takes the mean over regions apart, and the ReLU is held fixed.
    g.nodes.append(helper.make_node("TopK", [logits, g.ints(ASKED)], ["best_logits", "best"], axis=-1))
    columns = g.op("Gather", g.constant(g.weights["answerer.output.weight"].T), "best", axis=0)  # [1, asked, hidden]
    on = g.op("Cast", g.op("Greater", before, g.constant(0.0)), to=TensorProto.FLOAT)
    each = g.op("Div", g.op("Mul", regions, g.op("Unsqueeze", mean_word, g.ints(1))), g.constant(float(n_regions)))
    each = g.op("Mul", g.op("MatMul", each, g.constant(g.weights["answerer.hidden.weight"])), g.op("Unsqueeze", on, g.ints(1)))
    g.op("MatMul", each, g.op("Transpose", columns, perm=[0, 2, 1]), name=kept("from_regions", [1, n_regions, ASKED]))
    outputs.append(("best", TensorProto.INT64, [1, ASKED]))
    inputs = [("regions", TensorProto.FLOAT, [1, n_regions, network["region_dim"]]), ("ids", TensorProto.INT64, [1, "words"])]
    g.save(os.path.join(out, "answer.onnx"), inputs, outputs)


def gru(g, vectors, dim):
    """ONNX's own GRU: gates in the order update, reset, new; ours lie as reset, update, new."""
    def turned(x):
        reset, update, new = np.split(x, 3)
        return np.concatenate([update, reset, new])
    weights = [turned(g.weights[f"question.gru.{part}.weight"].T)[None] for part in ("input", "state")]
    bias = np.concatenate([turned(g.weights[f"question.gru.{part}.bias"]) for part in ("input", "state")])[None]
    steps = g.op("Transpose", vectors, perm=[1, 0, 2])  # [words, 1, word_dim]
    states = g.op("GRU", steps, *(g.constant(x) for x in (*weights, bias)), hidden_size=dim, linear_before_reset=1)
    return g.op("Reshape", states, g.ints(1, -1, dim))


def main():
    folder, out = sys.argv[1:3]
    manifest = json.load(open(os.path.join(folder, "manifest.json")))
    os.makedirs(out, exist_ok=True)
    vision, network = manifest["vision"], manifest["network"]
    side = vision["input_size"] // 32 // vision.get("pooled", 1)
    look(folder, out, vision)
    answer(folder, out, network, side * side + 1)
    ids = [manifest["words"].index(word) + 2 if word in manifest["words"] else 1 for word in QUESTION.split()]
    json.dump({"question": QUESTION, "ids": ids, "asked": ASKED}, open(os.path.join(out, "inputs.json"), "w"))


if __name__ == "__main__":
    main()
