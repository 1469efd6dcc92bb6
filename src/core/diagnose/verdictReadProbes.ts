import type { ExecResult } from './checkResult';
import { parseCheckOutput, plainText, type CheckOutput, type Fact } from './parseCheckOutput';
import type { DiagnosedRequest } from './checksPrelude';
import type { Listener, NameOutcome, PlatformState, Probes, RequestOutcome } from './verdictProbes';

/** What a run gathered: the answers of the checks by id, and what was asked from outside. */
export interface Gathered {
    readonly requests: readonly DiagnosedRequest[];
    readonly configuredPort?: number;
    readonly portIn?: Probes['portIn'];
    readonly reachedContainer: 'yes' | 'no';
    readonly outside: readonly (RequestOutcome | undefined)[];
    readonly platform?: PlatformState;
    /** What the platform sets for the app; read where the container's own environment was not. */
    readonly settings?: Readonly<Record<string, string>>;
    readonly assigned?: Probes['assigned'];
    readonly results: ReadonlyMap<string, ExecResult>;
    /** This machine's clock, in seconds since 1970, when the clock check answered. */
    readonly clockAskedAt?: number;
}

/** Turns what the container printed into probes. What is malformed is left out: it was not found out. */
export function readProbes(gathered: Gathered): Probes {
    const outputs = new Map([...gathered.results].map(([id, result]) => [id, parseCheckOutput(result.stdout)]));
    const output = (id: string): CheckOutput => outputs.get(id) ?? { facts: [], lines: [] };
    const all = (id: string, key: string): readonly string[] => output(id).facts.flatMap((fact) => (fact.key === key ? [fact.value] : []));
    const one = (id: string, key: string): string | undefined => all(id, key)[0];
    const text = (id: string, key: string): string | undefined => {
        const value = one(id, key)?.trim();
        return value === '' ? undefined : value;
    };
    const finished = (id: string): boolean => gathered.results.get(id)?.exitCode === 0;

    const environment = Object.fromEntries(
        all('environment', 'env').flatMap((entry) => {
            const at = entry.indexOf('=');
            return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1).replaceAll('\u001e', '\n')]] : [];
        }),
    );
    const source = one('environment', 'source');
    const listeners = all('listeners', 'listen').flatMap(readListener);
    const endpoint = text('model', 'endpoint');
    const auth = one('model', 'auth');
    const answer = outcome(output('model').facts, 'model');
    const identityState = one('identity', 'identity');
    const system = outcome(output('identity').facts, 'identity.system');
    const client = outcome(output('identity').facts, 'identity.client');
    const clientId = text('identity', 'client');
    const tokens = all('identity', 'token');
    const appPort = integer((one('listeners', 'app') ?? '').split(' ')[0]) ?? integer(one('local', 'port'));
    const names = Object.fromEntries(all('dns', 'dns').flatMap(readName));
    const nameDurations = Object.fromEntries(all('dns', 'dns_ms').flatMap(readDuration));
    const certificates = Object.fromEntries(all('certificates', 'cert').flatMap(readCertificate));
    const disks = all('disk', 'disk').flatMap((line) => {
        const [path = '', total, free] = line.split(' ');
        const totalKiB = integer(total);
        const freeKiB = integer(free);
        return totalKiB === undefined || freeKiB === undefined ? [] : [{ path, totalKiB, freeKiB }];
    });
    const limit = integer(one('memory', 'limit'));
    const epoch = integer(one('clock', 'epoch'));

    return present({
        requests: gathered.requests.map((request, n) =>
            present({
                title: `${request.method} ${request.path}`,
                outside: gathered.outside[n],
                inside: outcome(output('local').facts, `local.${n}`),
            }),
        ),
        insideConfigured: outcome(output('local').facts, 'configured'),
        insideSix: outcome(output('local').facts, 'six'),
        configuredPort: gathered.configuredPort,
        portIn: gathered.portIn,
        reachedContainer: gathered.reachedContainer,
        listeners: finished('listeners') ? listeners : undefined,
        appPort,
        environment: source === undefined ? gathered.settings : environment,
        environmentSource:
            source === 'listener' || source === 'first-process' || source === 'shell'
                ? source
                : source === undefined && gathered.settings !== undefined
                  ? 'settings'
                  : undefined,
        names: Object.keys(names).length === 0 ? undefined : names,
        nameDurationsMs: Object.keys(nameDurations).length === 0 ? undefined : nameDurations,
        certificates: Object.keys(certificates).length === 0 ? undefined : certificates,
        endpoint,
        endpointHost: text('dns', 'host')?.toLowerCase(),
        model: text('model', 'model'),
        identity:
            identityState === 'set' || identityState === 'unset'
                ? present<NonNullable<Probes['identity']>>({
                      endpoint: identityState,
                      clientId,
                      usesKey: one('identity', 'key') === 'set' ? ('yes' as const) : ('no' as const),
                      system:
                          system === undefined
                              ? undefined
                              : { ...system, token: tokens.includes('identity.system') ? ('yes' as const) : ('no' as const) },
                      client:
                          client === undefined
                              ? undefined
                              : { ...client, token: tokens.includes('identity.client') ? ('yes' as const) : ('no' as const) },
                  })
                : undefined,
        assigned: gathered.assigned,
        modelAnswer:
            answer !== undefined && (auth === 'key' || auth === 'client' || auth === 'system' || auth === 'none')
                ? { ...answer, auth }
                : undefined,
        outboundLogin: outcome(output('outbound').facts, 'outbound.login'),
        absent:
            one('packages', 'manifest') === undefined && one('packages', 'imports') === undefined
                ? undefined
                : all('packages', 'absent').map(splitOnce),
        variables: one('packages', 'imports') === undefined ? undefined : all('packages', 'uses').map(splitOnce),
        packages: all('packages', 'package').map((line) => splitOnce(line).name),
        required: one('packages', 'manifest') === undefined ? undefined : all('packages', 'required'),
        manifest: text('packages', 'manifest'),
        logLines: output('logs').lines,
        // A refusal comes at once, and says nothing of how long an answer takes.
        modelLatenciesMs: latencies(output('latency').facts, 'latency.model', 300),
        appLatenciesMs: latencies(output('latency').facts, 'latency.app', 400),
        memory: present({
            // Without a limit the kernel answers `max` or a number beyond any machine.
            limitBytes: limit !== undefined && limit < 2 ** 50 ? limit : undefined,
            usedBytes: integer(one('memory', 'used')),
            oomKills: integer(one('memory', 'oom_kills')),
        }),
        disks: disks.length === 0 ? undefined : disks,
        inodesFree: inodesFree(one('disk', 'inodes')),
        canWrite: one('disk', 'write') === 'ok' ? 'yes' : one('disk', 'write') === 'failed' ? 'no' : undefined,
        processes: all('processes', 'process').flatMap(readProcess),
        clockSkewSeconds: epoch === undefined || gathered.clockAskedAt === undefined ? undefined : epoch - gathered.clockAskedAt,
        platform: gathered.platform,
    });
}

