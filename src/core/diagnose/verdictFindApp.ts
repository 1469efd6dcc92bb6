import { quoteAnswer } from './quoteAnswer';
import { modelSteps, nameSlow, slowName } from './verdictFindModel';
import { findText, isRed, type Symptoms } from './verdictSymptoms';
import type { EvidenceLine, Finding, NextStep } from './verdictFinding';
import { listeningLine, portInLog } from './portInLog';
import type { Probes } from './verdictProbes';

/** Settings that tell the platform, or the app, which port to use; the platform's own setting comes first. */
export function expectedPort(probes: Probes): { readonly port: number; readonly source: string } | undefined {
    if (probes.configuredPort !== undefined) {
        return { port: probes.configuredPort, source: 'the deployment' };
    }
    for (const name of ['WEBSITES_PORT', 'PORT']) {
        const port = Number(probes.environment?.[name]);
        if (Number.isInteger(port) && port > 0 && port < 65536) {
            return { port, source: name };
        }
    }
    return undefined;
}

export function findPort(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const { listeners } = probes;
    if (listeners === undefined) {
        return findPortInLog(probes, symptoms);
    }
    const app = listeners.filter((listener) => !/^(sshd|sshd-session|dropbear)$/.test(listener.process) && listener.port !== 2222);
    const expected = expectedPort(probes);
    const seen = listeners.map((listener) => ({
        check: 'listeners',
        text:
            listener.scope === 'any'
                ? `port ${listener.port} is open at all addresses`
                : listener.scope === 'loopback'
                  ? `port ${listener.port} is open at 127.0.0.1 only`
                  : `port ${listener.port} is open at one address`,
        ...(listener.process === '' ? {} : { quoted: listener.process }),
    }));
    const outside = probes.requests[0]?.outside;
    const redOutside = (outside !== undefined && isRed(outside)) || probes.platform?.serving !== undefined;
    if (app.length === 0) {
        return [
            {
                cause: 'not-listening',
                layer: 'app',
                // What has no address and no port, as a worker, need not listen.
                confidence: redOutside || (outside === undefined && expected !== undefined) ? 'likely' : 'possible',
                facts: { port: expected?.port ?? '' },
                evidence: seen.length > 0 ? seen : [{ check: 'listeners', text: 'nothing listens' }],
                next: [{ kind: 'show-logs' }, { kind: 'restart' }],
            },
        ];
    }
    if (expected === undefined) {
        return [];
    }
    const there = app.filter((listener) => listener.port === expected.port);
    const { insideSix } = probes;
    if (redOutside && there.length > 0 && insideSix !== undefined && insideSix.status > 0 && probes.requests[0]?.inside?.status === 0) {
        return [
            {
                cause: 'ipv6-only',
                layer: 'app',
                confidence: 'certain',
                facts: { port: expected.port },
                evidence: [
                    ...seen,
                    {
                        check: 'local',
                        text: `127.0.0.1:${expected.port} does not answer`,
                        ...quoteAnswer(probes.requests[0].inside),
                    },
                    { check: 'local', text: `[::1]:${expected.port} answers ${insideSix.status}` },
                ],
                next: [{ kind: 'edit-setting', name: 'HOST' }, { kind: 'show-logs' }],
            },
        ];
    }
    // A visitor who gets through proves that the platform found the port in some other way.
    if (
        there.length > 0
            ? there.some((listener) => listener.scope !== 'loopback')
            : symptoms.outsideGreen || (outside !== undefined && !isRed(outside))
    ) {
        return [];
    }
    // Whether visitors get through all the same was not asked.
    const confidence = redOutside ? 'certain' : 'possible';
    if (there.length > 0) {
        return [
            {
                cause: 'loopback-only',
                layer: 'app',
                confidence,
                facts: { port: expected.port },
                evidence: seen,
                next: [{ kind: 'edit-setting', name: 'HOST' }, { kind: 'show-logs' }],
            },
        ];
    }
    const listening = app.find((listener) => listener.port === probes.appPort)?.port ?? app[0]?.port ?? 0;
    const answers = probes.requests[0]?.inside;
    return [
        {
            cause: 'port-mismatch',
            layer: 'settings',
            confidence: redOutside && (answers === undefined || isRed(answers)) ? 'likely' : confidence,
            facts: { listening, expected: expected.port, source: expected.source },
            evidence: [
                ...seen,
                saidPort('listeners', expected),
                ...(answers === undefined ? [] : [{ check: 'local', text: `127.0.0.1:${listening} answers ${answers.status}` }]),
                ...(probes.insideConfigured === undefined
                    ? []
                    : [
                          {
                              check: 'local',
                              text:
                                  probes.insideConfigured.status === 0
                                      ? `127.0.0.1:${expected.port} does not answer`
                                      : `127.0.0.1:${expected.port} answers`,
                              ...quoteAnswer(probes.insideConfigured, 0),
                          },
                      ]),
                ...(outside === undefined
                    ? []
                    : [
                          {
                              check: 'outside',
                              text: outside.status === 0 ? 'the public address does not answer' : 'the public address answers',
                              ...quoteAnswer(outside, 0),
                          },
                      ]),
            ],
            next: [portStep(probes, listening)],
        },
    ];
}

