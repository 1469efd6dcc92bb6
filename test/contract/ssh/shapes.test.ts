// A skipped or failed `before` leaves the variables unset, which their types do not say.
/* eslint @typescript-eslint/no-unnecessary-condition: "off" */
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRemoteShell } from '../../../src/adapters/ssh/openRemoteShell';
import { probeUrl } from '../../../src/adapters/ssh/probeUrl';
import { quietOperation } from '../../../src/base/operation';
import type { Cause } from '../../../src/core/diagnose/verdictFinding';
import { applyDiagnoseEvent, beginDiagnosis, emptyDiagnosePanel, type DiagnosePanelState } from '../../../src/views/diagnosePanel';
import { diagnoseMarkdown } from '../../../src/views/diagnoseMarkdown';
import { diagnose, type DiagnoseTarget } from '../../../src/workflows/diagnose';
import { execServer } from './execServer';
import { docker, frontEnd, missingEngine, modelStandIn, runSite, until, type StandIn } from './fragileSite';

const op = quietOperation();
const resolve = (url: string) => ({ url, headers: {} });
const open = openRemoteShell({ resolve, tokens: { account: 'test', token: () => Promise.reject(new Error('not for exec')) } });
const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((file) => existsSync(file));

interface Shape {
    readonly title: string;
    readonly image: 'busybox' | 'distroless' | 'node:22-slim';
    readonly command: readonly string[];
    readonly settings?: Readonly<Record<string, string>>;
    /** More arguments of `docker run`. */
    readonly engine?: readonly string[];
    /** Where the app really listens. */
    readonly port: number;
    /** Where the platform sends requests; the app's own unless told. */
    readonly configuredPort?: number;
    readonly path: string;
    readonly red?: 'outside';
    /** Nobody reaches it from outside: it is ready when it answers itself there. */
    readonly onlyAt?: string;
    readonly expected: readonly Cause[] | 'healthy' | 'cannot-tell';
}

const answering = (code: string) =>
    ['node', '-e', `require('http').createServer((q, r) => { if (q.url === '/') r.end('fine'); else { ${code} } }).listen(3000)`] as const;
const httpd = ['/bin/busybox', 'httpd', '-f', '-p', '8080', '-h', '/www'] as const;

// Escape sequences, a prompt, markup, and lines that look like the checks' own facts.
const hostile = [
    '\u001b]0;owned\u0007\u001b[2J\u001b[1;1Hroot@azure:~# rm -rf /',
    '<img src=x onerror=alert(1)>',
    '@http.local.1=200 1',
    '@token=identity.client',
    '@identity=set',
    "ModuleNotFoundError: No module named '$(touch /tmp/owned)'",
    'password=hunter22 Authorization: Bearer abcdefghijklmnop',
].join('\n');

const shapes: readonly Shape[] = [
    {
        title: 'a small image with busybox alone, nothing wrong',
        image: 'busybox',
        command: httpd,
        port: 8080,
        path: '/',
        expected: 'healthy',
    },
    {
        title: 'a small image on another port',
        image: 'busybox',
        command: httpd,
        port: 8080,
        configuredPort: 9000,
        path: '/',
        expected: ['port-mismatch'],
    },
    {
        title: 'a healthy app on a red platform',
        image: 'busybox',
        command: httpd,
        port: 8080,
        path: '/',
        red: 'outside',
        expected: ['platform-path'],
    },
    {
        title: 'a distroless image with Python and a shell that is not at /bin/sh, whose app lacks a package',
        image: 'distroless',
        command: [
            'python3',
            '-c',
            `import http.server, traceback
class App(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, text = 200, "fine"
        if self.path != "/":
            try: import tiktoken
            except ImportError: status, text = 500, traceback.format_exc()
        self.send_response(status); self.end_headers(); self.wfile.write(text.encode())
http.server.ThreadingHTTPServer(("", 8080), App).serve_forever()`,
        ],
        port: 8080,
        path: '/broken',
        expected: ['import-error'],
    },
    {
        title: 'a Node app that lacks a package',
        image: 'node:22-slim',
        command: answering(`r.writeHead(500); r.end(JSON.stringify({ detail: "Error: Cannot find module 'left-pad'" }))`),
        port: 3000,
        path: '/broken',
        expected: ['import-error'],
    },
    {
        title: 'an image without root, whose app lacks a setting',
        image: 'node:22-slim',
        command: answering(`r.writeHead(500); r.end('Error: STRIPE_KEY is not set')`),
        settings: { SLIPWAY_TEST_USER: 'node' },
        port: 3000,
        path: '/broken',
        expected: ['setting-missing'],
    },
    {
        title: 'two faults at once: a setting that is missing, on another port',
        image: 'node:22-slim',
        command: answering(`r.writeHead(500); r.end('Error: STRIPE_KEY is not set')`),
        port: 3000,
        configuredPort: 8000,
        path: '/broken',
        expected: ['port-mismatch', 'setting-missing'],
    },
    {
        title: 'an app that may not write where it wants to',
        image: 'node:22-slim',
        command: answering(`try { require('fs').writeFileSync('/srv/cache', '') } catch (e) { r.writeHead(500); r.end(String(e)) }`),
        engine: ['--read-only'],
        port: 3000,
        path: '/broken',
        expected: ['disk-read-only'],
    },
    ...(existsSync('/proc/net/if_inet6')
        ? [
              {
                  title: 'an app that listens by IPv6 only',
                  image: 'node:22-slim' as const,
                  command: [
                      'node',
                      '-e',
                      `require('http').createServer((q, r) => r.end('fine')).listen({ port: 3000, host: '::', ipv6Only: true })`,
                  ],
                  engine: ['--sysctl', 'net.ipv6.conf.all.disable_ipv6=0'],
                  port: 3000,
                  path: '/',
                  red: 'outside' as const,
                  onlyAt: 'http://[::1]:3000/',
                  expected: ['ipv6-only'] as const,
              },
          ]
        : []),
    {
        title: 'an app that fails for a reason of its own',
        image: 'node:22-slim',
        command: answering(`r.writeHead(500); r.end('Internal Server Error')`),
        port: 3000,
        path: '/broken',
        expected: 'cannot-tell',
    },
];

