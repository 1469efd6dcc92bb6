"""An MCP server of revision 2025-11-25 that keeps its sessions in memory: only the instance that opened a session knows it."""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

VERSIONS = ["2025-11-25", "2025-06-18", "2025-03-26"]
INSTANCE = os.environ.get("WEBSITE_INSTANCE_ID") or os.environ.get("CONTAINER_APP_REPLICA_NAME") or socket.gethostname()
INTEGER = {"type": "integer"}
TOOLS = [
    {"name": "whoami", "description": "Which instance answers.", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "tally", "description": "Adds to the total of this session.", "inputSchema": {"type": "object", "properties": {"add": INTEGER}, "required": ["add"]}},
    {"name": "greet", "description": "Asks for a name and greets.", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "count", "description": "Counts slowly and tells how far it is.", "inputSchema": {"type": "object", "properties": {"to": {**INTEGER, "minimum": 1, "maximum": 600}}}},
]

app = FastAPI()


class Session:
    def __init__(self, client: dict):
        self.total = 0
        self.can_elicit = "elicitation" in client.get("capabilities", {})
        self.asked: dict[str, asyncio.Future] = {}


sessions: dict[str, Session] = {}


@app.get("/")
@app.get("/health")
def health() -> dict:
    return {"status": "ok", "protocol": VERSIONS[0], "instance_id": INSTANCE, "sessions": len(sessions)}


@app.get("/mcp")
def no_stream() -> Response:
    return Response(status_code=405, headers={"Allow": "POST, DELETE"})


@app.delete("/mcp")
def end(request: Request) -> Response:
    known = sessions.pop(request.headers.get("mcp-session-id", ""), None)
    return Response(status_code=204 if known else 404)


@app.post("/mcp")
async def mcp(request: Request) -> Response:
    try:
        message = json.loads(await request.body())
    except ValueError:
        return _error(None, -32700, "The body is not JSON.", 400)
    if not isinstance(message, dict):
        return _error(None, -32600, "Batches are not supported.", 400)
    params = message.get("params")
    params = params if isinstance(params, dict) else {}
    if message.get("method") == "initialize":
        return _initialize(message.get("id"), params)
    id_ = request.headers.get("mcp-session-id")
    if id_ is None:
        return _error(message.get("id"), -32600, "The header Mcp-Session-Id is missing.", 400)
    session = sessions.get(id_)
    if session is None:
        return _error(message.get("id"), -32600, f"Instance {INSTANCE} does not know this session.", 404)
    if "method" not in message:
        waiting = session.asked.get(str(message.get("id")))
        if waiting and not waiting.done():
            waiting.set_result(message.get("result") or {"action": "cancel"})
        return Response(status_code=202)
    if "id" not in message:
        return Response(status_code=202)
    return _answer(session, message["id"], message["method"], params)


def _initialize(id_: object, params: dict) -> Response:
    wanted = params.get("protocolVersion")
    session_id = secrets.token_urlsafe(24)
    sessions[session_id] = Session(params)
    result = {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "mcp-session", "title": "Session sample", "version": "1.0.0"},
        "instructions": "The tally tool keeps its total in the session.",
    }
    return JSONResponse({"jsonrpc": "2.0", "id": id_, "result": result}, headers={"Mcp-Session-Id": session_id})


def _answer(session: Session, id_: object, method: str, params: dict) -> Response:
    if method == "ping":
        return _result(id_, {})
    if method == "tools/list":
        return _result(id_, {"tools": TOOLS})
    if method != "tools/call":
        return _error(id_, -32601, f"There is no method {method}.")
    name, arguments = params.get("name"), params.get("arguments") or {}
    if name == "whoami":
        return _result(id_, _text({"instance_id": INSTANCE, "hostname": socket.gethostname(), "pid": os.getpid()}))
    if name == "tally":
        number = arguments.get("add")
        if not isinstance(number, int) or isinstance(number, bool):
            return _error(id_, -32602, "add must be an integer.")
        session.total += number
        return _result(id_, _text({"total": session.total, "served_by": INSTANCE}))
    if name == "greet":
        if not session.can_elicit:
            return _result(id_, {**_text({"greeting": "Hello, whoever you are!"})})
        return StreamingResponse(_greet(session, id_), media_type="text/event-stream")
    if name == "count":
        return StreamingResponse(_count(id_, arguments, (params.get("_meta") or {}).get("progressToken")), media_type="text/event-stream")
    return _error(id_, -32602, f"There is no tool {name}.")


async def _greet(session: Session, id_: object) -> AsyncIterator[str]:
    question = secrets.token_hex(8)
    session.asked[question] = asyncio.get_running_loop().create_future()
    schema = {"type": "object", "properties": {"name": {"type": "string", "title": "Your name"}}, "required": ["name"]}
    try:
        yield _event({"id": question, "method": "elicitation/create", "params": {"mode": "form", "message": "Whom shall I greet?", "requestedSchema": schema}})
        answer = await session.asked[question]
        greeting = f"Hello, {answer['content']['name']}!" if answer.get("action") == "accept" else "Then not."
        yield _event({"id": id_, "result": _text({"greeting": greeting})})
    finally:
        del session.asked[question]


async def _count(id_: object, arguments: dict, token: object) -> AsyncIterator[str]:
    steps = arguments.get("to", 5)
    if not isinstance(steps, int) or not 1 <= steps <= 600:
        yield _event({"id": id_, "error": {"code": -32602, "message": "to must be an integer from 1 to 600."}})
        return
    for step in range(1, steps + 1):
        await asyncio.sleep(float(os.environ.get("COUNT_SECONDS", "0.2")))
        if token is not None:
            yield _event({"method": "notifications/progress", "params": {"progressToken": token, "progress": step, "total": steps, "message": f"{step} of {steps}"}})
    yield _event({"id": id_, "result": _text({"counted": steps})})


def _event(message: dict) -> str:
    return f"event: message\ndata: {json.dumps({'jsonrpc': '2.0', **message})}\n\n"


def _text(value: dict) -> dict:
    return {"content": [{"type": "text", "text": json.dumps(value)}]}


def _result(id_: object, result: dict) -> Response:
    return JSONResponse({"jsonrpc": "2.0", "id": id_, "result": result})


def _error(id_: object, code: int, message: str, status: int = 200) -> Response:
    return JSONResponse({"jsonrpc": "2.0", "id": id_, "error": {"code": code, "message": message}}, status_code=status)


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8000")))
