"""Asks the model with a token of the app's managed identity, as the Azure SDKs do: AZURE_CLIENT_ID chooses a user-assigned identity."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

RESOURCE = "https://cognitiveservices.azure.com/"
API_VERSION = "2024-02-01"


class ModelError(Exception):
    pass


def token():
    endpoint = os.environ.get("IDENTITY_ENDPOINT")
    if not endpoint:
        raise ModelError("ClientAuthenticationError: this app has no managed identity (IDENTITY_ENDPOINT is not set)")
    query = {"resource": RESOURCE, "api-version": "2019-08-01"}
    if os.environ.get("AZURE_CLIENT_ID"):
        query["client_id"] = os.environ["AZURE_CLIENT_ID"]
    request = urllib.request.Request(f"{endpoint}?{urllib.parse.urlencode(query)}", headers={"X-IDENTITY-HEADER": os.environ.get("IDENTITY_HEADER", "")})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)["access_token"]
    except urllib.error.HTTPError as error:
        raise ModelError(f"ClientAuthenticationError: the managed identity gave no token (HTTP {error.code}): {error.read(300).decode(errors='replace')}") from error
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"ClientAuthenticationError: the managed identity gave no token: {error}") from error


def complete(prompt):
    endpoint = os.environ.get("AZURE_AI_FOUNDRY_ENDPOINT", "").rstrip("/")
    deployment = os.environ.get("AZURE_AI_MODEL", "gpt-4o-mini")
    if not endpoint:
        raise ModelError("AZURE_AI_FOUNDRY_ENDPOINT is not set")
    url = f"{endpoint}/openai/deployments/{deployment}/chat/completions?api-version={API_VERSION}"
    body = json.dumps({"messages": [{"role": "user", "content": prompt}], "max_tokens": 50}).encode()
    request = urllib.request.Request(url, data=body, headers={"authorization": f"Bearer {token()}", "content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)["choices"][0]["message"]["content"]
    except urllib.error.HTTPError as error:
        raise ModelError(f"APIStatusError: HTTP {error.code}: {error.read(300).decode(errors='replace')}") from error
    except urllib.error.URLError as error:
        raise ModelError(f"APIConnectionError: {error.reason}") from error
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ModelError(f"APIConnectionError: {error}") from error
