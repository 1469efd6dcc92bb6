import type { Misfit, Pinned } from './pythonLimits';
import { pinnedVersion } from './specifier';
import { compareVersions, parseVersion } from './version';

/** A pin that does not go with another one of the same list, which asks for a later release. */
export interface PinConflict extends Misfit {
    readonly because: Pinned;
    /** What stops at it: pip, or the app while it starts. */
    readonly stops: 'pip' | 'app';
}

interface Rule {
    readonly name: string;
    /** Applies to this release and to those after it. */
    readonly from: string;
    /** The oldest release of each distribution that it is installed with. */
    readonly needs: Readonly<Record<string, string>>;
    /** pip unless given; app: both are installed, and one of them imports what the other no longer has. */
    readonly stops?: 'app';
}

/** What people and bots raise without what it leans on. Read from the metadata of the releases named, 2026-11-30. */
const rules: readonly Rule[] = [
    { name: 'werkzeug', from: '2.2', needs: { markupsafe: '2.1.1' } },
    { name: 'jinja2', from: '3.0', needs: { markupsafe: '2.0.0' } },
    { name: 'flask', from: '2.0', needs: { werkzeug: '2.0.0', jinja2: '3.0.0', itsdangerous: '2.0.0', click: '7.1.2' } },
    { name: 'flask', from: '2.2', needs: { werkzeug: '2.2.0', click: '8.0.0' } },
    { name: 'flask', from: '2.2.2', needs: { werkzeug: '2.2.2' } },
    { name: 'flask', from: '2.3', needs: { werkzeug: '2.3.0', jinja2: '3.1.2', itsdangerous: '2.1.2', click: '8.1.3', blinker: '1.6.2' } },
    { name: 'flask', from: '3.0', needs: { werkzeug: '3.0.0' } },
    { name: 'flask', from: '3.1', needs: { werkzeug: '3.1.0', itsdangerous: '2.2.0', blinker: '1.9.0' } },
    { name: 'flask-sqlalchemy', from: '3.0', needs: { flask: '2.2.0', sqlalchemy: '1.4.18' } },
    { name: 'flask-sqlalchemy', from: '3.1', needs: { flask: '2.2.5', sqlalchemy: '2.0.16' } },
    { name: 'idna', from: '3.0', needs: { requests: '2.26.0' } },
    { name: 'urllib3', from: '2.0', needs: { requests: '2.30.0' } },
    // Imported in this way or that on Python 3.13, 2026-11-30: Flask 1 wants BaseResponse of Werkzeug, escape of Jinja2 and json of itsdangerous, Flask before 2.2.5
    // url_quote and Flask-Login before 0.6.3 url_decode of Werkzeug, and Jinja2 2 soft_unicode of MarkupSafe.
    { name: 'werkzeug', from: '2.1', needs: { flask: '2.0.0' }, stops: 'app' },
    { name: 'werkzeug', from: '3.0', needs: { flask: '2.2.5', 'flask-login': '0.6.3' }, stops: 'app' },
    { name: 'jinja2', from: '3.1', needs: { flask: '2.0.0' }, stops: 'app' },
    { name: 'itsdangerous', from: '2.1', needs: { flask: '2.0.0' }, stops: 'app' },
    { name: 'markupsafe', from: '2.1', needs: { jinja2: '3.0.0' }, stops: 'app' },
]; // prettier-ignore

/** The exact pins that others of the list rule out, each with the release to raise it to; what a raised one asks for in its turn is among them. */
export function pinConflicts(requirements: ReadonlyMap<string, Pinned>): readonly PinConflict[] {
    const found = new Map<string, PinConflict>();
    const versionOf = (name: string) => found.get(name)?.needs ?? pinnedVersion(requirements.get(name)?.specifier ?? '');
    // Each round raises a pin to a release of the table, of which there are few.
    for (let isSettled = false; !isSettled;) {
        isSettled = true;
        for (const { name, from, needs, stops } of rules) {
            const because = requirements.get(name);
            if (because === undefined || isBelow(versionOf(name), from) !== false) {
                continue;
            }
            for (const [other, oldest] of Object.entries(needs)) {
                const requirement = requirements.get(other);
                if (requirement !== undefined && isBelow(versionOf(other), oldest) === true) {
                    found.set(other, { requirement, needs: oldest, because, stops: stops ?? 'pip' });
                    isSettled = false;
                }
            }
        }
    }
    return [...found.values()];
}

/** Undefined for what is no version. */
function isBelow(version: string | undefined, bound: string): boolean | undefined {
    const parsed = version === undefined ? undefined : parseVersion(version);
    const other = parseVersion(bound);
    return parsed === undefined || other === undefined ? undefined : compareVersions(parsed, other) < 0;
}
