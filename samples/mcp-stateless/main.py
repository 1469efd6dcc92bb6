"""An MCP server of revision 2026-07-28 without a session: any instance can answer any request."""

import base64
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from handles import BadHandle, seal, unseal
from tools import CARD, INSTANCE, TOOLS, BadArguments, NeedsInput, count, greet, tally, whoami

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
INFO = {"name": "mcp-stateless", "title": "Stateless sample", "version": "1.0.0"}
CACHED = {"ttlMs": 60_000, "cacheScope": "public"}
README = "The tally tool keeps its total in the handle that it answers. Pass the handle back, and any instance can go on."
RESOURCES = [{"uri": "notes://readme", "name": "readme", "title": "About this server", "mimeType": "text/plain"}]
PROMPTS = [{"name": "explain_total", "description": "Explains a total.", "arguments": [{"name": "total", "description": "The total.", "required": True}]}]

# The page of the tally tool (MCP Apps). It declares no other host, and so needs none to be granted.
CARD_PAGE = (Path(__file__).parent / "card.html").read_text()

app = FastAPI()


class Refused(Exception):
    """A JSON-RPC error with its HTTP status."""

    def __init__(self, status: int, code: int, message: str, data: dict | None = None):
        super().__init__(message)
        self.status = status
        self.error = {"code": code, "message": message, **({"data": data} if data else {})}


@app.get("/")
@app.get("/health")
def health() -> dict:
    return {"status": "ok", "protocol": VERSION, "instance_id": INSTANCE}


@app.api_route("/mcp", methods=["GET", "DELETE"])
def only_post() -> Response:
    return Response(status_code=405, headers={"Allow": "POST"})


@app.post("/mcp")
async def mcp(request: Request) -> Response:
    try:
        message = json.loads(await request.body())
    except ValueError:
        return _error(None, Refused(400, -32700, "The body is not JSON."))
    if not isinstance(message, dict) or not isinstance(message.get("method"), str):
        return _error(None, Refused(400, -32600, "The body is not a JSON-RPC request."))
    if "id" not in message:
        return Response(status_code=202)
    try:
        params = message.get("params")
        params = params if isinstance(params, dict) else {}
        _check_envelope(message["method"], params, request)
        return await _answer(message["id"], message["method"], params)
    except Refused as refused:
        return _error(message["id"], refused)
    except (BadArguments, BadHandle) as error:
        return _error(message["id"], Refused(400, -32602, str(error)))


def _check_envelope(method: str, params: dict, request: Request) -> None:
    """The body is what counts; the headers repeat it for whatever stands before the server, and must not disagree."""
    if method == "initialize":
        raise Refused(400, -32022, "This server has no sessions.", {"supported": [VERSION], "requested": str(params.get("protocolVersion"))})
    meta = params.get("_meta")
    meta = meta if isinstance(meta, dict) else {}
    version = meta.get(f"{PREFIX}protocolVersion")
    if not isinstance(version, str) or not isinstance(meta.get(f"{PREFIX}clientCapabilities"), dict):
        raise Refused(400, -32602, "_meta must carry the protocol version and the client's capabilities.")
    if version != VERSION:
        raise Refused(400, -32022, "This protocol version is not supported.", {"supported": [VERSION], "requested": version})
    expected = {"mcp-protocol-version": version, "mcp-method": method}
    named = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}.get(method)
    if named:
        expected["mcp-name"] = params.get(named)
    if method == "tools/call" and params.get("name") == "region":
        arguments = params.get("arguments")
        expected["mcp-param-region"] = arguments.get("region") if isinstance(arguments, dict) else None
    for header, value in expected.items():
        if _decoded(request.headers.get(header)) != value:
            raise Refused(400, -32020, f"The header {header} does not match the body.")


def _decoded(value: str | None) -> str | None:
    if value and value.startswith("=?base64?") and value.endswith("?="):
        return base64.b64decode(value[9:-2]).decode()
    return value


