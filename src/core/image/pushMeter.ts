import { sizeWords } from '../../base/sizeWords';
import { sentence, type Sentence } from '../deploy/sentence';

/** What an engine tells of a layer while it pushes it. Bytes are those before compression, as the engine counts them. */
export interface MovedLayer {
    readonly layer: string;
    readonly status: string;
    readonly currentBytes?: number;
    readonly totalBytes?: number;
}

export interface PushReading {
    /** Such as `1a2b3c: 4 MB of 40 MB at 8 MB/s`. */
    readonly layer: Sentence;
    /** The same of all layers together; undefined until the engine has told how large one is. */
    readonly all?: Sentence;
    /** From 0 to 1. */
    readonly fraction?: number;
}

interface Known {
    status: string;
    sentBytes: number;
    totalBytes: number;
    toldMs: number;
    readonly meter: Meter;
    readonly beganMs: number;
}

/** An engine tells of each layer ten times a second; nobody reads that fast. */
const tellEveryMs = 500;
const rateOverMs = 3_000;

/**
 * Measures a push: for each thing that the engine tells of a layer, what there is to say now, or undefined while nothing new is due (a new status always is).
 */
export function createPushMeter(nowMs: () => number): (layer: MovedLayer) => PushReading | undefined {
    const layers = new Map<string, Known>();
    const whole = createMeter();
    return ({ layer: id, status, currentBytes, totalBytes }) => {
        const now = nowMs();
        const known = layers.get(id) ?? { status: '', sentBytes: 0, totalBytes: 0, toldMs: 0, meter: createMeter(), beganMs: now };
        layers.set(id, known);
        known.totalBytes = totalBytes ?? known.totalBytes;
        const arrived = arrivedWords.test(status);
        known.sentBytes = arrived ? known.totalBytes : Math.min(currentBytes ?? known.sentBytes, known.totalBytes);
        known.meter.note(now, known.sentBytes);
        const all = [...layers.values()];
        const sent = all.reduce((sum, one) => sum + one.sentBytes, 0);
        const total = all.reduce((sum, one) => sum + one.totalBytes, 0);
        whole.note(now, sent);
        if (status === known.status && now - known.toldMs < tellEveryMs) {
            return undefined;
        }
        known.status = status;
        known.toldMs = now;
        return {
            layer: layerSentence(id, known, arrived ? averageOf(known, now) : known.meter.rate()),
            ...(total === 0 ? {} : { all: allSentence(sent, total, whole.rate()), fraction: sent / total }),
        };
    };
}

const arrivedWords = /^(Pushed|Layer already exists|Mounted from)/;

function averageOf({ beganMs, totalBytes }: Known, nowMs: number): number | undefined {
    return nowMs > beganMs ? (totalBytes / (nowMs - beganMs)) * 1000 : undefined;
}

function layerSentence(layer: string, { status, sentBytes, totalBytes }: Known, perSecond: number | undefined): Sentence {
    // Of what was there already nothing was sent.
    if (totalBytes === 0 || (arrivedWords.test(status) && !status.startsWith('Pushed'))) {
        return sentence('{layer}: {status}', { layer, status });
    }
    const [sent, total] = [sizeWords(sentBytes), sizeWords(totalBytes)];
    if (status.startsWith('Pushed')) {
        // What arrives in an instant has no rate worth telling.
        return perSecond === undefined || totalBytes < 100_000
            ? sentence('{layer}: {status}, {total}', { layer, status, total })
            : sentence('{layer}: {status}, {total} at {rate}/s', { layer, status, total, rate: rateWords(perSecond) });
    }
    // What the engine waits for says more than the bytes that it had sent before.
    if (!status.startsWith('Pushing')) {
        return sentence('{layer}: {status}', { layer, status });
    }
    return perSecond === undefined
        ? sentence('{layer}: {sent} of {total}', { layer, sent, total })
        : sentence('{layer}: {sent} of {total} at {rate}/s', { layer, sent, total, rate: rateWords(perSecond) });
}

function allSentence(sentBytes: number, totalBytes: number, perSecond: number | undefined): Sentence {
    const [sent, total] = [sizeWords(sentBytes), sizeWords(totalBytes)];
    return perSecond === undefined
        ? sentence('{sent} of {total}', { sent, total })
        : sentence('{sent} of {total} at {rate}/s', { sent, total, rate: rateWords(perSecond) });
}

function rateWords(perSecond: number): string {
    return perSecond < 500 ? '0 kB' : sizeWords(perSecond);
}

interface Meter {
    note(nowMs: number, bytes: number): void;
    /** Bytes a second over the last seconds; undefined until two moments are known. */
    rate(): number | undefined;
}

function createMeter(): Meter {
    const samples: { readonly atMs: number; readonly bytes: number }[] = [];
    return {
        note: (atMs, bytes) => {
            if (bytes < (samples.at(-1)?.bytes ?? 0)) {
                // Begun anew: what was sent before says nothing of the rate now.
                samples.length = 0;
            }
            samples.push({ atMs, bytes });
            while (samples.length > 2 && atMs - (samples[1]?.atMs ?? atMs) >= rateOverMs) {
                samples.shift();
            }
        },
        rate: () => {
            const [first] = samples;
            const last = samples.at(-1);
            return first === undefined || last === undefined || last.atMs <= first.atMs
                ? undefined
                : ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
        },
    };
}
