/** One request that shows whether the app works. The first of a target's requests is its health path. */
export interface DiagnosedRequest {
    readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
    readonly path: string;
    /** Sent as JSON. It appears in the container's process list: no secrets. */
    readonly body?: string;
}

/** What a check's script may know of the deployment. All of it comes from the client; nothing of it from the container. */
export interface CheckContext {
    readonly requests: readonly DiagnosedRequest[];
    /** The port that the platform sends requests to, when its settings say. */
    readonly configuredPort?: number;
    /** The public host name: apps may answer only to it. */
    readonly host?: string;
}

/** A word of a POSIX shell that means exactly this text. */
export function shellWord(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Functions that every check's script starts with. POSIX sh and what busybox has; no awk, no temp files, no bash.
 * - `say key value` prints a fact as `@key=value`; everything else that a script prints is evidence.
 * - `par` runs in the background and prints what came of it in one piece: lines of parallel commands never mix.
 * - `as_uid` runs a command as another user: a container's root may read the /proc entries of other users' processes only by becoming them, group included.
 * - `find_app` sets APP_PID (0 when unknown), APP_PORT and APP_UID to the process that most likely is the app: the listener on the configured port, else
 *   one that is open to all addresses, else a loopback one; sshd never is. BESIDE is 1 in a debug console, whose files are not the app's.
 * - `app_env` sets E to the environment of that process (NUL becomes a newline, a newline the byte 036), not of this shell, which never has the settings;
 *   `var` and `first_var` know the few variables of it that checks ask for, without starting a process for each.
 * - `ask label method url body` asks by curl, python3, node, nc or wget, whichever is there; HDR is a secret header that never enters an argument list.
 */
export const prelude = `LC_ALL=C; export LC_ALL; umask 077; NL='
'
say() { printf '@%s=%s\\n' "$1" "$2"; }
have() { command -v "$1" >/dev/null 2>&1; }
par() { { _p=$("$@"); printf '%s\\n' "$_p"; } & }
one_line() { tr '\\n\\r\\t\\0' '    ' | head -c "\${1:-600}"; }
as_uid() {
  _g=$(sed -n "/^Uid:[[:space:]]*$1[[:space:]]/{n;s/^Gid:[[:space:]]*\\([0-9]*\\).*/\\1/p;}" /proc/[0-9]*/status 2>/dev/null | head -n 1)
  if have setpriv && setpriv --reuid="$1" --regid="\${_g:-$1}" --clear-groups true 2>/dev/null; then setpriv --reuid="$1" --regid="\${_g:-$1}" --clear-groups sh -c "$2"; return; fi
  _n=$(sed -n "s/^\\([^:]*\\):[^:]*:$1:.*/\\1/p" /etc/passwd 2>/dev/null | head -n 1)
  if [ -n "$_n" ] && have su; then su -s /bin/sh "$_n" -c "$2"; return; fi
  have python3 && python3 -c 'import os,sys
os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[1])); os.execvp("sh", ["sh", "-c", sys.argv[2]])' "$1" "$2" "\${_g:-$1}"
}
sockets() {
  for _f in /proc/net/tcp /proc/net/tcp6; do
    [ -r $_f ] || continue
    while read -r _sl _local _rem _st _q _t _r _uid _to _inode _rest; do
      [ "$_st" = 0A ] || continue
      _a=\${_local%:*}
      case $_a in
        0B00007F) continue ;;
        00000000|00000000000000000000000000000000) _a=any ;;
        *7F|00000000000000000000000001000000|0000000000000000FFFF0000*7F) _a=loopback ;;
        *) _a=one ;;
      esac
      echo "$((0x\${_local##*:})) $_a $_uid $_inode"
    done <$_f
  done
}
fd_list='ls -l /proc/[0-9]*/fd 2>/dev/null'
socket_owners() {
  { eval "$fd_list"; _me=$(id -u); for _u in $(printf '%s\\n' "$SOCKETS" | while read -r _p _a _uid _i; do echo "$_uid"; done | sort -u); do [ "$_u" = "$_me" ] || as_uid "$_u" "$fd_list" 2>/dev/null; done; } \\
    | sed -n 's|^/proc/\\([0-9]*\\)/fd:$|P \\1|p; s|.*-> socket:\\[\\([0-9]*\\)\\].*|S \\1|p' \\
    | while read -r _k _v; do if [ "$_k" = P ]; then _pid=$_v; else case $SOCKETS in *" $_v"*) echo "$_v $_pid" ;; esac; fi; done
}
owner_of() {
  _o=; while read -r _oi _op; do
    if [ "$_oi" = "$1" ] && { [ -z "$_o" ] || [ "$_op" -lt "$_o" ]; }; then _o=$_op; fi
  done <<OWNERS_END
$OWNERS
OWNERS_END
  echo "$_o"
}
find_app() {
  SOCKETS=$(sockets | sort -u -k1,2); OWNERS=$(socket_owners); APP_PID=0; APP_PORT=; APP_UID=; _rank=9
  LISTENERS=$(printf '%s\\n' "$SOCKETS" | while read -r _p _a _uid _i; do
    [ -n "$_p" ] || continue
    _pid=$(owner_of "$_i"); _comm=; [ -n "$_pid" ] && read -r _comm </proc/$_pid/comm 2>/dev/null
    echo "$_p $_a $_uid \${_pid:-0} \${_comm:-unknown}"
  done)
  while read -r _p _a _uid _pid _comm; do
    case $_comm in sshd|sshd-session|dropbear) continue ;; unknown) [ "$_p" = 2222 ] && continue ;; esac
    [ -n "$_p" ] || continue
    case $_a in any) _k=2 ;; one) _k=3 ;; *) _k=4 ;; esac
    [ "$_p" = "$CONFIGURED_PORT" ] && _k=1
    if [ $_k -lt $_rank ]; then _rank=$_k; APP_PID=$_pid; APP_PORT=$_p; APP_UID=$_uid; fi
  done <<LISTENERS_END
$LISTENERS
LISTENERS_END
  BESIDE=; if [ -e "/proc/$APP_PID/root/." ] && ! [ "/proc/$APP_PID/root/." -ef /. ] 2>/dev/null; then BESIDE=1; fi
}
app_read() {
  if [ "$APP_PID" = 0 ]; then return 1; fi
  cat "/proc/$APP_PID/$1" 2>/dev/null || as_uid "$APP_UID" "cat /proc/$APP_PID/$1" 2>/dev/null
}
app_link() { readlink "/proc/$APP_PID/$1" 2>/dev/null || as_uid "$APP_UID" "readlink /proc/$APP_PID/$1" 2>/dev/null; }
app_env() {
  E=$(app_read environ | tr '\\n\\0' '\\036\\n'); ENV_SOURCE=listener
  if [ -z "$E" ]; then E=$(tr '\\n\\0' '\\036\\n' 2>/dev/null </proc/1/environ); ENV_SOURCE=first-process; fi
  if [ -z "$E" ]; then E=$(env); ENV_SOURCE=shell; fi
  KNOWN="$NL$(printf '%s\\n' "$E" | grep -E '^(AZURE_|IDENTITY_|WEBSITE_HOSTNAME|VIRTUAL_ENV|PYTHONPATH)')$NL"
}
var() { case $KNOWN in *"$NL$1="*) _v1=\${KNOWN#*"$NL$1="}; printf '%s\\n' "\${_v1%%"$NL"*}" ;; esac; }
first_var() { for _v in "$@"; do _x=$(var "$_v"); if [ -n "$_x" ]; then printf %s "$_x"; return; fi; done; }
host_of() { printf %s "$1" | sed 's|^[A-Za-z]*://||; s|^[^/@]*@||; s|[/:?#].*||'; }
centis() { read -r _up _ </proc/uptime; echo "\${_up%.*}\${_up#*.}"; }
py_ask='
import os, sys, time, ssl, urllib.request, urllib.error
label, method, url, body, limit = sys.argv[1:6]
headers = {"user-agent": "slipway-diagnostics"}
name, _, value = os.environ.get("HDR", "").partition(":")
if value: headers[name.strip()] = value.strip()
if os.environ.get("HOST"): headers["host"] = os.environ["HOST"]
if body: headers["content-type"] = "application/json"
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *a): return None
opener = urllib.request.build_opener(Stay, urllib.request.ProxyHandler() if "127.0.0.1" not in url else urllib.request.ProxyHandler({}))
start = time.monotonic(); status = 0; text = b""; problem = ""
try:
    r = opener.open(urllib.request.Request(url, data=body.encode() or None, headers=headers, method=method), timeout=float(limit))
    status = r.status; text = r.read(65536)
except urllib.error.HTTPError as e:
    status = e.code
    try: text = e.read(65536)
    except Exception: pass
except Exception as e:
    problem = str(getattr(e, "reason", e)) or type(e).__name__
ms = int((time.monotonic() - start) * 1000)
print("@http.%s=%d %d" % (label, status, ms))
if problem: print("@error.%s=%s" % (label, " ".join(problem.split())[:300]))
if os.environ.get("KEEP"): sys.stderr.write(text.decode("utf-8", "replace"))
else: print("@body.%s=%s" % (label, " ".join(text.decode("utf-8", "replace").split())[:600]))
'
js_ask='
const [label, method, url, body, limit] = process.argv.slice(1); const headers = { "user-agent": "slipway-diagnostics" };
const line = process.env.HDR || "", at = line.indexOf(":"); if (at > 0) headers[line.slice(0, at).trim()] = line.slice(at + 1).trim(); if (process.env.HOST) headers.host = process.env.HOST;
if (body) { headers["content-type"] = "application/json"; headers["content-length"] = Buffer.byteLength(body); }
const start = Date.now(); let done = false;
const end = (status, text, problem) => { if (done) return; done = true; console.log("@http." + label + "=" + status + " " + (Date.now() - start)); if (problem) console.log("@error." + label + "=" + problem.replace(/\\s+/g, " ").slice(0, 300));
  if (process.env.KEEP) process.stderr.write(text); else console.log("@body." + label + "=" + text.replace(/\\s+/g, " ").slice(0, 600)); process.exit(); };
const r = require(url.startsWith("https:") ? "https" : "http").request(url, { method, headers, timeout: limit * 1000 }, (a) => { let t = ""; a.on("data", (d) => { t += d; if (t.length > 65536) a.destroy(); }); a.on("close", () => end(a.statusCode, t, "")); });
r.on("timeout", () => end(0, "", "timed out")); r.on("error", (e) => end(0, "", e.message || e.code)); setTimeout(() => end(0, "", "timed out"), limit * 1000); r.end(body);
'
ask() {
  _l=$1; _m=$2; _u=$3; _b=$4; _limit=\${LIMIT:-20}
  if have curl; then
    set -- -sS -A slipway-diagnostics --noproxy 127.0.0.1 --max-filesize 1000000 -m "$_limit" -X "$_m"
    [ "$_m" = HEAD ] && set -- "$@" -I
    [ -n "$HOST" ] && set -- "$@" -H "Host: $HOST"
    [ -n "$_b" ] && set -- "$@" -H 'content-type: application/json' -d "$_b"
    _out=$({ [ -z "$HDR" ] || printf 'header = "%s"\\n' "$HDR"; } | curl "$@" -K - -w '\\n@@%{http_code} %{time_total}\\n' "$_u" 2>&1)
    _tail=$(printf '%s\\n' "\${_out##*@@}" | head -n 1); _status=\${_tail%% *}; _sec=\${_tail#* }
    _frac=\${_sec#*.}000; _frac=\${_frac%"\${_frac#???}"}; _ms=$((\${_sec%%.*} * 1000 + 1$_frac - 1000))
    case $_status in
      000|'') say "http.$_l" "0 $_ms"; say "error.$_l" "$(printf '%s\\n' "$_out" | sed -n 's/^curl: ([0-9]*) //p' | one_line 300)" ;;
      *) say "http.$_l" "$((1$_status - 1000)) $_ms"; ask_body "\${_out%@@*}" ;;
    esac
  elif have python3; then HDR=$HDR HOST=$HOST KEEP=$KEEP python3 -c "$py_ask" "$_l" "$_m" "$_u" "$_b" "$_limit"
  elif have node; then HDR=$HDR HOST=$HOST KEEP=$KEEP node -e "$js_ask" -- "$_l" "$_m" "$_u" "$_b" "$_limit"
  else
    _from=$(centis)
    if have nc && [ "\${_u#http://}" != "$_u" ]; then
      _hp=\${_u#http://}; case $_hp in */*) _path=/\${_hp#*/} ;; *) _path=/ ;; esac
      _hp=\${_hp%%/*}; case $_hp in *:*) _port=\${_hp##*:} ;; *) _port=80 ;; esac
      _out=$({ printf '%s %s HTTP/1.0\\r\\nHost: %s\\r\\nConnection: close\\r\\n' "$_m" "$_path" "\${HOST:-$_hp}"
        [ -z "$HDR" ] || printf '%s\\r\\n' "$HDR"
        [ -z "$_b" ] || printf 'content-type: application/json\\r\\ncontent-length: %s\\r\\n' "$(printf %s "$_b" | wc -c | tr -d ' ')"
        printf '\\r\\n%s' "$_b"; } | nc -w "$_limit" "\${_hp%%:*}" "$_port" 2>&1 | head -c 65536)
      _status=$(printf '%s\\n' "$_out" | sed -n '1s|^HTTP/1.[01] \\([0-9][0-9][0-9]\\).*|\\1|p')
      _body=$(printf '%s\\n' "$_out" | tr -d '\\r' | sed '1,/^$/d')
    elif have wget && [ -z "$HDR" ] && { [ "$_m" = GET ] || [ "$_m" = POST ]; }; then
      if [ -n "$_b" ]; then _out=$(wget -S -O - -T "$_limit" --header 'content-type: application/json' --post-data "$_b" "$_u" 2>&1 | head -c 65536)
      else _out=$(wget -S -O - -T "$_limit" "$_u" 2>&1 | head -c 65536); fi
      _status=$(printf '%s\\n' "$_out" | sed -n 's|.*HTTP/1.[01] \\([0-9][0-9][0-9]\\).*|\\1|p' | tail -n 1); _body=$_out
    else say "missing.$_l" "no curl, python3, node or suitable nc and wget"; return; fi
    say "http.$_l" "\${_status:-0} $((($(centis) - _from) * 10))"
    if [ -n "$_status" ]; then ask_body "$_body"; else say "error.$_l" "$(printf %s "\${_out:-no connection}" | one_line 300)"; fi
  fi
}
ask_body() { if [ -z "$KEEP" ]; then say "body.$_l" "$(printf %s "$1" | one_line)"; else printf %s "$1" >&2; fi; }
`;
