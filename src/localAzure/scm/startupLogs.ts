import { json, text } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import type { Site } from '../web/site';

interface StartupLog {
    readonly file: string;
    readonly date: string;
    readonly machineName: string;
    readonly outcome: 'success' | 'failure';
    readonly atMs: number;
    readonly content: string;
}

/** The start-up logs that tell why a container did not start, one file a day, machine and outcome. */
export function startupLogRoutes(site: Site): readonly Route[] {
    const all = (exchange: Exchange): StartupLog[] => {
        const type = query(exchange, 'type')?.toLowerCase();
        const machine = query(exchange, 'instance')?.toLowerCase();
        return site.runtime
            .all()
            .flatMap((instance) =>
                [...instance.startupLogs].map(([outcome, attempt]): StartupLog => {
                    const date = new Date(attempt.atMs).toISOString().slice(0, 10);
                    return {
                        file: `${date.replaceAll('-', '_')}_${instance.worker.machineName}_${outcome}.log`,
                        date,
                        machineName: instance.worker.machineName,
                        outcome,
                        atMs: attempt.atMs,
                        content: `${attempt.lines.join('\n')}\n`,
                    };
                }),
            )
            .filter(
                (log) =>
                    (type === undefined || log.outcome === type) && (machine === undefined || log.machineName.toLowerCase() === machine),
            )
            .sort((a, b) => b.atMs - a.atMs);
    };
    const show = (log: StartupLog) =>
        text(200, log.content, {
            'x-startuplog-filename': log.file,
            'x-startuplog-date': log.date,
            'x-startuplog-instance': log.machineName,
            'x-startuplog-outcome': log.outcome,
        });

    function list(exchange: Exchange) {
        const logs = all(exchange);
        if (query(exchange, 'latest') === 'true') {
            const [latest] = logs;
            return latest === undefined ? json(404, { Message: 'No startup logs found.' }) : show(latest);
        }
        return json(200, {
            files: logs.map((log) => ({
                Date: log.date,
                Filename: log.file,
                Href: `https://${site.scmHostName}/api/startuplogs/${log.file}`,
                Instance: log.machineName,
                LastWriteTimeUtc: new Date(log.atMs).toISOString(),
                Outcome: log.outcome,
                SizeBytes: Buffer.byteLength(log.content),
            })),
        });
    }

    function summary(exchange: Exchange) {
        const machines = new Map<string, { Succeeded: number; Failed: number }>();
        for (const log of all(exchange)) {
            const counts = machines.get(log.machineName) ?? { Succeeded: 0, Failed: 0 };
            counts[log.outcome === 'success' ? 'Succeeded' : 'Failed']++;
            machines.set(log.machineName, counts);
        }
        return json(
            200,
            [...machines].map(([machine, counts]) => ({
                InstanceId: machine,
                Startup: { Succeeded: counts.Succeeded, Failed: counts.Failed },
            })),
        );
    }

    return [
        { method: 'GET', path: '/api/startuplogs', handle: list },
        { method: 'GET', path: '/api/startuplogs/summary', handle: summary },
        {
            method: 'GET',
            path: '/api/startuplogs/{file}',
            handle: (exchange) => {
                const file = exchange.params.file ?? '';
                if (!/^\d{4}_\d{2}_\d{2}_\w+_(success|failure)\.log$/.test(file)) {
                    return json(400, { Message: 'Invalid startup log filename.' });
                }
                const log = all(exchange).find((one) => one.file === file);
                return log === undefined ? json(404, { Message: `Startup log '${file}' not found.` }) : show(log);
            },
        },
    ];
}
