import { isSilent, quoteAnswer } from './quoteAnswer';
import { saysNothing } from './saysNothing';
import { expectedPort } from './verdictFindApp';
import { findText, isGreen, isRed, speaks, type Symptoms } from './verdictSymptoms';
import type { Confidence, Finding } from './verdictFinding';
import type { Probes, RequestOutcome } from './verdictProbes';

export function findMemory(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const kills = probes.memory?.oomKills ?? 0;
    const said = findText(
        symptoms,
        /\bOOM|out of memory|OOMKilled|exit(?:ed)?(?: with)?(?: code)?:? 137\b|Worker .*was sent SIGKILL|MemoryError|heap out of memory/i,
        'any-line',
    );
    const red = symptoms.insideRed || symptoms.outsideRed;
    if (!red || (kills === 0 && said === undefined)) {
        return [];
    }
    const { limitBytes, usedBytes } = probes.memory ?? {};
    return [
        {
            cause: 'out-of-memory',
            layer: 'container',
            confidence: memoryConfidence(probes, symptoms, said),
            facts: { limitMiB: limitBytes === undefined ? '' : Math.round(limitBytes / 1048576), kills },
            evidence: [
                ...(kills > 0 ? [{ check: 'memory', text: `the kernel killed ${kills} processes of this container for memory` }] : []),
                ...(usedBytes === undefined || limitBytes === undefined
                    ? []
                    : [{ check: 'memory', text: `${Math.round(usedBytes / 1048576)} of ${Math.round(limitBytes / 1048576)} MiB used` }]),
                ...(said === undefined ? [] : [{ check: said.check, quoted: said.text }]),
            ],
            next: [{ kind: 'show-logs' }],
        },
    ];
}

/** A kill may be of yesterday: an app that answers, one that merely hangs, or a red answer that names another error is not explained by it. */
function memoryConfidence(
    probes: Probes,
    symptoms: Symptoms,
    said: { readonly check: string; readonly text: string } | undefined,
): Confidence {
    const killed = (probes.memory?.oomKills ?? 0) > 0;
    if (said !== undefined && said.check !== 'logs') {
        return killed ? 'certain' : 'likely';
    }
    const lastSignal = symptoms.logs.findLast((line) => line.includes('was sent SIG'));
    if (!killed || speaks(symptoms) || (lastSignal !== undefined && !lastSignal.includes('SIGKILL'))) {
        return 'possible';
    }
    // What answered it ended in the middle.
    const dropped = probes.requests.some(({ inside }) =>
        /empty reply|reset|closed|hang ?up|hung up|disconnected/i.test(inside?.status === 0 ? (inside.error ?? '') : ''),
    );
    if (dropped && said !== undefined) {
        return symptoms.alive ? 'likely' : 'certain';
    }
    const listens = probes.appPort !== undefined || probes.listeners === undefined;
    return symptoms.alive || listens ? 'possible' : said === undefined ? 'likely' : 'certain';
}