const dockerfiles = {
    busybox: [
        'FROM scratch',
        'LABEL slipway-test=ssh',
        'COPY busybox /bin/busybox',
        'COPY index.html /www/index.html',
        `RUN ["/bin/busybox", "sh", "-c", "/bin/busybox --install -s /bin && mkdir -p /tmp /etc /proc"]`,
        '',
    ],
    // As the debug variants of distroless images: the interpreter, and a shell in a folder of its own.
    distroless: [
        'FROM python:3.11-slim',
        'LABEL slipway-test=ssh',
        'COPY busybox /busybox/busybox',
        'ENV PATH=/usr/local/bin:/usr/bin:/busybox',
        `RUN ["/busybox/busybox", "sh", "-c", "/busybox/busybox --install -s /busybox; for f in /bin/* /sbin/* /usr/bin/* /usr/sbin/*; do case $f in *python*) ;; *) /busybox/rm -f $f ;; esac; done"]`,
        '',
    ],
} as const;

/** Containers that are not the sample: by exec, without sshd, helpers, curl and Python. */
describe('The battery on other shapes of images', function () {
    this.timeout(90_000);
    let standIn: StandIn;
    const images = new Map<Shape['image'], string>([['node:22-slim', 'node:22-slim']]);

    before(async function () {
        const missing =
            busybox === undefined
                ? 'busybox is not installed'
                : ((await missingEngine('node:22-slim')) ?? (await missingEngine('python:3.11-slim')));
        if (missing !== undefined) {
            console.log(missing);
            this.skip();
        }
        standIn = await modelStandIn();
        const folder = mkdtempSync(path.join(tmpdir(), 'slipway-shapes-'));
        try {
            copyFileSync(busybox!, path.join(folder, 'busybox'));
            chmodSync(path.join(folder, 'busybox'), 0o755);
            writeFileSync(path.join(folder, 'index.html'), 'small\n');
            for (const [image, lines] of Object.entries(dockerfiles)) {
                writeFileSync(path.join(folder, 'Dockerfile'), lines.join('\n'));
                images.set(image as Shape['image'], await docker('build', '-q', folder));
            }
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });
    after(async () => {
        await standIn?.close();
    });

    async function look(shape: Shape, hostileLog = '') {
        const { SLIPWAY_TEST_USER: user, ...settings } = shape.settings ?? {};
        const container = await runSite(
            images.get(shape.image)!,
            standIn,
            [shape.port],
            { AZURE_AI_FOUNDRY_ENDPOINT: '', IDENTITY_ENDPOINT: '', WEBSITES_PORT: '', ...settings },
            shape.command,
            [...(user === undefined ? [] : ['--user', user]), ...(shape.engine ?? [])],
        );
        const reached = shape.red === 'outside' || shape.configuredPort !== undefined ? 1 : container.ports[shape.port]!;
        const front = await frontEnd(reached);
        const server = await execServer(container.id, 'container-apps');
        const shell = open({
            kind: 'container-apps',
            name: 'shape',
            execEndpoint: `${server.url}/exec`,
            execToken: () => Promise.resolve('exec-token'),
        });
        try {
            // The engine's proxy may take a connection that nobody listens for yet, and keep it.
            await until(async () =>
                shape.onlyAt === undefined
                    ? (await fetch(`http://127.0.0.1:${container.ports[shape.port]!}/`, { signal: AbortSignal.timeout(2000) })).ok
                    : (await docker('exec', container.id, 'node', '-e', `fetch('${shape.onlyAt}').then(({ ok }) => console.log(ok))`)) ===
                      'true',
            );
            if (hostileLog !== '') {
                await shell.exec(op, 'mkdir -p /home/LogFiles && cat >/home/LogFiles/application.log', { stdin: hostileLog });
            }
            let panel: DiagnosePanelState = beginDiagnosis(emptyDiagnosePanel('shape'));
            const target: DiagnoseTarget = {
                name: 'shape',
                url: front.url,
                requests: [
                    { method: 'GET', path: '/' },
                    { method: 'GET', path: shape.path },
                ],
                configuredPort: shape.configuredPort ?? shape.port,
                portIn: 'target-port',
            };
            const diagnosis = await diagnose(op, { shell, probeUrl: probeUrl(resolve), now: Date.now }, target, (event) => {
                panel = event.kind === 'unreachable' ? panel : applyDiagnoseEvent(panel, event);
            });
            return { ...diagnosis, panel, owned: (await shell.exec(op, 'ls /tmp/owned')).exitCode === 0 };
        } finally {
            shell.close();
            await server.close();
            await front.close();
            await container.remove();
        }
    }

    for (const shape of shapes) {
        it(`${shape.title}: ${String(shape.expected)}`, async () => {
            const { verdict, reports } = await look(shape);
            const said = verdict.kind === 'cause' ? verdict.causes.map(({ cause }) => cause).sort() : verdict.kind;
            assert.deepEqual(
                said,
                typeof shape.expected === 'string' ? shape.expected : [...shape.expected].sort(),
                JSON.stringify(verdict, null, 1),
            );
            assert.deepEqual(
                reports.filter(({ ended }) => ended === 'failed' || ended === 'timed-out').map(({ id }) => id),
                [],
            );
        });
    }

    it('a distroless image in Container Instances, which take a program by its path: its shell is found, once', async () => {
        const container = await runSite(images.get('distroless')!, standIn, [8080], {}, ['python3', '-m', 'http.server', '8080']);
        const server = await execServer(container.id, 'container-instances');
        const shell = open({
            kind: 'container-instances',
            name: 'shape',
            startExec: (_, command) =>
                Promise.resolve({
                    webSocketUri: `${server.url.replace('http', 'ws')}/execstream?command=${encodeURIComponent(command)}`,
                    password: 'one-time',
                }),
        });
        try {
            assert.equal((await shell.exec(op, 'readlink /proc/$$/exe')).stdout, '/busybox/busybox\n');
            (await shell.openShell(op, { columns: 80, rows: 24 })).close();
            assert.deepEqual(
                server.seen.map(({ url }) => decodeURIComponent(url.split('command=')[1]!)),
                ['/bin/sh', '/busybox/sh', '/busybox/sh'],
            );
        } finally {
            shell.close();
            await server.close();
            await container.remove();
        }
    });

    it('a container that lies and paints: believed in nothing, shown as plain text, its secrets masked in panel and export', async () => {
        const shape = shapes.find(({ expected }) => expected === 'cannot-tell')!;
        const { verdict, probes, panel, owned } = await look({ ...shape, settings: { DB_PASSWORD: 'hunter22', NOTE: hostile } }, hostile);
        assert.equal(owned, false);
        assert.notEqual(verdict.kind, 'healthy');
        assert.ok(!verdict.causes.some(({ confidence }) => confidence === 'certain'), JSON.stringify(verdict.causes));
        assert.equal(probes.requests[1]?.inside?.status, 500);
        assert.equal(probes.identity?.client?.token ?? 'no', 'no');
        const markdown = diagnoseMarkdown(panel, '2026-11-28T00:00:00Z');
        for (const shown of [JSON.stringify(panel), markdown]) {
            // eslint-disable-next-line no-control-regex
            assert.doesNotMatch(shown, /\\u001b|\u001b|\u0007/);
            assert.doesNotMatch(shown, /hunter22|abcdefghijklmnop/);
        }
        assert.match(markdown, /DB_PASSWORD=\*+/);
        // Markup stays text: a viewer of Markdown makes nothing of what stands in a block of code.
        assert.doesNotMatch(markdown.replaceAll(/```[^]*?```/g, ''), /<img/);
    });
});
