/** A PEP 440 version as far as comparing asks; undefined parts compare as the specification says. */
export interface Version {
    readonly epoch: number;
    readonly release: readonly number[];
    /** dev < a < b < rc < (final) < post. */
    readonly phase: number;
    readonly phaseNumber: number;
}

const pattern = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|alpha|b|beta|c|rc|pre|preview)[-_.]?(\d*))?(?:(?:-(\d+))|(?:[-_.]?(post|rev|r)[-_.]?(\d*)))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+[a-z0-9._-]+)?$/i; // prettier-ignore

const phases: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };

/** Undefined for what is not a version by PEP 440. */
export function parseVersion(text: string): Version | undefined {
    const match = pattern.exec(text.trim());
    if (match === null) {
        return undefined;
    }
    const [, epoch, release = '', pre, preNumber, dashPost, post, postNumber, dev, devNumber] = match as readonly (string | undefined)[];
    const [phase, phaseNumber] =
        pre !== undefined
            ? [phases[pre.toLowerCase()] ?? 3, preNumber]
            : post !== undefined || dashPost !== undefined
              ? [5, dashPost ?? postNumber]
              : dev !== undefined
                ? [0, devNumber]
                : [4, '0'];
    return {
        epoch: Number(epoch ?? 0),
        release: release.split('.').map(Number),
        phase,
        phaseNumber: Number(phaseNumber === undefined || phaseNumber === '' ? 0 : phaseNumber),
    };
}

/** Negative when `a` is older. */
export function compareVersions(a: Version, b: Version): number {
    const length = Math.max(a.release.length, b.release.length);
    const parts: (readonly [number, number])[] = [[a.epoch, b.epoch]];
    for (let at = 0; at < length; at += 1) {
        parts.push([a.release[at] ?? 0, b.release[at] ?? 0]);
    }
    parts.push([a.phase, b.phase], [a.phaseNumber, b.phaseNumber]);
    for (const [left, right] of parts) {
        if (left !== right) {
            return left - right;
        }
    }
    return 0;
}
