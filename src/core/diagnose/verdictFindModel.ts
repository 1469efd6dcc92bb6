import { endpointVariables, keyVariables, modelVariables } from './modelVariables';
import { isSilent, quoteAnswer } from './quoteAnswer';
import { namesOtherService, spokenOf } from './spokenOf';
import { findText, isRed, type Symptoms } from './verdictSymptoms';
import type { EvidenceLine, Finding, NextStep } from './verdictFinding';
import type { Probes, RequestOutcome } from './verdictProbes';

// Hosts whose first label is a resource's name: the rest of the name is Microsoft's and exists.
const aiSuffix =
    /^[a-z0-9-]+\.(openai\.azure\.com|cognitiveservices\.azure\.com|services\.ai\.azure\.com|inference\.ai\.azure\.com|models\.ai\.azure\.com|openai\.azure\.us)$/i;

// The endpoint of a resource as it is given by the portal, by the newer API and by Foundry's projects.
const plainEndpoint = /^https?:\/\/[^/]+(?:\/openai(?:\/v1)?|\/api\/projects\/[^/]+)?\/?$/i;

const credentialWords =
    /ClientAuthenticationError|DefaultAzureCredential|ManagedIdentity|CredentialUnavailable|managed identity|AADSTS\d+|AZURE_CLIENT_ID/i;
// No token came, as the libraries of identities say it.
const tokenWords =
    /DefaultAzureCredential|ManagedIdentityCredential|CredentialUnavailable|failed to retrieve a token|No User Assigned|AADSTS\d+/i;
// A service's own code before its words: what it refuses is the token that it was shown.
const refusedByService = /ClientAuthenticationError: \((?:Unauthorized|Forbidden|AuthenticationFailed|InvalidAuthenticationToken)\)/;
const connectionWords =
    /APIConnectionError|Connection error|Name or service not known|getaddrinfo|NameResolution|ENOTFOUND|EAI_AGAIN|Could not resolve|nodename nor servname|Temporary failure in name/i;

const neverStarted = /No module named|Cannot find (?:module|package)|\bis not set\b/;

// One look-up takes milliseconds; clients give up after some seconds.
const slowNameMs = 3000;

/** Milliseconds that looking up this host takes, when it is the host that is slow to be found. */
export function slowName({ nameDurationsMs, names }: Probes, host: string | undefined): number | undefined {
    const ms = host === undefined ? undefined : nameDurationsMs?.[host];
    return ms !== undefined && ms >= slowNameMs && (host === undefined || names?.[host] === 'ok') ? ms : undefined;
}

export function nameSlow(host: string, ms: number, evidence: readonly EvidenceLine[]): Finding {
    return {
        cause: 'name-slow',
        layer: 'network',
        confidence: 'likely',
        facts: { host, ms: Math.round(ms) },
        evidence: [{ check: 'dns', text: `${host} was found after ${Math.round(ms)} ms` }, ...evidence],
        next: [{ kind: 'open-terminal' }],
    };
}

function notAssignedSteps(clientId: string) {
    return [
        { kind: 'edit-setting', name: 'AZURE_CLIENT_ID' },
        { kind: 'remove-setting', name: 'AZURE_CLIENT_ID' },
        { kind: 'assign-identity', clientId },
    ] as const;
}

