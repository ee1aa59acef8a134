"""What each tool wrote, as fields."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gallery.carried.texts import MOST_TEXT, xmp_description

MOST_PROMPT = 20_000  # characters
MOST_VALUE = 200
MOST_NODES = 2000
MOST_SEED = 2**63 - 1
MOST_SIDE = 65_536
SETTING = re.compile(r'\s*([A-Z][\w /-]{0,40}):\s*("(?:\\.|[^"\\])*"|[^,]*)(?:,|$)')
FLAG = re.compile(r"\s--([a-z]+)(?:\s+(?!--)(\S+))?")
JOB = re.compile(r"\s*Job ID:\s*[\w-]+\s*$")
SIZE = re.compile(r"(\d{2,5})\s*[x×]\s*(\d{2,5})")
ASPECT = re.compile(r"\d{1,3}:\d{1,3}")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Carried:
    """``tool`` as it is called; every field "" or None where the file says nothing of it. Size in pixels."""

    tool: str
    prompt: str = ""
    negative: str = ""
    model: str = ""
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    aspect: str = ""

    @property
    def empty(self) -> bool:
        return not (self.prompt or self.negative or self.model or self.aspect or self.seed is not None or self.width)


def carried(tool: str, **found: Any) -> Carried:
    """Every field made fit: of its type, within its limit, or left out."""
    return Carried(
        tool,
        prompt=words(found.get("prompt")),
        negative=words(found.get("negative")),
        model=words(found.get("model"))[:MOST_VALUE],
        seed=number(found.get("seed"), MOST_SEED),
        width=number(found.get("width"), MOST_SIDE) or None,
        height=number(found.get("height"), MOST_SIDE) or None,
        aspect=str(found.get("aspect") or "") if ASPECT.fullmatch(str(found.get("aspect") or "")) else "",
    )


def words(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()[:MOST_PROMPT]


def number(value: Any, most: int) -> int | None:
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= most else None


def tree(text: str) -> Any:
    """JSON as far as it can be read; None where it cannot."""
    try:
        return json.loads(text[:MOST_TEXT])
    except (ValueError, RecursionError):
        return None


def of_a1111(texts: Texts) -> Carried | None:
    """Words, then "Negative prompt: …", then a line of settings."""
    text = texts.get("parameters") or texts.get("UserComment") or ""
    if not text or text.lstrip().startswith("{"):
        return None
    head, settings = split_settings(text[:MOST_TEXT])
    prompt, _, negative = head.partition("Negative prompt:")
    size = SIZE.match(settings.get("Size", ""))
    found = {"width": size[1], "height": size[2]} if size else {}
    tool = "Stable Diffusion web UI"
    return carried(
        tool, prompt=prompt, negative=negative, model=settings.get("Model"), seed=settings.get("Seed"), **found
    )


def split_settings(text: str) -> tuple[str, dict[str, str]]:
    lines = text.strip().splitlines()
    if not lines or "Steps:" not in lines[-1]:
        return text, {}
    pairs = {name: value.strip('" ') for name, value in SETTING.findall(lines[-1][:MOST_PROMPT])}
    return "\n".join(lines[:-1]), pairs


def of_comfy(texts: Texts) -> Carried | None:
    """The sampler names its seed, and by links the words; the loader names the model."""
    graph = tree(texts.get("prompt", ""))
    if not isinstance(graph, dict):
        return None
    nodes = {str(id): node for id, node in list(graph.items())[:MOST_NODES] if isinstance(node, dict)}
    sampler = next((node for node in nodes.values() if "positive" in inputs(node)), {})
    given = inputs(sampler)
    size = next((inputs(node) for node in nodes.values() if "Latent" in kind(node)), {})
    return carried(
        "ComfyUI",
        prompt=said(nodes, given.get("positive"), "text") or longest(nodes),
        negative=said(nodes, given.get("negative"), "text"),
        model=next((value for node in nodes.values() for value in models(node)), ""),
        seed=given.get("seed", given.get("noise_seed")),
        width=size.get("width"),
        height=size.get("height"),
    )


def kind(node: Mapping[str, Any]) -> str:
    return str(node.get("class_type", ""))


def inputs(node: Mapping[str, Any]) -> Mapping[str, Any]:
    found = node.get("inputs")
    return found if isinstance(found, dict) else {}


def models(node: Mapping[str, Any]) -> Iterator[str]:
    for name in ("ckpt_name", "unet_name"):
        if isinstance(value := inputs(node).get(name), str):
            yield value.rpartition("/")[2].rpartition(".")[0] or value


def said(nodes: Mapping[str, Any], link: Any, name: str) -> str:
    """The text at the end of a chain of links, eight steps far at most."""
    for _step in range(8):
        if isinstance(link, str):
            return link
        node = nodes.get(str(link[0])) if isinstance(link, list) and link else None
        if node is None:
            return ""
        given = inputs(node)
        link = next((given[key] for key in (name, "text_g", "conditioning", "positive") if key in given), None)
    return ""


def longest(nodes: Mapping[str, Any]) -> str:
    texts = [value for node in nodes.values() if isinstance(value := inputs(node).get("text"), str)]
    return max(texts, key=len, default="")


def of_invoke(texts: Texts) -> Carried | None:
    facts = tree(texts.get("invokeai_metadata") or texts.get("sd-metadata") or "")
    if not isinstance(facts, dict):
        return None
    image = facts["image"] if isinstance(facts.get("image"), dict) else facts
    model = image.get("model") or facts.get("model_weights")
    name = model.get("name") or model.get("model_name") if isinstance(model, dict) else model
    prompt = image.get("positive_prompt", image.get("prompt"))
    rest = {key: image.get(key) for key in ("seed", "width", "height")}
    return carried("InvokeAI", prompt=prompt, negative=image.get("negative_prompt"), model=name, **rest)


def of_novel(texts: Texts) -> Carried | None:
    facts = tree(texts.get("Comment", ""))
    if not isinstance(facts, dict):
        return None
    prompt = facts.get("prompt") or texts.get("Description")
    rest = {key: facts.get(key) for key in ("seed", "width", "height")}
    return carried("NovelAI", prompt=prompt, negative=facts.get("uc"), model=texts.get("Source"), **rest)


def of_midjourney(texts: Texts) -> Carried | None:
    """Words with flags behind; other descriptions are words alone."""
    xmp = xmp_description(texts["xmp"]) if "xmp" in texts else ""
    text = (texts.get("Description") or texts.get("ImageDescription") or xmp)[:MOST_TEXT]
    flags = dict(FLAG.findall(JOB.sub("", text)))
    if not flags and not JOB.search(text):
        return carried("Description", prompt=text)
    version = flags.get("niji") or flags.get("v") or flags.get("version") or ""
    prompt = JOB.sub("", text).partition(" --")[0]
    model = f"Midjourney {version}".strip()
    more = {"aspect": flags.get("ar") or flags.get("aspect"), "seed": flags.get("seed")}
    return carried("Midjourney", prompt=prompt, negative=flags.get("no"), model=model, **more)


READERS: tuple[Callable[[Texts], Carried | None], ...] = (of_comfy, of_invoke, of_novel, of_a1111, of_midjourney)
