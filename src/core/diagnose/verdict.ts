import { redact } from '../../base/redact';
import { errorPageText } from './errorPageText';
import { findImportError, findLatency, findMissingSetting, findPort } from './verdictFindApp';
import { findIdentity, findModel, findNames } from './verdictFindModel';
import { isSilent, quoteAnswer } from './quoteAnswer';
import { findClockSkew, findCrashLoop, findDisk, findMemory, findPlatform, findReadOnly, findUnready } from './verdictFindSystem';
import type { Cause, Confidence, EvidenceLine, Finding, Layer } from './verdictFinding';
import type { Probes } from './verdictProbes';
import { isGreen, isRed, readSymptoms, type Symptoms } from './verdictSymptoms';

/**
 * What is at fault. `causes` are independent of each other, the surest first; `observations` were seen but explain nothing that is red.
 * `cannot-tell` is an answer: something is red and no finding is at least likely. A wrong confident answer counts double.
 */
export interface Verdict {
    readonly kind: 'cause' | 'healthy' | 'cannot-tell';
    readonly causes: readonly Finding[];
    readonly observations: readonly Finding[];
    /** The layers that were tested and found good: why the fault must be in what is left. */
    readonly eliminated: readonly { readonly layer: Layer; readonly evidence: EvidenceLine }[];
    /** The red facts themselves. */
    readonly symptoms: readonly EvidenceLine[];
}

const rank: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

/** What a cause explains: these are its consequences and no causes of their own. */
const explains: Partial<Record<Cause, readonly Cause[]>> = {
    'app-stopped': ['platform-path', 'not-listening', 'crash-loop', 'port-mismatch', 'revision-not-ready'],
    'port-mismatch': ['platform-path', 'crash-loop', 'revision-not-ready'],
    'loopback-only': ['platform-path', 'crash-loop', 'revision-not-ready'],
    'ipv6-only': ['platform-path', 'crash-loop', 'revision-not-ready'],
    'import-incompatible': ['not-listening', 'crash-loop', 'platform-path', 'port-mismatch', 'revision-not-ready'],
    'import-error': ['not-listening', 'crash-loop', 'platform-path', 'port-mismatch', 'revision-not-ready'],
    'setting-missing': ['not-listening', 'crash-loop', 'platform-path', 'port-mismatch', 'revision-not-ready'],
    'out-of-memory': ['not-listening', 'crash-loop', 'platform-path', 'revision-not-ready'],
    'disk-full': ['not-listening', 'crash-loop', 'platform-path', 'revision-not-ready'],
    'crash-loop': ['not-listening', 'platform-path', 'revision-not-ready'],
    'not-listening': ['platform-path', 'revision-not-ready'],
    'name-unknown': ['endpoint-unreachable', 'model-down'],
    'resolver-down': ['endpoint-unreachable', 'identity-unreachable', 'name-unknown'],
    'name-slow': ['endpoint-unreachable', 'latency-in-model'],
    'endpoint-wrong': ['endpoint-unreachable', 'model-not-found'],
    'clock-skew': ['certificate', 'identity-no-role'],
    'identity-missing': ['identity-no-role'],
    'identity-not-chosen': ['identity-no-role'],
    'identity-not-assigned': ['identity-no-role'],
};

