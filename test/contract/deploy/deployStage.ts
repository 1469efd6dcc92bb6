import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DeployPlan } from '../../../src/core/deploy/deployPlan';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { readHistory } from '../../../src/core/deploy/tags';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';
import type { StepEvent } from '../../../src/workflows/deploy/stepEvent';
import { openStage, type Stage } from './openStage';

const root = resolve(__dirname, '../../..');
const checker = resolve(root, '../shared/azure/check/check.mjs');

/** One deploy after the other on a stage of their own. */
export interface DeployStage {
    /** Open while the suite's tests run. */
    readonly stage: Stage;
    /** What was deployed last with success. */
    readonly last: DeployResult;
    readonly planFor: (request: DeployRequest) => Promise<DeployPlan>;
    readonly deploy: (
        request: DeployRequest,
        ports?: DeployPorts,
    ) => Promise<{ readonly result: DeployResult; readonly events: readonly StepEvent[]; readonly outcomes: readonly string[] }>;
    /** Asks for a deploy in place of the last one. */
    readonly again: (change?: Partial<DeployRequest>) => DeployRequest;
    readonly page: (result: DeployResult) => Promise<string | undefined>;
    /** Every request to ARM so far, such as `GET /subscriptions/…`. */
    readonly arm: () => Promise<readonly string[]>;
    /** Which of what ran, newest first, never answered. */
    readonly failures: () => Promise<readonly ('yes' | undefined)[]>;
    /** A test: nothing that was said or heard is against Azure's own documents, where they are at hand. */
    readonly holdToContracts: () => void;
}

/** Opens the stage before the suite's tests, skips them where the machine lacks something, and closes it after them. */
export function useDeployStage(options: Parameters<typeof openStage>[0] = {}): DeployStage {
    let stage: Stage | undefined;
    let last: DeployResult | undefined;

    before(async function () {
        stage = await openStage(options);
        if (stage === undefined) {
            this.skip();
        }
    });
    after(async () => stage?.close());

    const open = () => {
        assert.ok(stage !== undefined);
        return stage;
    };
    const latest = () => {
        assert.ok(last !== undefined);
        return last;
    };
    const planFor = async (request: DeployRequest, ports: DeployPorts = open().ports) =>
        planDeploy(request, await gatherDeploy(open().op, ports, request));

    return {
        get stage() {
            return open();
        },
        get last() {
            return latest();
        },
        planFor,
        async deploy(request, ports = open().ports) {
            const events: StepEvent[] = [];
            const result = await performDeploy(open().op, ports, await planFor(request), (event) => events.push(event));
            last = result;
            return {
                result,
                events,
                outcomes: events.flatMap((event) =>
                    event.kind === 'finished' && event.step.kind !== 'provider' ? [`${event.step.id}: ${event.outcome}`] : [],
                ),
            };
        },
        again: (change = {}) => open().request({ previous: latest().previous, ...change }),
        page: async (result) => (await open().ports.http(open().op, result.url))?.body.trim(),
        async arm() {
            const lines = (await readFile(open().record, 'utf8')).trim().split('\n');
            return lines
                .map((line) => JSON.parse(line) as { method: string; url: string })
                .flatMap(({ method, url }) =>
                    url.startsWith('https://management.azure.com') ? [`${method} ${new URL(url).pathname}`] : [],
                );
        },
        async failures() {
            const { subscription, resourceId } = latest().previous;
            const resources = await open().ports.azure.resources.list(
                open().op,
                subscription.id,
                resourceId.split('/').slice(6, 8).join('/'),
            );
            const app = resources.find(({ id }) => id.toLowerCase() === resourceId.toLowerCase());
            return readHistory(app?.tags ?? {}).map(({ failed }) => failed);
        },
        holdToContracts() {
            if (existsSync(checker)) {
                it('said and heard nothing that Azure’s own documents forbid', function () {
                    const checked = spawnSync(process.execPath, [checker, open().record, '--oav', root], { encoding: 'utf8' });
                    assert.match(checked.stdout, / 0 unknown, 0 violations\n$/, checked.stdout + checked.stderr);
                });
            }
        },
    };
}
