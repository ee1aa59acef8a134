"""How a model is asked: the client of the AiHubMix gateway. No ORM; the only package that imports httpx.

>>> gateway = Gateway(GatewayConfig(base_url="http://127.0.0.1:8090", tasks_url="http://127.0.0.1:8090"))
>>> answer = gateway.send(call, key="sk-…", spool=Path("spool/0198…"))   # Pictures or Receipt, or raises GatewayError
"""

from studio.gateway.chat import Answer, Question
from studio.gateway.client import Gateway
from studio.gateway.types import (
    Balance,
    Call,
    Downloaded,
    GatewayConfig,
    Pending,
    Picture,
    Pictures,
    Receipt,
    ReferenceFile,
    Rehearsal,
    Task,
)

__all__ = [
    "Answer",
    "Balance",
    "Call",
    "Downloaded",
    "Gateway",
    "GatewayConfig",
    "Pending",
    "Picture",
    "Pictures",
    "Question",
    "Receipt",
    "ReferenceFile",
    "Rehearsal",
    "Task",
]