async def _answer(id_: object, method: str, params: dict) -> Response:
    if method == "server/discover":
        capabilities = {"tools": {}, "resources": {}, "prompts": {}}
        return _result(id_, {"supportedVersions": [VERSION], "capabilities": capabilities, "instructions": README, **CACHED})
    if method == "tools/list":
        return _result(id_, {"tools": TOOLS, **CACHED})
    if method == "resources/list":
        return _result(id_, {"resources": RESOURCES, **CACHED})
    if method == "resources/templates/list":
        return _result(id_, {"resourceTemplates": [], **CACHED})
    if method == "resources/read":
        if params.get("uri") == CARD:
            return _result(id_, {"contents": [{"uri": CARD, "mimeType": "text/html;profile=mcp-app", "text": CARD_PAGE}], **CACHED})
        if params.get("uri") != RESOURCES[0]["uri"]:
            raise Refused(400, -32602, "There is no such resource.", {"uri": str(params.get("uri"))})
        return _result(id_, {"contents": [{"uri": "notes://readme", "mimeType": "text/plain", "text": README}], **CACHED})
    if method == "prompts/list":
        return _result(id_, {"prompts": PROMPTS, **CACHED})
    if method == "prompts/get":
        return _result(id_, _prompt(params))
    if method == "tools/call":
        return await _call(id_, params)
    raise Refused(404, -32601, f"There is no method {method}.")


def _prompt(params: dict) -> dict:
    arguments = params.get("arguments")
    if params.get("name") != "explain_total" or not isinstance(arguments, dict) or "total" not in arguments:
        raise Refused(400, -32602, "There is no such prompt, or its argument total is missing.")
    return {"messages": [{"role": "user", "content": {"type": "text", "text": f"Explain the total {arguments['total']}."}}]}


async def _call(id_: object, params: dict) -> Response:
    name, arguments = params.get("name"), params.get("arguments") or {}
    if not isinstance(arguments, dict):
        raise Refused(400, -32602, "arguments must be an object.")
    if name == "count":
        return StreamingResponse(_stream(id_, arguments, params["_meta"].get("progressToken")), media_type="text/event-stream")
    if name == "whoami":
        return _result(id_, _content(whoami(arguments)))
    if name == "tally":
        return _result(id_, _content(tally(arguments)))
    if name == "region":
        return _result(id_, _content({"region": str(arguments.get("region")), "served_by": INSTANCE}))
    if name == "greet":
        if "elicitation" not in params["_meta"][f"{PREFIX}clientCapabilities"]:
            raise Refused(400, -32021, "This tool asks its user.", {"requiredCapabilities": {"elicitation": {"form": {}}}})
        state = unseal("greet", params["requestState"]) if "requestState" in params else {}
        try:
            return _result(id_, _content(greet(arguments, params.get("inputResponses") or {}, state)))
        except NeedsInput as needed:
            return _result(id_, {"resultType": "input_required", "inputRequests": needed.question, "requestState": seal("greet", needed.state)})
    raise Refused(400, -32602, f"There is no tool {name}.")


async def _stream(id_: object, arguments: dict, token: object) -> AsyncIterator[str]:
    try:
        done = 0
        async for done, of in count(arguments):
            if token is not None:
                yield _event({"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": token, "progress": done, "total": of, "message": f"{done} of {of}"}})
        yield _event({"jsonrpc": "2.0", "id": id_, "result": _whole(_content({"counted": done}))})
    except BadArguments as error:
        yield _event({"jsonrpc": "2.0", "id": id_, "error": {"code": -32602, "message": str(error)}})


def _event(message: dict) -> str:
    return f"data: {json.dumps(message)}\n\n"


def _content(structured: dict) -> dict:
    return {"content": [{"type": "text", "text": json.dumps(structured)}], "structuredContent": structured}


def _whole(result: dict) -> dict:
    return {"resultType": "complete", **result, "_meta": {f"{PREFIX}serverInfo": INFO}}


def _result(id_: object, result: dict) -> Response:
    return JSONResponse({"jsonrpc": "2.0", "id": id_, "result": _whole(result)}, headers={"X-Instance-Id": INSTANCE})


def _error(id_: object, refused: Refused) -> Response:
    return JSONResponse({"jsonrpc": "2.0", "id": id_, "error": refused.error}, status_code=refused.status)


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8000")))
