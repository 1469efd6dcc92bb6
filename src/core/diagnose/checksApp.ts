import type { Check } from './check';
import { shellWord, type CheckContext } from './checksPrelude';

// Runs with the app's own interpreter, reads the sources, and imports nothing of the app.
const pythonImports = `
import ast, importlib.metadata, importlib.util, os, re, sys
sys.path.insert(0, os.getcwd())
std = set(getattr(sys, "stdlib_module_names", ())) | set(sys.builtin_module_names)
skip = {"node_modules", "site-packages", "__pycache__", "venv", ".venv", "antenv", "env", "tests", "test"}
seen, uses, files = {}, {}, 0
for folder, names, found in os.walk("."):
    names[:] = [n for n in names if n not in skip and not n.startswith(".")][:50]
    for name in found:
        if not name.endswith(".py") or files > 400: continue
        files += 1; path = os.path.join(folder, name)
        try: tree = ast.parse(open(path, encoding="utf-8", errors="replace").read(500000))
        except Exception: continue
        tried = {id(c) for n in ast.walk(tree) if isinstance(n, ast.Try) for c in ast.walk(n)}
        for node in ast.walk(tree):
            key = node.slice if isinstance(node, ast.Subscript) else node.args[0] if isinstance(node, ast.Call) and node.args else None
            of = node.value if isinstance(node, ast.Subscript) else node.func if isinstance(node, ast.Call) else None
            of = of.value if isinstance(of, ast.Attribute) and of.attr in ("get", "pop", "setdefault") else of
            if getattr(of, "attr", getattr(of, "id", "")) in ("environ", "getenv") and isinstance(getattr(key, "value", None), str):
                uses.setdefault(key.value, "%s:%d" % (path[2:], node.lineno))
            tops = [a.name.split(".")[0] for a in node.names] if isinstance(node, ast.Import) else [node.module.split(".")[0]] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for top in tops:
                if id(node) not in tried: seen.setdefault(top, "%s:%d" % (path[2:], node.lineno))
for top, where in sorted(seen.items()):
    if top in std or os.path.exists(top + ".py") or os.path.isdir(top): continue
    try: there = importlib.util.find_spec(top) is not None
    except Exception: there = False
    if not there: print("@absent=%s %s" % (top, where))
print("@imports=%d files" % files)
for name, where in sorted(uses.items())[:200]:
    if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name): print("@uses=%s %s" % (name, where))
for d in list(importlib.metadata.distributions())[:400]:
    print("@package=%s %s" % (d.metadata["Name"], d.version))
try:
    for line in open("requirements.txt", encoding="utf-8", errors="replace"):
        m = re.match(r"\\s*([A-Za-z0-9][A-Za-z0-9._-]*)", line)
        if m: print("@required=%s" % m.group(1))
    print("@manifest=requirements.txt")
except OSError: pass
`;

const nodeImports = `
const fs = require("fs"), path = require("path");
try { const p = JSON.parse(fs.readFileSync("package.json", "utf8")); console.log("@manifest=package.json");
  for (const n of Object.keys(p.dependencies || {}).slice(0, 400)) { console.log("@required=" + n);
    let d = process.cwd(), v; for (;;) { try { v = JSON.parse(fs.readFileSync(path.join(d, "node_modules", n, "package.json"), "utf8")).version; break; } catch {} const up = path.dirname(d); if (up === d) break; d = up; }
    if (v) console.log("@package=" + n + " " + v); else console.log("@absent=" + n + " package.json:1"); }
} catch {}
`;