/** Where the container was not seen from inside, the app's own log may say where it listens: a platform that asks elsewhere never gets an answer. */
function findPortInLog(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const lines = probes.platform?.logLines ?? [];
    const listening = portInLog(lines);
    const expected = expectedPort(probes);
    if (!symptoms.outsideRed || listening === undefined || expected === undefined) {
        return [];
    }
    // An error that came after it is what ended the app.
    const after = lines.slice(lines.lastIndexOf(lines.findLast((line) => line.includes(String(listening))) ?? '') + 1);
    if (listening === expected.port || after.some((line) => /\b\w+(?:Error|Exception)\b\s*:|\bError:/.test(line))) {
        return [];
    }
    return [
        {
            cause: 'port-mismatch',
            layer: 'settings',
            confidence: 'likely',
            facts: { listening, expected: expected.port, source: expected.source },
            evidence: [{ check: 'platform', quoted: listeningLine(lines) ?? '' }, saidPort('platform', expected)],
            next: [portStep(probes, listening)],
        },
    ];
}

function saidPort(check: string, { port, source }: { readonly port: number; readonly source: string }): EvidenceLine {
    return {
        check,
        text: source === 'the deployment' ? `the deployment expects the port ${port}` : `the variable ${source} names the port ${port}`,
    };
}

function portStep({ portIn }: Probes, port: number): NextStep {
    return portIn === 'target-port'
        ? { kind: 'set-target-port', port }
        : portIn === 'group-port'
          ? { kind: 'deploy-with-port', port }
          : { kind: 'set-setting', name: 'WEBSITES_PORT', value: String(port) };
}

const missingModule: readonly RegExp[] = [
    /(?:ModuleNotFoundError|ImportError): No module named '?([\w.-]+)'?/,
    /Cannot find (?:module|package) '([@\w./-]+)'/,
];
const missingName = /ImportError: cannot import name '([\w.]+)' from '([\w.]+)'/;

export function findImportError(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    if (!symptoms.insideRed && !nothingAnswers(probes)) {
        return [];
    }
    const said = missingModule.map((pattern) => findText(symptoms, pattern)).find((found) => found !== undefined);
    if (said === undefined) {
        return findIncompatible(probes, symptoms);
    }
    const name = said.match[1] ?? '';
    const own = name.startsWith('.') || name.startsWith('/');
    const top = own ? name : name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split(/[./]/)[0] ?? name);
    const absent = probes.absent?.find((module) => module.name === top);
    const required = probes.required?.some((wanted) => normal(wanted) === normal(top));
    // `No module named 'shop.models'` speaks of a part: the whole, which may be the app's own folder, is there unless it was looked for and not found.
    const part = own || (top !== name && absent === undefined);
    // An old log line alone proves nothing about the failure of now; the missing package beside it does.
    const confidence =
        said.check !== 'logs' ? 'certain' : absent !== undefined ? 'certain' : probes.absent === undefined ? 'likely' : 'possible';
    return [
        {
            cause: 'import-error',
            layer: 'app',
            confidence,
            facts: {
                module: part ? name : top,
                manifest: manifestOf(probes, said.text),
                where: absent?.where ?? '',
                required: required === true ? 'yes' : 'no',
            },
            evidence: [
                { check: said.check, quoted: said.text },
                ...(absent === undefined
                    ? []
                    : [{ check: 'packages', text: `${top} is imported at ${absent.where} and is not installed` }]),
                ...(required === false && probes.manifest !== undefined
                    ? [{ check: 'packages', text: `${top} is missing in ${probes.manifest}` }]
                    : []),
            ],
            next:
                required === true || part
                    ? [{ kind: 'show-logs' }]
                    : [{ kind: 'add-requirement', name: top, manifest: manifestOf(probes, said.text) }],
        },
    ];
}

/** The module is there and lacks a name: it is of another version, or two modules import each other. No package is missing. */
function findIncompatible(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const said = findText(symptoms, missingName);
    return said === undefined
        ? []
        : [
              {
                  cause: 'import-incompatible',
                  layer: 'app',
                  confidence: said.check === 'logs' ? 'likely' : 'certain',
                  facts: { name: said.match[1] ?? '', module: said.match[2] ?? '', manifest: manifestOf(probes, said.text) },
                  evidence: [{ check: said.check, quoted: said.text }],
                  next: [{ kind: 'show-logs' }],
              },
          ];
}

