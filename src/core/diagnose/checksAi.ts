import type { Check } from './check';
import { shellWord } from './checksPrelude';
import { endpointVariables, keyVariables, modelVariables } from './modelVariables';

const names = {
    endpoint: endpointVariables.join(' '),
    model: modelVariables.join(' '),
    key: keyVariables.join(' '),
};

// The token goes from the identity endpoint to the model inside one script: it is never printed.
const identity = `find_app; app_env
ENDPOINT=$(first_var ${names.endpoint}); MODEL=$(first_var ${names.model}); KEY=$(first_var ${names.key})
IDENTITY=$(var IDENTITY_ENDPOINT); CLIENT=$(var AZURE_CLIENT_ID)
get_token() {
  _q='resource=https%3A%2F%2Fcognitiveservices.azure.com%2F&api-version=2019-08-01'; [ -n "$2" ] && _q="$_q&client_id=$2"
  HDR="X-IDENTITY-HEADER: $(var IDENTITY_HEADER)"; KEEP=1; LIMIT=10
  { _json=$(ask "$1" GET "$IDENTITY?$_q" '' 2>&1 1>&5); } 5>&1; KEEP=; HDR=; LIMIT=
  TOKEN=$(printf '%s\\n' "$_json" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p' | head -n 1)
  if [ -n "$TOKEN" ]; then say token "$1"; else say "body.$1" "$(printf %s "$_json" | one_line)"; fi
}
`;

// As the app signs in: with the key, else with the chosen identity; when that gives no token, with the system's, as the helper commands do.
const model = `${identity}
say endpoint "$ENDPOINT"; say model "$MODEL"
[ -n "$ENDPOINT" ] || exit 0
if [ -n "$KEY" ]; then AUTH=key; TOKEN=
elif [ -n "$IDENTITY" ]; then { AUTH=system; if [ -n "$CLIENT" ]; then get_token unused "$CLIENT"; AUTH=client; [ -n "$TOKEN" ] || { get_token unused ''; AUTH=system; }; else get_token unused ''; fi; } >/dev/null; [ -n "$TOKEN" ] || AUTH=none
else AUTH=none; fi
say auth "$AUTH"
case $AUTH in key) SECRET="api-key: $KEY" ;; none) SECRET= ;; *) SECRET="Authorization: Bearer $TOKEN" ;; esac
BASE=\${ENDPOINT%/}; BASE=\${BASE%/v1}; BASE=\${BASE%/openai}; BASE=\${BASE%%/api/projects/*}
call() { HDR=$SECRET; ask "$1" POST "$BASE/openai/deployments/$MODEL/chat/completions?api-version=2024-02-01" '{"messages":[{"role":"user","content":"ping"}],"max_tokens":1}'; HDR=; }
`;