/** The app says itself that it may not write where it wants to. */
export function findReadOnly(_: Probes, symptoms: Symptoms): readonly Finding[] {
    const said = findText(symptoms, /(?:read-only file system|\bEROFS\b)(?:[^'"]{0,80}['"]([^'"]{1,200})['"])?/i);
    return said === undefined || !(symptoms.insideRed || symptoms.outsideRed)
        ? []
        : [
              {
                  cause: 'disk-read-only',
                  layer: 'container',
                  confidence: said.check === 'logs' ? 'likely' : 'certain',
                  facts: { path: said.match[1] ?? '/' },
                  evidence: [{ check: said.check, quoted: said.text }],
                  next: [{ kind: 'show-logs' }, { kind: 'open-terminal' }],
              },
          ];
}

export function findDisk(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const full = (probes.disks ?? []).filter((disk) => disk.freeKiB < 1024 || (disk.totalKiB > 0 && disk.freeKiB / disk.totalKiB < 0.002));
    const noInodes = probes.inodesFree === 0;
    const said = findText(symptoms, /No space left on device|ENOSPC|disk quota exceeded|database or disk is full/i, 'any-line');
    const red = symptoms.insideRed || symptoms.outsideRed;
    if ((full.length === 0 && !noInodes) || (!red && said === undefined)) {
        return [];
    }
    return [
        {
            cause: 'disk-full',
            layer: 'container',
            confidence:
                said !== undefined && red && (said.check !== 'logs' || !speaks(symptoms))
                    ? 'certain'
                    : speaks(symptoms) || symptoms.bodies.some(({ text }) => !mayNotWrite(text))
                      ? 'possible'
                      : 'likely',
            facts: { path: full[0]?.path ?? '/' },
            evidence: [
                ...full.map((disk) => ({ check: 'disk', text: `${disk.path}: ${disk.freeKiB} of ${disk.totalKiB} KiB free` })),
                ...(noInodes ? [{ check: 'disk', text: 'no inode is free' }] : []),
                ...(said === undefined ? [] : [{ check: said.check, quoted: said.text }]),
            ],
            next: [{ kind: 'open-terminal' }],
        },
    ];
}

/** An app that cannot write says so, or nothing at all. */
function mayNotWrite(answer: string): boolean {
    return (
        saysNothing(answer) || /\b(?:save|sav(?:ed|ing)|writ(?:e|ten|ing)|stor(?:e|ed|ing|age)|upload|persist|disk|space)\b/i.test(answer)
    );
}

export function findCrashLoop(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const restarts = probes.platform?.restarts ?? 0;
    const boots = symptoms.logs.filter((line) =>
        /Booting worker with pid|Worker failed to boot|Container .* (?:exited|couldn't be started)|Back-off restarting/i.test(line),
    ).length;
    const exits = symptoms.logs.filter((line) =>
        /Worker failed to boot|Worker .*exited|Container .* (?:exited|couldn't be started)|Back-off restarting/i.test(line),
    ).length;
    if ((!symptoms.outsideRed && !symptoms.insideRed) || (restarts < 3 && !(boots >= 3 && exits >= 2))) {
        return [];
    }
    return [
        {
            cause: 'crash-loop',
            layer: 'container',
            // Platforms count restarts for as long as the app exists: one that answers, or has run for a while, is in no loop now.
            confidence:
                symptoms.alive || runsFor(probes) > 600
                    ? 'possible'
                    : restarts >= 3 && runsFor(probes) >= 0 && runsFor(probes) < 120
                      ? 'certain'
                      : 'likely',
            facts: { restarts },
            evidence: [
                ...(restarts > 0 ? [{ check: 'platform', text: `restarted ${restarts} times` }] : []),
                ...symptoms.logs
                    .filter((line) => /failed to boot|exited|couldn't be started|Back-off/i.test(line))
                    .slice(-3)
                    .map((line) => ({ check: 'logs', quoted: line })),
            ],
            next: [{ kind: 'show-logs' }],
        },
    ];
}

/** Seconds since the container's first process began; -1 when that is not known. */
function runsFor(probes: Probes): number {
    return probes.processes?.find(({ pid }) => pid === 1)?.ageSeconds ?? -1;
}

const timeWords = /certificate|expired|not yet valid|immature|nbf|\bexp\b|AADSTS|RequestTimeTooSkewed|clock|skew/i;

/** A clock that is ahead lets things expire, one that is behind makes them not valid yet; certificates last for months. */
function fits(skewSeconds: number, said: string | undefined): boolean {
    if (said === undefined || (/certificate|CERT_/i.test(said) && Math.abs(skewSeconds) < 86_400)) {
        return false;
    }
    return /not yet valid|\bnbf\b|immature/i.test(said) ? skewSeconds < 0 : /expired|\bexp\b/i.test(said) ? skewSeconds > 0 : true;
}

export function findClockSkew(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const skew = probes.clockSkewSeconds ?? 0;
    if (Math.abs(skew) < 300 || symptoms.proven) {
        return [];
    }
    return [
        {
            cause: 'clock-skew',
            layer: 'container',
            // This machine's clock may be the wrong one.
            confidence: symptoms.insideRed && fits(skew, findText(symptoms, timeWords)?.text) ? 'likely' : 'possible',
            facts: { seconds: Math.round(skew) },
            evidence: [
                {
                    check: 'clock',
                    text:
                        skew > 0
                            ? `the container's clock is ${Math.round(skew)} s ahead of this machine's`
                            : `the container's clock is ${Math.round(-skew)} s behind this machine's`,
                },
            ],
            next: [{ kind: 'restart' }],
        },
    ];
}

/** Inside everything answers on the port that the platform uses, outside it does not: what lies between is not the app. */
export function findPlatform(probes: Probes, symptoms: Symptoms): readonly Finding[] {
    const state = probes.platform?.state ?? '';
    if (/^stopped$/i.test(state)) {
        return [
            {
                cause: 'app-stopped',
                layer: 'platform',
                confidence: 'certain',
                facts: { state },
                evidence: [{ check: 'platform', text: `Azure says that the app's state is ${state}` }],
                next: [{ kind: 'start' }],
            },
        ];
    }
    const compared = probes.requests.find(
        ({ outside, inside }, n) =>
            outside !== undefined &&
            inside !== undefined &&
            isGreen(inside) &&
            (isRed(outside) || knowsNoApp(outside) || (n > 0 && isRefusal(outside))),
    );
    if (compared?.outside === undefined || compared.inside === undefined) {
        return [];
    }
    const port = expectedPort(probes)?.port;
    const reached =
        port === undefined
            ? 'unknown'
            : (probes.listeners ?? []).some((one) => one.port === port && one.scope !== 'loopback')
              ? 'yes'
              : 'no';
    if (reached === 'no') {
        return [];
    }
    const { outside, inside } = compared;
    // No answer at all may be this machine's network; an error page comes from Azure's front end. What reached the app by the same way another time, or
    // comes in the app's own words, shows an app that fails now and then.
    const confidence =
        outside.status === 0 ||
        reached === 'unknown' ||
        ownWords(outside) ||
        probes.requests.some((other) => other.outside !== undefined && isGreen(other.outside))
            ? 'possible'
            : !symptoms.insideRed && outside.status > 501
              ? 'certain'
              : 'likely';
    return [
        {
            cause: 'platform-path',
            layer: 'platform',
            confidence,
            facts: { status: outside.status === 0 ? '' : outside.status, state },
            evidence: [
                {
                    check: 'outside',
                    text: isSilent(outside) ? `${compared.title} from outside: no answer` : `${compared.title} from outside`,
                    ...quoteAnswer(outside, 0),
                },
                { check: 'local', text: `${compared.title} from inside`, ...quoteAnswer(inside, 0) },
                ...(probes.platform?.lastError === undefined ? [] : [{ check: 'platform', quoted: probes.platform.lastError }]),
            ],
            next: [{ kind: 'show-logs' }, { kind: 'restart' }],
        },
    ];
}

/** The platform says itself that the newest revision gets no visitor; why is for the others to find. */
export function findUnready({ platform }: Probes): readonly Finding[] {
    return platform?.serving === undefined
        ? []
        : [
              {
                  cause: 'revision-not-ready',
                  layer: 'container',
                  confidence: 'certain',
                  facts: { serving: platform.serving },
                  evidence: [
                      {
                          check: 'platform',
                          text: 'the newest revision is not ready, and another one is active',
                          quoted: platform.lastError ?? '',
                      },
                  ],
                  next: [{ kind: 'show-logs' }],
              },
          ];
}

/** Access restrictions and sign-in in front of the app answer so. */
function isRefusal({ status }: RequestOutcome): boolean {
    return status === 401 || status === 403;
}

/** What Azure's front ends say at an address that leads to no app, or to one that is stopped. */
function knowsNoApp({ status, body }: RequestOutcome): boolean {
    return status === 404 && /Web Site not found|Container App is stopped or does not exist/i.test(body);
}

/** Azure's front ends send pages; JSON is an app's. */
function ownWords({ status, body }: RequestOutcome): boolean {
    return status === 500 || /^\s*[[{]/.test(body);
}