/** `local.N` for each request on the port that the app listens on, `configured` for the first one on the port that the platform uses. */
function localScript(context: CheckContext): string {
    const asks = context.requests.map(
        (request, n) =>
            `ask local.${n} ${request.method} "http://127.0.0.1:$APP_PORT"${shellWord(request.path)} ${shellWord(request.body ?? '')}`,
    );
    const first = context.requests[0];
    return [
        'find_app',
        `HOST=${shellWord(context.host ?? '')}`,
        'if [ -n "$APP_PORT" ]; then',
        'say port "$APP_PORT"',
        ...asks.map((line) => `par ${line}`),
        ...(first === undefined
            ? []
            : [
                  // One socket may serve both kinds of address; only asking tells.
                  `_x=$(printf %04X "$APP_PORT"); if grep -q ":$_x 0*:0000 0A" /proc/net/tcp6 2>/dev/null && ! grep -q ":$_x 0*:0000 0A" /proc/net/tcp; then par ask six ${first.method} "http://[::1]:$APP_PORT"${shellWord(first.path)} ${shellWord(first.body ?? '')}; fi`,
              ]),
        ...(first === undefined || context.configuredPort === undefined
            ? []
            : [
                  `if [ "$APP_PORT" != ${context.configuredPort} ]; then par ask configured ${first.method} http://127.0.0.1:${context.configuredPort}${shellWord(first.path)} ''; fi`,
              ]),
        'wait',
        'else echo "Nothing listens but sshd"; fi',
    ].join('\n');
}

export const appChecks: readonly Check[] = [
    {
        id: 'local',
        title: 'The app, asked from inside the container',
        group: 'app',
        when: 'together',
        timeoutMs: 30_000,
        script: localScript,
    },
    {
        id: 'listeners',
        title: 'Listening ports',
        group: 'app',
        when: 'together',
        timeoutMs: 10_000,
        script: () => `find_app
printf '%s\\n' "$LISTENERS" | while read -r p a u i c; do [ -n "$p" ] && say listen "$p $a $u $i $c"; done
[ -z "$APP_PORT" ] || say app "$APP_PORT $APP_PID"`,
    },
    {
        id: 'environment',
        title: "The app's own environment",
        group: 'app',
        when: 'together',
        timeoutMs: 10_000,
        script: () => `find_app; app_env; say source "$ENV_SOURCE"
printf '%s\\n' "$E" | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*=\\)/@env=\\1/p' | head -n 300`,
    },
    {
        id: 'packages',
        title: 'Packages and imports',
        group: 'app',
        when: 'first',
        timeoutMs: 25_000,
        script: () => `find_app; app_env
[ -z "$BESIDE" ] || { echo "This shell is in the debug console's image: the app's packages are not seen from it"; exit 0; }
cwd=$(app_link cwd); [ -n "$cwd" ] && cd "$cwd" 2>/dev/null; say folder "$(pwd)"
a0=$(app_read cmdline | tr '\\n\\0' ' \\n' | sed -n 1p); a1=$(app_read cmdline | tr '\\n\\0' ' \\n' | sed -n 2p); a0=\${a0#-}
case $a0$a1 in
*node*) have node && node -e ${shellWord(nodeImports)} ;;
*) for py in "$(var VIRTUAL_ENV)/bin/python" "$a0" "\${a1%/*}/python" "$(app_link exe)" python3; do
  case \${py##*/} in python*) ;; *) continue ;; esac
  { [ -x "$py" ] || have "$py"; } || continue
  PYTHONPATH=$(var PYTHONPATH) PYTHONDONTWRITEBYTECODE=1 "$py" -c ${shellWord(pythonImports)} && { say interpreter "$py"; break; }
done ;;
esac`,
    },
    {
        id: 'logs',
        title: 'Application and deployment logs',
        group: 'app',
        when: 'together',
        timeoutMs: 10_000,
        script: () => `find_app
{ ls -t /home/LogFiles/*.log /home/LogFiles/*/*.log /home/site/deployments/*/log.log /var/log/supervisor/*.log 2>/dev/null | head -n 4
for n in 1 2; do f=$(app_link fd/$n); [ -f "$f" ] && echo "$f"; done; } | sort -u | while read -r f; do say log "$f"; tail -n 120 "$f" 2>/dev/null | tail -c 16000; echo; done`,
    },
];