export const aiChecks: readonly Check[] = [
    {
        id: 'model',
        title: 'The model, asked with a token',
        group: 'model',
        when: 'together',
        timeoutMs: 45_000,
        script: () => `${model}
call model`,
    },
    {
        id: 'identity',
        title: 'Managed identity token',
        group: 'model',
        when: 'together',
        timeoutMs: 25_000,
        script: () => `${identity}
[ -n "$CLIENT" ] && say client "$CLIENT"
[ -n "$KEY" ] && say key set
if [ -z "$IDENTITY" ]; then say identity unset; exit 0; fi
say identity set
par get_token identity.system ''; [ -z "$CLIENT" ] || par get_token identity.client "$CLIENT"
wait`,
    },
    {
        id: 'dns',
        title: 'Name resolution',
        group: 'model',
        when: 'together',
        timeoutMs: 25_000,
        script: () => `find_app; app_env
ENDPOINT=$(first_var ${names.endpoint}); H=$(host_of "$ENDPOINT"); [ -n "$H" ] && say host "$H"
py='import socket,sys,time
for n in sys.argv[1:]:
    t = time.monotonic()
    try: print("@dns=%s ok %s" % (n, ",".join(sorted({a[4][0] for a in socket.getaddrinfo(n, 443)})[:4])))
    except socket.gaierror as e: print("@dns=%s %s %s" % (n, {-2: "no-such-name", -5: "no-such-name", -3: "no-answer"}.get(e.errno, "failed"), e.strerror))
    except Exception as e: print("@dns=%s failed %s" % (n, e))
    print("@dns_ms=%s %d" % (n, (time.monotonic() - t) * 1000))'
js='const t = Date.now(); for (const n of process.argv.slice(1)) require("dns").lookup(n, { all: true }, (e, a) => console.log("@dns_ms=" + n + " " + (Date.now() - t) + "\\n" + "@dns=" + n + (e ? (e.code === "ENOTFOUND" ? " no-such-name " : e.code === "EAI_AGAIN" ? " no-answer " : " failed ") + e.code : " ok " + a.slice(0, 4).map((x) => x.address).join(","))))'
look() {
  if have python3; then python3 -c "$py" "$1"
  elif have node; then node -e "$js" -- "$1"
  else
    t=$(centis); a=; have getent && a=$(getent hosts "$1" 2>/dev/null | sed 's/[[:space:]].*//' | head -n 4 | tr '\\n' ',')
    if [ -n "$a" ]; then say dns "$1 ok \${a%,}"
    elif have nslookup; then
      o=$(nslookup "$1" 2>&1); case $o in
      *NXDOMAIN*|*"Name does not resolve"*) say dns "$1 no-such-name" ;;
      *"timed out"*|*SERVFAIL*|*REFUSED*|*"Try again"*) say dns "$1 no-answer" ;;
      *"can't resolve"*|*"can't find"*) say dns "$1 failed" ;;
      *) a=$(printf '%s\\n' "$o" | sed -n '/^Name:/,$ s/^Address[^:]*: *//p' | head -n 1); if [ -n "$a" ]; then say dns "$1 ok $a"; else say dns "$1 failed"; fi ;; esac
    elif have getent; then say dns "$1 failed"
    else say missing.dns 'no python3, node, getent or nslookup'; fi
    say dns_ms "$1 $((($(centis) - t) * 10))"
  fi
}
others=$(printf '%s\\n' "$E" | sed -n 's|^[A-Za-z0-9_]*=[a-z]*://\\([^/@]*@\\)\\{0,1\\}\\([A-Za-z0-9.-]*\\).*|\\2|p' | grep -v -e '^[0-9.]*$' -e '^localhost$' -e "^$H$" | sort -u | head -n 3)
for n in $H login.microsoftonline.com $(var WEBSITE_HOSTNAME) $others; do case $n in *[!A-Za-z0-9.-]*|-*) ;; *) par look "$n" ;; esac; done; wait
sed -n 's/^nameserver */nameserver /p' /etc/resolv.conf 2>/dev/null | head -n 3`,
    },
    {
        id: 'outbound',
        title: 'Outbound reachability',
        group: 'model',
        when: 'together',
        timeoutMs: 30_000,
        script: () => `find_app; app_env; ENDPOINT=$(first_var ${names.endpoint}); LIMIT=10
[ -z "$ENDPOINT" ] || par ask outbound.endpoint GET "$ENDPOINT" ''
par ask outbound.login GET https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration ''
wait`,
    },
    {
        id: 'certificates',
        title: 'Certificates',
        group: 'model',
        when: 'together',
        timeoutMs: 25_000,
        script: () => `find_app; app_env; ENDPOINT=$(first_var ${names.endpoint}); H=
case $ENDPOINT in https://*) H=$(host_of "$ENDPOINT"); P=\${ENDPOINT#https://}; P=\${P%%/*}; case $P in *:*) P=\${P##*:} ;; *) P=443 ;; esac ;; esac
py='import socket,ssl,sys
host, port = sys.argv[1], int(sys.argv[2])
def seen(context):
    with socket.create_connection((host, port), 10) as raw:
        with context.wrap_socket(raw, server_hostname=host) as tls: return tls.getpeercert()
try:
    cert = seen(ssl.create_default_context())
    print("@cert=%s ok until %s, issued by %s" % (host, cert.get("notAfter"), "".join(v for r in cert.get("issuer", ()) for k, v in r if k in ("organizationName", "commonName"))[:120]))
except ssl.SSLCertVerificationError as e: print("@cert=%s refused %s" % (host, e.verify_message))
except Exception as e: print("@cert=%s unknown %s" % (host, str(e)[:200]))'
js='const [host, port] = process.argv.slice(1); const s = require("tls").connect({ host, port: +port, servername: host, rejectUnauthorized: false, timeout: 10000 }, () => {
  const c = s.getPeerCertificate(), bad = s.authorizationError;
  console.log("@cert=" + host + (bad ? " refused " + (bad.message || bad) : " ok until " + c.valid_to + ", issued by " + ((c.issuer || {}).O || (c.issuer || {}).CN || "?"))); s.destroy(); });
s.on("timeout", () => s.destroy(new Error("timed out"))); s.on("error", (e) => console.log("@cert=" + host + " unknown " + (e.code || e.message)));'
look() {
  if have python3; then python3 -c "$py" "$1" "$2"
  elif have node; then node -e "$js" -- "$1" "$2"
  elif have openssl; then
    o=$(echo | openssl s_client -connect "$1:$2" -servername "$1" -verify_hostname "$1" 2>/dev/null)
    v=$(printf '%s\\n' "$o" | sed -n 's/^ *Verify return code: *//p' | head -n 1); w=$(printf '%s\\n' "$o" | openssl x509 -noout -enddate -issuer 2>/dev/null | one_line 200)
    case $v in '') say cert "$1 unknown no answer" ;; 0*) say cert "$1 ok $w" ;; *) say cert "$1 refused $v $w" ;; esac
  else say missing.cert 'no python3, node or openssl'; fi
}
[ -z "$H" ] || par look "$H" "$P"; par look login.microsoftonline.com 443; wait
n=0; for f in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do [ -r "$f" ] && { n=1; say authorities "$(grep -c 'BEGIN CERT' "$f") in $f"; break; }; done; [ $n = 1 ] || say authorities none`,
    },
    {
        id: 'latency',
        title: 'Latency of the app and of the model',
        group: 'model',
        when: 'alone',
        timeoutMs: 120_000,
        script: (context) => {
            const slow = context.requests.length > 1 ? context.requests[context.requests.length - 1] : undefined;
            return `${model}
HOST=
for n in 1 2 3 4 5; do call "latency.model.$n"; done
${
    slow === undefined
        ? ''
        : `HOST=${shellWord(context.host ?? '')}; [ -z "$APP_PORT" ] || for n in 1 2 3; do ask "latency.app.$n" ${slow.method} "http://127.0.0.1:$APP_PORT"${shellWord(slow.path)} ${shellWord(slow.body ?? '')}; done`
}`;
        },
    },
];
