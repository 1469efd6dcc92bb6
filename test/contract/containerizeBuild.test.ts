import assert from 'node:assert/strict';
import { quietOperation } from '../../src/base/operation';
import type { Engine } from '../../src/ports/engine';
import { apps } from './containerize/apps';
import type { App } from './containerize/apps';
import { buildAndAsk } from './containerize/buildAndAsk';
import type { Answer } from './containerize/buildAndAsk';
import { machineEngine } from './engine/testEngine';

const only = process.env.SLIPWAY_APP?.split(',');
const chosen = apps.filter(({ name }) => only?.includes(name) !== false);

/** Two builds at a time: more would fight for the machine's cores. */
const lanes = 2;

describe('a project with the files that Slipway makes', function () {
    this.timeout(600_000);
    const results = new Map<string, Promise<Answer>>();

    before(async function () {
        const engine = await machineEngine();
        if (engine === undefined) {
            this.skip();
        }
        const missing = await missingBases(engine);
        if (missing.length > 0) {
            const sentence = `there is no ${missing.join(', ')} here: node scripts/baseImages.mjs ${missing.join(' ')}`;
            assert.ok(process.env.CI !== 'true', sentence);
            console.log(`    skipped: ${sentence}`);
            this.skip();
        }
        begin(engine, results);
    });

    for (const app of chosen) {
        it(`builds, runs as a user and answers: ${app.name}`, async () => {
            const answer = await results.get(app.name);
            assert.ok(answer !== undefined);
            assert.equal(answer.status, app.status ?? 200, answer.body);
            assert.ok(answer.body.includes(app.says ?? `${app.name} serves`), answer.body.slice(0, 2000));
            assert.match(answer.user, /^[1-9]\d*$/, 'the app runs as root');
            console.log(
                `      ${app.name}: ${answer.builder}, ${answer.buildSeconds.toFixed(1)} s, ${(answer.sizeBytes / 1e6).toFixed(0)} MB`,
            );
        });
    }
});

/** Starts the queue; a result is there as soon as its app's turn has come. */
function begin(engine: Engine, results: Map<string, Promise<Answer>>): void {
    const ends: Promise<unknown>[] = Array.from({ length: lanes }, () => Promise.resolve());
    chosen.forEach((app, at) => {
        const result = (ends[at % lanes] ?? Promise.resolve()).then(() => buildAndAsk(engine, app));
        ends[at % lanes] = result.catch(() => undefined);
        results.set(app.name, result);
    });
}

async function missingBases(engine: Engine): Promise<string[]> {
    const wanted = [...new Set(chosen.flatMap((app: App) => app.bases))];
    const found = await Promise.all(wanted.map((image) => engine.image(quietOperation(), image)));
    return wanted.filter((_, at) => found[at] === undefined);
}