/** Decides by elimination; pure. Evidence and facts are masked here, so that whatever shows or exports them need not. */
export function decideVerdict(seen: Probes): Verdict {
    const probes = withoutOthers(seen);
    const symptoms = readSymptoms(probes);
    const found = [
        findPlatform,
        findUnready,
        findPort,
        findImportError,
        findMissingSetting,
        findMemory,
        findDisk,
        findReadOnly,
        findCrashLoop,
        findNames,
        findIdentity,
        findModel,
        findLatency,
        findClockSkew,
    ].flatMap((find) => find(probes, symptoms));
    const strong = found.filter((finding) => finding.confidence !== 'possible');
    const explained = new Set(strong.flatMap((finding) => explains[finding.cause] ?? []));
    // An app that answers well on the port that it took did start: whatever it fails at later is another fault.
    const stands = (finding: Finding) => finding.cause === 'port-mismatch' && finding.confidence === 'certain';
    const causes = strong
        .filter((finding) => stands(finding) || !explained.has(finding.cause))
        .sort((a, b) => rank[a.confidence] - rank[b.confidence]);
    // Nothing that answered is no health.
    const answered = probes.requests.some(({ outside, inside }) => outside !== undefined || inside !== undefined);
    const red = symptoms.outsideRed || symptoms.insideRed || symptoms.refused || symptoms.differs || !answered;
    return {
        kind: causes.length > 0 ? 'cause' : red ? 'cannot-tell' : 'healthy',
        causes: causes.map(masked),
        observations: found.filter((finding) => !strong.includes(finding)).map(masked),
        eliminated: eliminate(probes, symptoms).map(({ layer, evidence }) => ({ layer, evidence: maskedLine(evidence) })),
        symptoms: redLines(probes, symptoms).map(maskedLine),
    };
}

/** What another revision answers to visitors says nothing of the one that is not ready. */
function withoutOthers(probes: Probes): Probes {
    return probes.platform?.serving === undefined
        ? probes
        : { ...probes, requests: probes.requests.map(({ outside: _, ...request }) => request) };
}

function eliminate(probes: Probes, symptoms: Symptoms): Verdict['eliminated'] {
    const out: { layer: Layer; evidence: EvidenceLine }[] = [];
    if (symptoms.outsideGreen) {
        out.push({ layer: 'platform', evidence: { check: 'outside', text: 'the public address answers' } });
    }
    if (symptoms.insideGreen) {
        out.push({ layer: 'app', evidence: { check: 'local', text: 'the app answers inside its container' } });
    }
    const host = probes.endpointHost;
    if (host !== undefined && probes.names?.[host] === 'ok') {
        out.push({ layer: 'network', evidence: { check: 'dns', text: `${host} resolves` } });
    }
    if (probes.identity?.client?.token === 'yes' || (probes.identity?.clientId === undefined && probes.identity?.system?.token === 'yes')) {
        out.push({ layer: 'identity', evidence: { check: 'identity', text: 'the managed identity gives a token' } });
    }
    if (probes.modelAnswer !== undefined && probes.modelAnswer.status >= 200 && probes.modelAnswer.status < 300) {
        out.push({
            layer: 'model',
            evidence: { check: 'model', text: `the model answers in ${Math.round(probes.modelAnswer.durationMs)} ms` },
        });
    }
    return out;
}

function redLines(probes: Probes, { insideVoid }: Symptoms): EvidenceLine[] {
    const serving = probes.platform?.serving;
    const others = serving === undefined ? [] : [{ check: 'platform', text: 'visitors still get the revision before', quoted: serving }];
    const failing = probes.requests.flatMap((request) =>
        (['outside', 'inside'] as const).flatMap((side) => {
            const outcome = request[side];
            return outcome === undefined ||
                isGreen(outcome) ||
                (side === 'inside' && insideVoid) ||
                (request === probes.requests[0] && !isRed(outcome))
                ? []
                : [
                      {
                          check: side === 'outside' ? 'outside' : 'local',
                          text:
                              side === 'outside'
                                  ? isSilent(outcome)
                                      ? `${request.title} from outside: no answer`
                                      : `${request.title} from outside`
                                  : isSilent(outcome)
                                    ? `${request.title} from inside: no answer`
                                    : `${request.title} from inside`,
                          ...quoteAnswer({ ...outcome, body: errorPageText(outcome.body) }, 200),
                      },
                  ];
        }),
    );
    return [...others, ...failing];
}

function masked(finding: Finding): Finding {
    return {
        ...finding,
        facts: Object.fromEntries(
            Object.entries(finding.facts).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]),
        ),
        evidence: finding.evidence.map(maskedLine),
    };
}

function maskedLine({ check, text, quoted }: EvidenceLine): EvidenceLine {
    return {
        check,
        ...(text === undefined ? {} : { text: redact(text).slice(0, 500) }),
        ...(quoted === undefined ? {} : { quoted: redact(quoted).slice(0, 500) }),
    };
}
