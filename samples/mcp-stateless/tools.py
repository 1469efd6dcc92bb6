"""What this server can do. A tool gets its arguments and answers structured content; what it must remember, it hands out as a handle."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator

from handles import seal, unseal


class BadArguments(ValueError):
    """An argument is missing or of the wrong type."""


class NeedsInput(Exception):
    """The tool cannot go on without the user: the call is answered with a question and repeated with the answer."""

    def __init__(self, question: dict, state: dict):
        super().__init__("input required")
        self.question = question
        self.state = state


INSTANCE = os.environ.get("WEBSITE_INSTANCE_ID") or os.environ.get("CONTAINER_APP_REPLICA_NAME") or socket.gethostname()
HANDLE = {"type": "string", "description": "The handle that an earlier call answered; leave it out to start anew."}


def whoami(_: dict) -> dict:
    return {"instance_id": INSTANCE, "hostname": socket.gethostname(), "pid": os.getpid()}


def tally(arguments: dict) -> dict:
    number = arguments.get("add")
    if not isinstance(number, int) or isinstance(number, bool):
        raise BadArguments("add must be an integer.")
    handle = arguments.get("handle")
    total = (unseal("tally", handle)["total"] if handle else 0) + number
    return {"total": total, "handle": seal("tally", {"total": total}), "served_by": INSTANCE}


def greet(_: dict, answers: dict, state: dict) -> dict:
    answer = answers.get("name")
    if answer is None:
        schema = {"type": "object", "properties": {"name": {"type": "string", "title": "Your name"}}, "required": ["name"]}
        raise NeedsInput({"name": {"method": "elicitation/create", "params": {"mode": "form", "message": "Whom shall I greet?", "requestedSchema": schema}}}, {"asked_by": INSTANCE})
    if answer.get("action") != "accept":
        return {"greeting": "Then not.", "asked_by": state["asked_by"], "answered_by": INSTANCE}
    return {"greeting": f"Hello, {answer['content']['name']}!", "asked_by": state["asked_by"], "answered_by": INSTANCE}


async def count(arguments: dict) -> AsyncIterator[tuple[int, int]]:
    """Counts slowly; yields (done, of)."""
    steps = arguments.get("to", 5)
    if not isinstance(steps, int) or not 1 <= steps <= 600:
        raise BadArguments("to must be an integer from 1 to 600.")
    for step in range(steps):
        await asyncio.sleep(float(os.environ.get("COUNT_SECONDS", "0.2")))
        yield step + 1, steps


def _tool(name: str, description: str, properties: dict, required: list[str], output: dict, app: str | None = None) -> dict:
    return {
        **({"_meta": {"ui": {"resourceUri": app}}} if app else {}),
        "name": name,
        "description": description,
        "inputSchema": {"type": "object", "properties": properties, "required": required},
        "outputSchema": {"type": "object", "properties": output, "required": list(output)},
        "annotations": {"readOnlyHint": True},
    }


CARD = "ui://tally/card.html"
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
TOOLS = [
    _tool("whoami", "Which instance answers.", {}, [], {"instance_id": TEXT, "hostname": TEXT, "pid": NUMBER}),
    _tool("tally", "Adds to a total that lives in its handle, not in the server.", {"add": NUMBER, "handle": HANDLE}, ["add"], {"total": NUMBER, "handle": TEXT, "served_by": TEXT}, CARD),
    _tool("greet", "Asks for a name, on whichever instance, and greets.", {}, [], {"greeting": TEXT, "asked_by": TEXT, "answered_by": TEXT}),
    _tool("count", "Counts slowly and tells how far it is.", {"to": {**NUMBER, "minimum": 1, "maximum": 600, "default": 5}}, [], {"counted": NUMBER}),
    _tool(
        "region",
        "Echoes a region that also travels in the header Mcp-Param-Region, where a gateway can route by it.",
        {"region": {**TEXT, "x-mcp-header": "Region"}},
        ["region"],
        {"region": TEXT, "served_by": TEXT},
    ),
]