export function findNames(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const host = probes.endpointHost;
    const outcome = host === undefined ? undefined : probes.names?.[host];
    if (host === undefined || outcome === undefined || outcome === 'ok' || symptoms.proven) {
        return [];
    }
    const others = Object.entries(probes.names ?? {}).filter(([name]) => name !== host);
    const works = others.some(([, result]) => result === 'ok');
    const said = findText(symptoms, connectionWords);
    const evidence: EvidenceLine[] = [
        { check: 'dns', quoted: `${host}: ${outcome}` },
        ...others.map(([name, result]) => ({ check: 'dns', quoted: `${name}: ${result}` })),
        ...(said === undefined ? [] : [{ check: said.check, quoted: said.text }]),
    ];
    const facts = { host, variable: endpointVariable(probes) };
    const next = [{ kind: 'edit-setting', name: endpointVariable(probes) }] as const;
    // A name that does not resolve is no reason for an error that speaks of something else; an app that lacks a package never came so far.
    const other = isOther(probes, symptoms, spokenOf(symptoms, 0, host)) && findText(symptoms, neverStarted) === undefined;
    const reserved = /\.(invalid|test|example|localhost)$/i.test(host);
    if (aiSuffix.test(host) && outcome === 'no-such-name') {
        // A resolver that knows no other name either may simply have no way out.
        const confidence = !works || other ? 'possible' : said !== undefined ? 'certain' : 'likely';
        return [{ cause: 'endpoint-wrong', layer: 'settings', confidence, facts, evidence, next }];
    }
    if (works || reserved || outcome === 'no-such-name') {
        const confidence = other ? 'possible' : !works && !reserved ? 'likely' : said !== undefined ? 'certain' : 'likely';
        return [{ cause: 'name-unknown', layer: 'network', confidence, facts, evidence, next }];
    }
    const alone = others.length === 0;
    return [
        {
            cause: 'resolver-down',
            layer: 'network',
            confidence: alone || other ? 'possible' : 'likely',
            facts,
            evidence,
            next: [{ kind: 'open-terminal' }],
        },
    ];
}

export function findIdentity(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const { identity } = probes;
    if (identity === undefined) {
        return identityFromOutside(probes, symptoms);
    }
    // A key does without an identity, and an app that works proves that it has what it needs.
    if (identity.usesKey === 'yes' || symptoms.proven) {
        return [];
    }
    const said = saidOfCredentials(symptoms);
    // No identity explains an answer that tells of something else.
    const other = isOther(probes, symptoms, spokenOf(symptoms, 401, probes.endpointHost));
    const wanted = said !== undefined || probes.endpoint !== undefined;
    const answered = said !== undefined && said.check !== 'logs';
    const saidLines = said === undefined ? [] : [{ check: said.check, quoted: said.text }];
    if (identity.endpoint === 'unset') {
        return said === undefined
            ? []
            : [
                  {
                      cause: 'identity-missing',
                      layer: 'identity',
                      confidence: said.check !== 'logs' ? 'certain' : 'likely',
                      facts: {},
                      evidence: [{ check: 'identity', text: 'the container has no IDENTITY_ENDPOINT' }, ...saidLines],
                      next: [{ kind: 'assign-identity', clientId: '' }],
                  },
              ];
    }
    const { system, client, clientId } = identity;
    if (client?.token === 'no' && clientId !== undefined) {
        const facts = { clientId };
        const evidence = [
            { check: 'environment', quoted: `AZURE_CLIENT_ID=${clientId}` },
            {
                check: 'identity',
                text: isSilent(client) ? 'a token for this client: no answer' : 'a token for this client',
                ...quoteAnswer(client),
            },
            ...(system === undefined
                ? []
                : [
                      system.token === 'yes'
                          ? { check: 'identity', text: "a token for the system's identity was given" }
                          : systemToken(system),
                  ]),
            ...saidLines,
        ];
        if (client.status >= 400 && client.status < 500) {
            // Not every app that has the variable uses it: without a failure that speaks of credentials it is only likely.
            const confidence = answered ? 'certain' : said !== undefined || (symptoms.insideRed && !other) ? 'likely' : 'possible';
            return [
                {
                    cause: 'identity-not-assigned',
                    layer: 'identity',
                    confidence,
                    facts,
                    evidence,
                    next: notAssignedSteps(clientId),
                },
            ];
        }
        return [
            {
                cause: 'identity-unreachable',
                layer: 'identity',
                confidence: said === undefined ? 'possible' : 'likely',
                facts,
                evidence,
                next: [{ kind: 'restart' }],
            },
        ];
    }
    if (clientId === undefined && system?.token === 'no' && wanted) {
        const refused = system.status >= 400 && system.status < 500;
        // Of several nobody can say which one was meant.
        const [own] = probes.assigned ?? [];
        const cause = !refused ? 'identity-unreachable' : own === undefined ? 'identity-missing' : 'identity-not-chosen';
        return [
            {
                cause,
                layer: 'identity',
                confidence: answered ? 'certain' : symptoms.insideRed && !other ? 'likely' : 'possible',
                facts: cause === 'identity-not-chosen' ? { identity: own?.name ?? '' } : {},
                evidence: [
                    systemToken(system),
                    ...(probes.assigned ?? []).map((one) => ({ check: 'platform', text: `assigned: ${one.name}, client ${one.clientId}` })),
                    ...saidLines,
                ],
                next: !refused
                    ? [{ kind: 'restart' }]
                    : own === undefined
                      ? [{ kind: 'assign-identity', clientId: '' }]
                      : probes.assigned?.length === 1
                        ? [{ kind: 'set-setting', name: 'AZURE_CLIENT_ID', value: own.clientId }]
                        : [{ kind: 'edit-setting', name: 'AZURE_CLIENT_ID' }],
            },
        ];
    }
    return [];
}