/** `@http.label=status ms`, with `@body.label=` or `@error.label=`. */
export function outcome(facts: readonly Fact[], label: string): RequestOutcome | undefined {
    const found = (kind: string) => facts.find((fact) => fact.key === `${kind}.${label}`)?.value;
    const [status, ms] = (found('http') ?? '').split(' ').map(integer);
    if (status === undefined || ms === undefined || status > 599) {
        return undefined;
    }
    return present({ status, durationMs: ms, body: plainText(found('body') ?? ''), error: found('error') });
}

function latencies(facts: readonly Fact[], label: string, below: number): readonly number[] | undefined {
    const values = Array.from({ length: 20 }, (_, n) => outcome(facts, `${label}.${n + 1}`)).flatMap((one) =>
        one !== undefined && one.status > 0 && one.status < below ? [one.durationMs] : [],
    );
    return values.length === 0 ? undefined : values;
}

function readListener(line: string): readonly Listener[] {
    const [port, scope, , , ...process] = line.split(' ');
    const number = integer(port);
    return number === undefined || number > 65535 || (scope !== 'any' && scope !== 'one' && scope !== 'loopback')
        ? []
        : [{ port: number, scope, process: process.join(' ') }];
}

function readName(line: string): readonly (readonly [string, NameOutcome])[] {
    const [name = '', result] = line.split(' ');
    return result === 'ok' || result === 'no-such-name' || result === 'no-answer' || result === 'failed'
        ? [[name.toLowerCase(), result]]
        : [];
}

function readDuration(line: string): readonly (readonly [string, number])[] {
    const [name = '', ms] = line.split(' ');
    const number = integer(ms);
    return number === undefined ? [] : [[name.toLowerCase(), number]];
}

function readCertificate(line: string): readonly (readonly [string, NonNullable<Probes['certificates']>[string]])[] {
    const [name = '', outcome = '', ...text] = line.split(' ');
    return outcome === 'ok' || outcome === 'refused' || outcome === 'unknown'
        ? [[name.toLowerCase(), { outcome, text: text.join(' ') }]]
        : [];
}

function readProcess(
    line: string,
): readonly { readonly pid: number; readonly parent: number; readonly ageSeconds: number; readonly name: string }[] {
    const [pid, parent, age, , , ...name] = line.split(' ');
    const [a, b, c] = [integer(pid), integer(parent), integer(age)];
    return a === undefined || b === undefined || c === undefined ? [] : [{ pid: a, parent: b, ageSeconds: c, name: name.join(' ') }];
}

function inodesFree(line: string | undefined): number | undefined {
    const [total, free] = (line ?? '').split(' ').map(integer);
    // Filesystems that make inodes as needed report none at all.
    return total === undefined || total === 0 ? undefined : free;
}

function splitOnce(line: string): { readonly name: string; readonly where: string } {
    const at = line.indexOf(' ');
    return at < 0 ? { name: line, where: '' } : { name: line.slice(0, at), where: line.slice(at + 1) };
}

function integer(text: string | undefined): number | undefined {
    return text !== undefined && /^\d{1,20}$/.test(text.trim()) ? Number(text) : undefined;
}

/** Leaves out the fields that are undefined: absent means not found out. */
function present<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
    return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