/** Node's words differ from Python's, which tells the manifest where none was found. */
function manifestOf(probes: Probes, text: string): string {
    return probes.manifest ?? (/Cannot find (?:module|package)/.test(text) ? 'package.json' : 'requirements.txt');
}

/** A setting that the app asked for by name and that its own environment does not have. */
export function findMissingSetting(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    if (!symptoms.insideRed && !nothingAnswers(probes)) {
        return [];
    }
    const said = [
        /(?:\b(?:environ|os\.py)\b[^]{0,300})?\bKeyError: ["']([A-Z][A-Z0-9_]{2,})["']/,
        /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b (?:is not set|is required|environment variable|must be set)/,
        /(?:missing|undefined) (?:required )?(?:environment variable|setting):? ["'`]?([A-Z][A-Z0-9_]{2,})/i,
    ]
        .map((pattern) => findText(symptoms, pattern))
        .find((found) => found !== undefined);
    const name = said?.match[1];
    // Those of the identity are the platform's to set: without them the app has none.
    if (said === undefined || name === undefined || /^(?:IDENTITY|MSI)_/.test(name) || probes.environment?.[name] !== undefined) {
        return [];
    }
    // `KeyError: 'EUR'` may be any dictionary's: only that the sources read such a variable makes it a setting.
    const bare = said.match[0].startsWith('KeyError');
    const read = probes.variables?.find((one) => one.name === name);
    const sure = said.check !== 'logs' && probes.environmentSource === 'listener' && (!bare || read !== undefined);
    const confidence = sure
        ? 'certain'
        : bare && read === undefined && (probes.variables !== undefined || !name.includes('_'))
          ? 'possible'
          : 'likely';
    return [
        {
            cause: 'setting-missing',
            layer: 'settings',
            confidence,
            facts: { name },
            evidence: [
                { check: said.check, quoted: said.text },
                ...(read === undefined ? [] : [{ check: 'packages', text: `${name} is read at ${read.where}` }]),
                {
                    check: 'environment',
                    text:
                        probes.environmentSource === 'settings'
                            ? `${name} is not in the app's settings`
                            : `${name} is not in the app's environment`,
                },
            ],
            next: [{ kind: 'edit-setting', name }],
        },
    ];
}

export function findLatency(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const app = median(probes.appLatenciesMs);
    const model = median(probes.modelLatenciesMs);
    if (app === undefined || symptoms.insideRed) {
        return [];
    }
    const evidence = [
        { check: 'latency', text: `the app answers in ${Math.round(app)} ms (median of ${probes.appLatenciesMs?.length ?? 0})` },
        ...(model === undefined
            ? []
            : [
                  {
                      check: 'latency',
                      text: `the model answers in ${Math.round(model)} ms (median of ${probes.modelLatenciesMs?.length ?? 0})`,
                  },
              ]),
    ];
    const facts = { appMs: Math.round(app), modelMs: Math.round(model ?? 0) };
    if (app < 2000) {
        return [];
    }
    const host = probes.endpointHost;
    const name = slowName(probes, host);
    // Every measured call looks the name up anew.
    if (host !== undefined && name !== undefined && name >= 0.5 * (model ?? app)) {
        return [nameSlow(host, name, evidence)];
    }
    if (model === undefined) {
        return [{ cause: 'latency-in-app', layer: 'app', confidence: 'possible', facts, evidence, next: [{ kind: 'show-logs' }] }];
    }
    // Several calls of the model in one request are the app's doing, but slow all the same: three times the model is where it stops being explained by it.
    if (app >= 3 * model) {
        return [
            {
                cause: 'latency-in-app',
                layer: 'app',
                confidence: app >= 5 * model ? 'certain' : 'likely',
                facts,
                evidence,
                next: [{ kind: 'open-terminal' }, { kind: 'show-logs' }],
            },
        ];
    }
    return model >= 0.6 * app
        ? [
              {
                  cause: 'latency-in-model',
                  layer: 'model',
                  confidence: 'likely',
                  facts,
                  evidence,
                  next: modelSteps('open-model-metrics', host),
              },
          ]
        : [];
}

function nothingAnswers(probes: Probes): boolean {
    return probes.listeners === undefined ? probes.reachedContainer === 'no' : probes.appPort === undefined;
}

function normal(name: string): string {
    return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function median(values: readonly number[] | undefined): number | undefined {
    const sorted = [...(values ?? [])].sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)];
}
