import { json, stream, text, type Answer, type AnswerHeaders } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { createRouter, type Route } from '../http/router';
import { cookieOf } from '../web/appHosting';
import type { Site } from '../web/site';
import { logText, type LogEntry } from '../web/siteLog';
import type { World } from '../world';
import { authenticate } from './authenticate';
import { instanceOf } from './instanceOf';
import { startupLogRoutes } from './startupLogs';
import { tunnelPath, tunnelStatus } from './tunnel';

type Raw = Omit<Exchange, 'params' | 'caller'>;

/** A site's SCM (Kudu) host. */
export async function serveScm(world: World, site: Site, raw: Raw): Promise<Answer> {
    try {
        authenticate(world, site, raw);
        const found = createRouter(routes(world, site))(raw.method, raw.url.pathname);
        if (found.kind === 'wrongMethod') {
            return json(405, { Message: `The requested resource does not support http method '${raw.method}'.` });
        }
        if (found.kind === 'unknown') {
            return json(404, { Message: `No HTTP resource was found that matches the request URI '${raw.url.href}'.` });
        }
        const answer = await found.route.handle({ ...raw, params: found.params, caller: world.user });
        return { ...answer, headers: { ...affinityHeader(site, raw), ...answer.headers } };
    } catch (error) {
        if (error instanceof Refusal) {
            return error.answer;
        }
        throw error;
    }
}

function routes(world: World, site: Site): readonly Route[] {
    const docker = () => dockerFiles(site);
    return [
        { method: 'GET', path: '/', handle: () => text(200, `Kudu of ${site.hostName}`) },
        { method: 'GET', path: '/api/settings', handle: () => json(200, settings(site)) },
        {
            method: 'GET',
            path: '/api/environment',
            handle: () => json(200, { version: '1.0.0.7', siteLastModified: new Date(site.changedMs).toISOString() }),
        },
        { method: 'GET', path: '/api/deployments', handle: () => json(200, []) },
        {
            method: 'GET',
            path: '/api/logs/docker',
            handle: () =>
                json(
                    200,
                    docker().map(({ machineName, lastUpdated, size, href, path }) => ({ machineName, lastUpdated, size, href, path })),
                ),
        },
        {
            method: 'GET',
            path: '/api/vfs/LogFiles/{file}',
            handle: (exchange) => {
                const file = docker().find((one) => one.path.endsWith(`/${exchange.params.file ?? ''}`));
                return file === undefined
                    ? json(404, { Message: `'/home/LogFiles/${exchange.params.file ?? ''}' not found.` })
                    : text(200, file.content);
            },
        },
        { method: 'GET', path: '/api/logstream', handle: (exchange) => logStream(world, site, exchange) },
        { method: 'GET', path: '/api/logstream/{what+}', handle: (exchange) => logStream(world, site, exchange) },
        { method: 'GET', path: '/logstream', handle: (exchange) => logStream(world, site, exchange) },
        { method: 'GET', path: '/logstream/{what+}', handle: (exchange) => logStream(world, site, exchange) },
        { method: 'GET', path: tunnelPath, handle: (exchange) => tunnelStatus(site, exchange) },
        ...startupLogRoutes(site),
    ];
}

/** The app's settings as Kudu shows them, with its own. */
function settings(site: Site): Record<string, string> {
    return {
        deployment_branch: 'master',
        SCM_TRACE_LEVEL: 'Verbose',
        SCM_COMMAND_IDLE_TIMEOUT: '60',
        SCM_LOGSTREAM_TIMEOUT: '7200',
        SCM_BUILD_ARGS: '',
        WEBSITE_AUTH_ENABLED: 'False',
        WEBSITE_SITE_NAME: site.app,
        SCM_USE_LIBGIT2SHARP_REPOSITORY: '0',
        ScmType: 'None',
        ...site.appSettings,
    };
}

interface DockerFile {
    readonly machineName: string;
    readonly lastUpdated: string;
    readonly size: number;
    readonly href: string;
    readonly path: string;
    readonly content: string;
}

/** Two files a machine and day: what the platform said, and (`_default`) what the app wrote. */
function dockerFiles(site: Site): DockerFile[] {
    const files = new Map<string, { readonly machineName: string; readonly lines: string[]; lastMs: number }>();
    for (const entry of site.runtime.log.all()) {
        const day = new Date(entry.atMs).toISOString().slice(0, 10).replaceAll('-', '_');
        const name = `${day}_${entry.machineName}${entry.source === 'platform' ? '' : '_default'}_docker.log`;
        const file = files.get(name) ?? { machineName: entry.machineName, lines: [], lastMs: 0 };
        file.lines.push(logText(entry));
        file.lastMs = entry.atMs;
        files.set(name, file);
    }
    return [...files].map(([name, file]) => {
        const content = `${file.lines.join('\n')}\n`;
        return {
            machineName: file.machineName,
            lastUpdated: new Date(file.lastMs).toISOString(),
            size: Buffer.byteLength(content),
            href: `https://${site.scmHostName}/api/vfs/LogFiles/${name}`,
            path: `/home/LogFiles/${name}`,
            content,
        };
    });
}

/** Stays open: the latest lines, then each as it comes, until the client goes or the stream's time is over. */
function logStream(world: World, site: Site, exchange: Exchange): Answer {
    const filter = query(exchange, 'filter');
    return stream(
        200,
        { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', ...affinityHeader(site, exchange) },
        async (out, signal) => {
            const write = (entry: LogEntry) => {
                const line = logText(entry);
                if (filter === undefined || line.includes(filter)) {
                    out.write(`${line}\n`);
                }
            };
            out.write(
                `${new Date(world.nowMs()).toISOString().slice(0, 19)}  Welcome, you are now connected to log-streaming service.\n\n`,
            );
            for (const entry of site.runtime.log.all().slice(-100)) {
                write(entry);
            }
            const stop = site.runtime.log.listen(write);
            // Kudu says something every minute, so that nothing in between closes the connection.
            const beat = setInterval(
                () => out.write(`${new Date(world.nowMs()).toISOString().slice(0, 19)}  No new trace in the past 1 min(s).\n`),
                60_000,
            );
            try {
                await new Promise<void>((resolve) => {
                    if (signal.aborted) {
                        resolve();
                    }
                    signal.addEventListener('abort', () => resolve(), { once: true });
                });
            } finally {
                stop();
                clearInterval(beat);
            }
        },
    );
}

function affinityHeader(site: Site, raw: Pick<Exchange, 'headers' | 'url'>): AnswerHeaders {
    const instance = instanceOf(site, raw);
    if (instance === undefined || cookieOf(raw) === instance.worker.instanceId) {
        return {};
    }
    return {
        'set-cookie': [
            `ARRAffinity=${instance.worker.instanceId};Path=/;HttpOnly;Secure;Domain=${site.scmHostName}`,
            `ARRAffinitySameSite=${instance.worker.instanceId};Path=/;HttpOnly;SameSite=None;Secure;Domain=${site.scmHostName}`,
        ],
    };
}