/** A failure to get a token, in a red answer or the log. Another service that refuses a token had one. */
function saidOfCredentials(symptoms: Symptoms): ReturnType<typeof findText> {
    const said = findText(symptoms, credentialWords);
    const asked = said !== undefined && namesOtherService(said.text) && !tokenWords.test(said.text);
    return asked || refusedByService.test(said?.text ?? '') ? undefined : said;
}

/** The identity endpoint's own words in a red answer are evidence enough where it could not be asked from inside. */
function identityFromOutside(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const said = findText(symptoms, /No User Assigned or Delegated Managed Identity found/i);
    const clientId = probes.environment?.AZURE_CLIENT_ID ?? '';
    if (said === undefined || symptoms.proven) {
        return [];
    }
    return [
        {
            cause: 'identity-not-assigned',
            layer: 'identity',
            // Without the setting the app names the identity in some other way, which these words would not fit.
            confidence: said.check !== 'logs' && clientId !== '' ? 'likely' : 'possible',
            facts: { clientId },
            evidence: [
                ...(clientId === '' ? [] : [{ check: 'environment', quoted: `AZURE_CLIENT_ID=${clientId}` }]),
                { check: said.check, quoted: said.text },
            ],
            next: notAssignedSteps(clientId),
        },
    ];
}

/** The app was told to wait, and the model takes requests now: that the one explains the other was not seen. */
function throttledBefore(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const said = findText(symptoms, /RateLimitError|\b429\b/);
    return said === undefined || !symptoms.insideRed
        ? []
        : [
              {
                  cause: 'model-throttled',
                  layer: 'model',
                  confidence: 'possible',
                  facts: { host: probes.endpointHost ?? '', model: probes.model ?? '', status: 429 },
                  evidence: [{ check: said.check, quoted: said.text }],
                  next: modelSteps('open-model-metrics', probes.endpointHost),
              },
          ];
}

/** A model without a host that was read is nobody's to look up. */
export function modelSteps(kind: 'open-model-metrics' | 'open-model-health', host: string | undefined): readonly NextStep[] {
    return host === undefined ? [] : [{ kind, host }];
}

