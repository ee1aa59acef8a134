"""Recipes of other tools, and files that mean harm."""

import io
import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from gallery.carried import Carried, read
from gallery.carried.texts import MOST_TEXT, xmp_description

A1111 = (
    "a red sea, <lora:x:1>\nwide\nNegative prompt: boats, fog\n"
    'Steps: 20, Sampler: "a, b", Seed: 81443, Size: 512x768, Model: dream_v8'
)
SEA = "Stable Diffusion web UI"
DREAM = Carried(SEA, "a red sea, <lora:x:1>\nwide", "boats, fog", "dream_v8", 81443, 512, 768)
COMFY = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 7, "positive": ["6", 0], "negative": ["7", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd/flux.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 640, "height": 480}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a red sea"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "fog"}},
}
INVOKE = {
    "positive_prompt": "a sea",
    "negative_prompt": "fog",
    "seed": 7,
    "width": 64,
    "height": 32,
    "model": {"name": "sdxl"},
}
NOVEL = {"prompt": "a sea", "uc": "fog", "seed": 7, "width": 64, "height": 32}


def png(**texts):
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text, zip=len(text) > 200)
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def with_exif(format, comment):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, format, exif=exif)
    return file.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (png(parameters=A1111), DREAM),
        (with_exif("JPEG", b"UNICODE\0" + A1111.encode("utf-16-be")), DREAM),
        (with_exif("WEBP", b"ASCII\0\0\0" + A1111.encode()), DREAM),
        (png(prompt=json.dumps(COMFY), workflow="{}"), Carried("ComfyUI", "a red sea", "fog", "flux", 7, 640, 480)),
        (png(invokeai_metadata=json.dumps(INVOKE)), Carried("InvokeAI", "a sea", "fog", "sdxl", 7, 64, 32)),
        (png(Comment=json.dumps(NOVEL), Source="V3"), Carried("NovelAI", "a sea", "fog", "V3", 7, 64, 32)),
        (
            png(Description="a red sea --ar 3:4 --seed 7 --v 6.1 Job ID: 0a-1b"),
            Carried("Midjourney", "a red sea", "", "Midjourney 6.1", 7, aspect="3:4"),
        ),
        (png(Description="a red sea"), Carried("Description", "a red sea")),
        (png(parameters="a red sea"), Carried(SEA, "a red sea")),
    ],
)  # fmt: skip
def test_each_tool_is_read(content, found):
    assert read(content) == found


def test_xmp_is_read():
    xmp = '<x:xmpmeta xmlns:x="a" xmlns:dc="d"><dc:description><li>a red sea --ar 3:4</li></dc:description></x:xmpmeta>'
    data = b"XML:com.adobe.xmp\0\0\0\0\0" + xmp.encode()
    assert read(raw(chunk(b"iTXt", data))).prompt == "a red sea"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        png(),
        png(prompt="{broken"),
        png(prompt="[" * 100_000),
        png(prompt=json.dumps({"1": {"inputs": {"positive": ["1", 0]}}})),
        png(Comment="[]", Software="x"),
        raw(chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a" * (MOST_TEXT + 1)))),
        raw(chunk(b"zTXt", b"parameters\0\0no zlib")),
        raw(struct.pack(">I", 2**32 - 1) + b"tEXt"),
        b"\xff\xd8\xff\xe1\x00\x00",
        b"RIFF\0\0\0\0WEBPEXIF\xff\xff\xff\xffII*\0\xff\xff\xff\xff",
    ],
)
def test_what_carries_nothing_or_means_harm_gives_nothing(content):
    assert read(content) is None


@pytest.mark.parametrize(
    "xmp",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x><description>&b;</description></x>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x><description>y</description></x>',
        "<x>" * 5000 + "<description>y</description>" + "</x>" * 5000,
        "<x><description>y",
        "no xml",
    ],
)
def test_xml_that_means_harm_is_refused(xmp):
    assert xmp_description(xmp) == ""


@pytest.mark.parametrize("seed", ["-1", "9" * 30, "true", "7.5", "٣"])
def test_a_seed_that_is_none_is_left_out(seed):
    assert read(png(parameters=f"a sea\nSteps: 1, Seed: {seed}")).seed is None


@given(st.binary(max_size=400), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"RIFF0000WEBPEXIF", b""]))
def test_no_bytes_are_an_error(content, head):
    read(head + content)
