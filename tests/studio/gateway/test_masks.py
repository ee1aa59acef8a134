"""The golden masks: one drawing, and what each lane must get of it, pixel by pixel (provider-api.md 2.2, 8.2, 9.2)."""

import numpy as np
import pytest
from PIL import Image

from studio import catalogue
from studio.catalogue import MaskRule
from studio.gateway import masks
from studio.gateway.masks import CONVENTIONS

#        keep  soft: less, more  repaint
KEPT = [[0, 64, 127, 128, 192, 255]]
GOLDEN = {
    "alpha": [[255, 191, 128, 127, 63, 0]],  # clear is repainted; degrees travel
    "white": [[0, 0, 0, 255, 255, 255]],  # 255 marks the region
    "black": [[255, 255, 255, 0, 0, 0]],  # black is changed
}


def written(tmp_path, convention, pixels=KEPT, **rule):
    kept = tmp_path / "kept.png"
    Image.fromarray(np.array(pixels, np.uint8)).save(kept)
    file = masks.write(kept, MaskRule("mask", catalogue.Lane.EDITS, convention, **rule), tmp_path / "sent.png")
    with Image.open(file.path) as sent:
        sent.load()
    return file, sent


@pytest.mark.parametrize(("convention", "golden"), GOLDEN.items())
def test_each_lane_gets_its_own_mask(tmp_path, convention, golden):
    file, sent = written(tmp_path, convention)
    layer = sent.getchannel("A") if convention == "alpha" else sent
    assert np.asarray(layer).tolist() == golden
    assert (sent.format, sent.mode) == ("PNG", "RGBA" if convention == "alpha" else "L")
    assert (file.format, file.width, file.height) == ("png", 6, 1)


@pytest.mark.parametrize(
    ("model", "convention"),
    [("openai/gpt-image-1.5", "alpha"), ("qianfan/ernie-irag-edit", "white"), ("ideogram/V3", "black")],
)
def test_the_catalogue_says_whose_is_which(model, convention):
    assert catalogue.get(model).mask.convention == convention


def test_every_convention_of_the_catalogue_is_known():
    assert {spec.mask.convention for spec in catalogue.current().values() if spec.mask} <= set(CONVENTIONS)


def test_one_too_large_loses_its_soft_edges(tmp_path):
    noise = np.random.default_rng(7).integers(0, 256, (60, 80))
    _, soft = written(tmp_path, "alpha", noise)
    _, hard = written(tmp_path, "alpha", noise, max_bytes=3000)
    assert len(np.unique(np.asarray(soft.getchannel("A")))) > 200
    assert set(np.unique(np.asarray(hard.getchannel("A")))) == {0, 255}


def test_a_photograph_held_on_end_is_turned_under_its_mask(tmp_path):
    exif = Image.Exif()
    exif[masks.ORIENTATION] = 6
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (60, 40), "teal").save(path, exif=exif)
    assert masks.lies_askew(path)
    file = masks.turned(path, tmp_path / "upright")
    assert (file.format, file.width, file.height) == ("jpeg", 40, 60)
    assert not masks.lies_askew(file.path)