/** Azure names the right that a signed-in caller lacks: the app got a token and was refused, whoever else could not ask. */
function refusedByItsWords(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const said = findText(symptoms, /lacks the required data action\W{1,4}Microsoft\.CognitiveServices\//i);
    const host = probes.endpointHost ?? hostOf(probes.environment?.[endpointVariable(probes)] ?? '');
    if (said === undefined || host === undefined) {
        return [];
    }
    return [
        {
            cause: 'identity-no-role',
            layer: 'identity',
            confidence: said.check === 'logs' ? 'possible' : 'likely',
            facts: { host, status: /\b403\b/.test(said.text) ? 403 : 401 },
            evidence: [{ check: said.check, quoted: said.text }],
            next: [{ kind: 'assign-role', host }],
        },
    ];
}

function hostOf(endpoint: string): string | undefined {
    return /^https?:\/\/([^/:?#@\s]+)/i.exec(endpoint)?.[1]?.toLowerCase();
}

export function findModel(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const answer = probes.modelAnswer;
    const { endpoint, endpointHost: host } = probes;
    if (answer === undefined || endpoint === undefined || symptoms.proven) {
        return symptoms.proven ? [] : refusedByItsWords(probes, symptoms);
    }
    if (answer.status >= 200 && answer.status < 300) {
        return throttledBefore(probes, symptoms);
    }
    const facts = {
        host: host ?? '',
        model: probes.model ?? '',
        status: answer.status,
        variable: endpointVariable(probes),
        setting: setOf(probes, modelVariables),
    };
    const evidence: readonly EvidenceLine[] = [
        {
            check: 'model',
            text: isSilent(answer)
                ? `POST ${host ?? '?'}, model ${probes.model ?? '?'}: no answer`
                : `POST ${host ?? '?'}, model ${probes.model ?? '?'}`,
            ...quoteAnswer(answer),
        },
    ];
    const spoken = spokenOf(symptoms, answer.status, host);
    const other = isOther(probes, symptoms, spoken);
    const confidence = other ? 'possible' : symptoms.insideRed && spoken === 'model' ? 'certain' : 'likely';
    const weaker = other ? 'possible' : 'likely';
    const edit = { kind: 'edit-setting', name: endpointVariable(probes) } as const;
    if (!/^https?:\/\/[^/]+/i.test(endpoint)) {
        return [{ cause: 'endpoint-wrong', layer: 'settings', confidence: other ? 'possible' : 'certain', facts, evidence, next: [edit] }];
    }
    const failed = answer.error ?? '';
    if (answer.status === 0) {
        if (host !== undefined && probes.names?.[host] !== undefined && probes.names[host] !== 'ok') {
            return [];
        }
        const certificate = host === undefined ? undefined : probes.certificates?.[host];
        if (/certificate|CERT_|SSL|TLS|self.signed/i.test(failed) || certificate?.outcome === 'refused') {
            return [
                {
                    cause: 'certificate',
                    layer: 'network',
                    confidence,
                    facts,
                    evidence: [
                        ...evidence,
                        ...(certificate?.outcome === 'refused'
                            ? [{ check: 'certificates', quoted: `${host ?? ''}: ${certificate.text}` }]
                            : []),
                    ],
                    next: [{ kind: 'open-terminal' }],
                },
            ];
        }
        const name = slowName(probes, host);
        if (host !== undefined && name !== undefined && /resolv|timed? ?out/i.test(failed)) {
            return other ? [] : [nameSlow(host, name, evidence)];
        }
        // A name that was found at another moment is a name that is not always found.
        const unnamed = /resolv|name resolution|getaddrinfo|EAI_AGAIN|ENOTFOUND/i.test(failed);
        return [
            {
                cause: 'endpoint-unreachable',
                layer: 'network',
                confidence: !unnamed && host !== undefined && probes.names?.[host] === 'ok' ? weaker : 'possible',
                facts,
                evidence,
                next: [{ kind: 'open-terminal' }],
            },
        ];
    }
    if (answer.status === 404) {
        // Without a model's name the path leads nowhere anywhere; the app may know one that no setting names.
        if (probes.model === undefined) {
            return refusedByItsWords(probes, symptoms);
        }
        return /DeploymentNotFound|deployment .*does not exist|model_not_found/i.test(answer.body)
            ? [
                  {
                      cause: 'model-not-found',
                      layer: 'settings',
                      confidence,
                      facts,
                      evidence,
                      next: [{ kind: 'edit-setting', name: facts.setting }],
                  },
              ]
            : [
                  {
                      cause: 'endpoint-wrong',
                      layer: 'settings',
                      // Behind a path of its own, as a gateway's, the models may be found in another way.
                      confidence: plainEndpoint.test(endpoint) ? weaker : 'possible',
                      facts,
                      evidence,
                      next: [edit],
                  },
              ];
    }
    if (answer.status === 403 && /Virtual Network|Firewall rules|Public access is disabled|private endpoint/i.test(answer.body)) {
        return [{ cause: 'model-network-refused', layer: 'network', confidence, facts, evidence, next: [{ kind: 'open-terminal' }] }];
    }
    if (answer.status === 401 || answer.status === 403) {
        if (answer.auth === 'key') {
            const key = setOf(probes, keyVariables);
            if (/AuthenticationTypeDisabled|Key based authentication is disabled/i.test(answer.body)) {
                return [
                    {
                        cause: 'keys-disabled',
                        layer: 'settings',
                        confidence,
                        facts,
                        evidence,
                        next: [{ kind: 'remove-setting', name: key }],
                    },
                ];
            }
            return [
                {
                    cause: 'key-refused',
                    layer: 'settings',
                    confidence,
                    facts,
                    evidence,
                    next: [{ kind: 'edit-setting', name: key }],
                },
            ];
        }
        if (answer.auth === 'none') {
            return refusedByItsWords(probes, symptoms);
        }
        const denied = /PermissionDenied|lacks the required|does not have (access|authorization)|AuthorizationFailed|Principal/i.test(
            answer.body,
        );
        return [
            {
                cause: 'identity-no-role',
                layer: 'identity',
                // So Azure answers a token at an address that knows none, such as a region's.
                confidence: denied ? confidence : /wrong API endpoint/i.test(answer.body) ? 'possible' : weaker,
                facts,
                evidence,
                next: [{ kind: 'assign-role', host: host ?? '' }],
            },
        ];
    }
    if (answer.status === 429) {
        return [
            { cause: 'model-throttled', layer: 'model', confidence: weaker, facts, evidence, next: modelSteps('open-model-metrics', host) },
        ];
    }
    if (answer.status >= 500) {
        return [{ cause: 'model-down', layer: 'model', confidence: weaker, facts, evidence, next: modelSteps('open-model-health', host) }];
    }
    // 400 and the like: the probe's request may not suit this model; that says nothing about the app.
    return [];
}

/** True when what the app answers is not explained by its model or its identity, however those do. */
function isOther(probes: Probes, symptoms: Symptoms, spoken: ReturnType<typeof spokenOf>): boolean {
    if (spoken !== 'nothing') {
        return spoken === 'another';
    }
    // An app that never came so far, one that refuses, and one of which only the health path fails may be silent for any reason.
    const unheard = probes.requests.some(({ inside }) => inside !== undefined) && !symptoms.alive;
    const refuses = symptoms.refused && !symptoms.insideRed && !symptoms.outsideRed;
    const named = probes.requests.slice(1).some(({ inside, outside }) => [inside, outside].some((one) => one !== undefined && isRed(one)));
    return unheard || refuses || !named;
}

function endpointVariable(probes: Probes): string {
    return setOf(probes, endpointVariables);
}

/** The first of these variables that the app has, as the checks look for it; else the first. */
function setOf({ environment }: Probes, names: readonly [string, ...string[]]): string {
    return names.find((name) => (environment?.[name] ?? '') !== '') ?? names[0];
}

function systemToken(outcome: RequestOutcome): EvidenceLine {
    return {
        check: 'identity',
        text: isSilent(outcome) ? "a token for the system's identity: no answer" : "a token for the system's identity",
        ...quoteAnswer(outcome),
    };
}
