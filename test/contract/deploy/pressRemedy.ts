import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import type { Remedy } from '../../../src/views/words/wording';
import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { followDeployment } from '../../../src/workflows/deployment/followDeployment';
import type { DeploymentAddress } from '../../../src/workflows/deployment/deploymentAddress';
import commands from '../../../package.json';

const op = quietOperation();

/** What a button beside a failure is pressed on. */
export interface Pressed {
    readonly ports: DeployPorts;
    /** The deploy that failed, or the one that is to run again. */
    readonly request: DeployRequest;
    readonly live: DeploymentAddress;
}

/**
 * Does what the command of a button does, against the same Azure, and holds it to what the button promises. What an engine or a window is needed for is only
 * held to be a command of the extension; window tests press those.
 */
export async function pressRemedy(remedy: Remedy, { ports, request, live }: Pressed): Promise<void> {
    switch (remedy.kind) {
        case 'copy':
            assert.match(remedy.text, /^az [a-z]/);
            assert.doesNotMatch(remedy.text, /[{}<>\n]/);
            return;
        case 'open':
            assert.equal(new URL(remedy.url).protocol, 'https:');
            return;
        case 'command':
            break;
    }
    const [argument = {}] = (remedy.args ?? []) as readonly Readonly<Record<string, unknown>>[];
    switch (remedy.command) {
        case 'slipway.deploy': {
            const port = typeof argument.port === 'number' ? { port: argument.port } : {};
            // A deploy after one that failed looks at everything again.
            const again: DeployRequest = { ...request, ...port, check: 'everything' };
            const plan = planDeploy(again, await gatherDeploy(op, ports, again));
            assert.deepEqual(plan.problems, []);
            if (argument.plan === 'show') {
                assert.ok(plan.choices.some(({ editable }) => editable === 'yes'));
                return;
            }
            const result = await performDeploy(op, ports, plan, () => undefined);
            assert.equal(result.status, 200);
            return;
        }
        case 'slipway.azure.registerProvider': {
            const [subscription, namespace] = [String(argument.subscription), String(argument.namespace)];
            await ports.azure.providers.register(op, subscription, namespace);
            assert.equal(await ports.azure.providers.state(op, subscription, namespace), 'Registered');
            return;
        }
        case 'slipway.azure.signIn': {
            const { subscriptions, failures } = await ports.azure.subscriptions.list(op);
            assert.ok(subscriptions.length > 0 && failures.length === 0);
            return;
        }
        case 'slipway.deployment.showLogs': {
            const enough = new AbortController();
            let lines = 0;
            await followDeployment({ ...op, signal: enough.signal }, ports.azure, live, () => {
                lines++;
                enough.abort();
            }).catch((error: unknown) => assert.ok(isCancelled(error), String(error)));
            assert.ok(lines > 0);
            return;
        }
        default:
            assert.ok(
                commands.contributes.commands.some(({ command }) => command === remedy.command),
                remedy.command,
            );
    }
}
