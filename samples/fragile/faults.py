"""The ways in which this app can be broken, each as a person breaks an app by mistake."""

import json
import os
import time

MODES = ["off", "bad-creds", "wrong-endpoint", "dns-fail", "port-mismatch", "dep-import-error", "latency-spike"]

# The settings that a fault changes; what they were is kept, so that "off" repairs them.
_TOUCHED = ["AZURE_CLIENT_ID", "AZURE_AI_FOUNDRY_ENDPOINT", "FRAGILE_LISTEN"]

_CHANGES = {
    "bad-creds": {"AZURE_CLIENT_ID": "00000000-0000-0000-0000-000000000000"},
    "wrong-endpoint": {"AZURE_AI_FOUNDRY_ENDPOINT": "https://fragile-typo-in-the-name.openai.azure.com"},
    "dns-fail": {"AZURE_AI_FOUNDRY_ENDPOINT": "https://model.fragile.invalid"},
    "port-mismatch": {"FRAGILE_LISTEN": "9999"},
}


def current():
    mode = os.environ.get("FRAGILE_FAULT", "off")
    return mode if mode in MODES else "off"


def environment(mode, now):
    """The environment of a process in this mode: every earlier fault undone, this one made."""
    made = dict(now)
    before = json.loads(made.pop("FRAGILE_BEFORE", "null") or "null")
    if before is None:
        before = {name: made.get(name) for name in _TOUCHED}
    for name, value in before.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = value
    made.update(_CHANGES.get(mode, {}))
    made["FRAGILE_FAULT"] = mode
    made["FRAGILE_BEFORE"] = json.dumps(before)
    return made


def apply_at_start():
    """A mode that came as an app setting takes effect before anything is read."""
    mode = current()
    if mode in _CHANGES and "FRAGILE_BEFORE" not in os.environ:
        import sys

        os.execve(sys.executable, [sys.executable, *sys.argv], environment(mode, os.environ))


def port():
    apply_at_start()
    return int(os.environ.get("FRAGILE_LISTEN") or os.environ.get("PORT") or "8000")


def before_chat():
    mode = current()
    if mode == "dep-import-error":
        import tiktoken

        tiktoken.get_encoding("cl100k_base")
    if mode == "latency-spike":
        time.sleep(float(os.environ.get("FRAGILE_SLEEP_SECONDS", "4")))
