import type { Pinned } from './pythonLimits';
import { satisfies } from './specifier';

/**
 * Distributions that come without a wheel, and whose setup.py imports pkg_resources, which setuptools 82 no longer has: with the first release that does without.
 * Seen to fail with the newest setuptools and to build below 81, 2026-11-30.
 */
const oldSetup: Readonly<Record<string, string>> = { 'openai-whisper': '20250625', fbprophet: '99' };

/** What building what a list pins has to keep to, as pip's constraints say it; undefined where nothing has to. A list's own setuptools is left to it. */
export function buildConstraint(declared: ReadonlyMap<string, Pinned>): string | undefined {
    const isOld = Object.entries(oldSetup).some(([name, first]) => {
        const pinned = /^\s*={2,3}\s*([\w.]+)\s*$/.exec(declared.get(name)?.specifier ?? '')?.[1];
        return declared.has(name) && (first === '99' || (pinned !== undefined && satisfies(pinned, `<${first}`)));
    });
    return isOld && !declared.has('setuptools') ? 'setuptools<81' : undefined;
}
