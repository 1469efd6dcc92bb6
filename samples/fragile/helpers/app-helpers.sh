# Helper commands for a shell in this container, with the names that App Service's Python images use. They see the shell's environment, not the
# app's: that is their known weakness, and why diagnostics read the environment of the listening process.
_ok() { printf '\033[32m✓\033[0m %s\n' "$*"; }
_no() { printf '\033[31m✗\033[0m %s\n' "$*"; }
_rule() { printf '%s\n' "----------------------------------------"; }
_port() { printf %s "${PORT:-8000}"; }
_model_url() { printf '%s/openai/deployments/%s/chat/completions?api-version=2024-02-01' "${AZURE_AI_FOUNDRY_ENDPOINT%/}" "${AZURE_AI_MODEL:-gpt-4o-mini}"; }
_model_host() { printf %s "$AZURE_AI_FOUNDRY_ENDPOINT" | sed 's#^[a-z]*://##; s#[/:].*##'; }
_bearer() {
    printf 'header = "X-IDENTITY-HEADER: %s"\n' "$IDENTITY_HEADER" \
        | curl -sf -m 10 -K - "$IDENTITY_ENDPOINT?resource=https://cognitiveservices.azure.com/&api-version=2019-08-01" \
        | sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p'
}
# Prints "status seconds".
_ask_model() {
    printf 'header = "Authorization: Bearer %s"\n' "$(_bearer)" \
        | curl -s -m 30 -o /dev/null -w '%{http_code} %{time_total}' -K - -H 'content-type: application/json' \
            -d '{"messages":[{"role":"user","content":"ping"}],"max_tokens":1}' "$(_model_url)"
}

apphelp() {
    echo "Helper commands of this container"
    echo "  App      showpkgs appconfig appenv checkport appcurl [path]"
    echo "  Logs     applogs deploylogs [lines] logfiles"
    echo "  Model    ai-test ai-dns ai-access-check ai-curl ai-latency ai-diagnose"
}
showpkgs() { _rule; echo "Installed packages"; _rule; python3 -m pip list --disable-pip-version-check 2>/dev/null || echo "pip is not installed"; }
appconfig() {
    _rule
    for name in PORT WEBSITES_PORT WEBSITE_SITE_NAME WEBSITE_INSTANCE_ID AZURE_AI_FOUNDRY_ENDPOINT AZURE_AI_MODEL; do
        eval "value=\${$name-}"
        printf '%s\n  Value: %s\n' "$name" "${value:-(not set)}"
    done
    _rule
}
appenv() { env | grep -v -i -E '^[^=]*(key|secret|token|pass|header|connection)[^=]*=' | sort; }
checkport() {
    echo "Looking for a listener on port $(_port)"
    if grep -qi ":$(printf %04X "$(_port)") 0*:0000 0A" /proc/net/tcp /proc/net/tcp6 2>/dev/null; then _ok "The app listens on port $(_port)"; else _no "Nothing listens on port $(_port)"; fi
}
appcurl() {
    echo "Asking localhost:$(_port)${1:-/}"
    curl -s -m 20 -o /dev/null -w 'HTTP Status: %{http_code}\nTime: %{time_total}s\nSize: %{size_download} bytes\n' "http://localhost:$(_port)${1:-/}"
}
applogs() { echo "This log belongs to this instance alone. Ctrl-C ends it."; tail -n 50 -f /home/LogFiles/application.log; }
deploylogs() { echo "This image came from a registry: it has no build log here."; }
logfiles() { ls -l /home/LogFiles; }
ai_dns() {
    echo "Resolving: $(_model_host)"
    if getent hosts "$(_model_host)"; then _ok "Resolved"; else _no "No address for $(_model_host)"; fi
}
ai_test() {
    set -- $(_ask_model)
    if [ "$1" = 200 ]; then _ok "Connected | $2 s | Model: $AZURE_AI_MODEL | Auth: Managed Identity"; else _no "Not connected (HTTP $1)"; fi
}
ai_access_check() {
    [ -n "$(_bearer)" ] && _ok "Auth: Managed Identity" || { _no "No token from the managed identity"; return 1; }
    set -- $(_ask_model)
    case $1 in 200) _ok "Allowed to call $AZURE_AI_MODEL" ;; 401 | 403) _no "Not allowed to call $AZURE_AI_MODEL (HTTP $1)" ;; *) _no "HTTP $1" ;; esac
}
ai_curl() {
    echo "Request: POST $(_model_url)"
    echo "Authorization: Bearer [hidden]"
    set -- $(_ask_model)
    echo "HTTP $1 after $2 s"
}
ai_latency() {
    echo "5 requests to $AZURE_AI_MODEL"
    for n in 1 2 3 4 5; do set -- $(_ask_model); echo "  $n: HTTP $1, $2 s"; done
}
ai_diagnose() { _rule; echo "Model diagnostics"; _rule; [ -n "$(_bearer)" ] && _ok "Managed identity token" || _no "Managed identity token"; ai_dns; ai_test; _rule; }
alias ai-dns=ai_dns ai-test=ai_test ai-access-check=ai_access_check ai-curl=ai_curl ai-latency=ai_latency ai-diagnose=ai_diagnose
