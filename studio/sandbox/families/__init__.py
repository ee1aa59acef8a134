"""The vendors, each on its own tables out of the gateway's reference, and which model id belongs to which."""

from studio.sandbox.families.doubao import Doubao
from studio.sandbox.families.flux import Flux, Kontext
from studio.sandbox.families.gemini import Gemini
from studio.sandbox.families.ideogram import Ideogram, IdeogramNative
from studio.sandbox.families.imagen import Imagen
from studio.sandbox.families.irag import Irag, IragEdit
from studio.sandbox.families.openai import DallE, GptImage
from studio.sandbox.families.qwen import Qwen, QwenEdit
from studio.sandbox.orders import Family

GPT_IMAGE, DALL_E, DOUBAO, FLUX, KONTEXT = GptImage(), DallE(), Doubao(), Flux(), Kontext()
GEMINI, IDEOGRAM_NATIVE = Gemini(), IdeogramNative()

PREDICTIONS: dict[str, Family] = {
    "openai/gpt-image-1.5": GPT_IMAGE,
    "openai/gpt-image-1": GPT_IMAGE,
    "openai/gpt-image-1-mini": GPT_IMAGE,
    "openai/dall-e-3": DALL_E,
    "google/imagen-4.0-ultra-generate-001": Imagen(),
    "google/imagen-4.0-generate-001": Imagen(),
    "google/imagen-4.0-fast-generate-001": Imagen(),
    "google/imagen-4.0-fast-generate-preview-06-06": Imagen(),
    "google/imagen-3.0-generate-002": Imagen(),
    "qianfan/qwen-image": Qwen(),
    "qianfan/qwen-image-edit": QwenEdit(),
    "doubao/doubao-seedream-4-5": DOUBAO,
    "doubao/doubao-seedream-4-0": DOUBAO,
    "bfl/flux-2-pro": FLUX,
    "bfl/flux-2-flex": FLUX,
    "bfl/flux-kontext-max": FLUX,
    "bfl/flux-kontext-pro": FLUX,
    "qianfan/irag-1.0": Irag(),
    "qianfan/ernie-irag-edit": IragEdit(),
    "ideogram/V3": Ideogram(),
}

GENERATIONS: dict[str, Family] = {
    "gpt-image-1.5": GPT_IMAGE,
    "gpt-image-1": GPT_IMAGE,
    "gpt-image-1-mini": GPT_IMAGE,
    "dall-e-3": DALL_E,
    "FLUX.1-Kontext-pro": KONTEXT,
    "doubao-seedream-4-5": DOUBAO,
    "doubao-seedream-4-0": DOUBAO,
}

EDITS: dict[str, Family] = dict.fromkeys(("gpt-image-1.5", "gpt-image-1", "gpt-image-1-mini"), GPT_IMAGE)

GEMINI_MODELS = (
    "gemini-2.5-flash-image",
    "gemini-3-pro-image-preview",
    "gemini-3-pro-image",
    "gemini-3.1-flash-image-preview",
    "gemini-3.1-flash-image",
    "gemini-3.1-flash-lite-image",
)
