import { Failure, isFailure } from '../../base/failure';
import { jobPage } from '../../core/deploy/cloud';
import type { ContainerApp } from '../../core/deploy/resources';
import { sentence } from '../../core/deploy/sentence';
import { explainStart } from '../../core/diagnose/explainStart';
import { crashWords } from '../../core/image/crashWords';
import type { DeployFailure } from '../../core/failures/deploy';
import type { RegistryFailure } from '../../core/failures/registry';
import { needed, type Verified } from './made';
import { quietly } from './quietly';
import type { StepContext } from './stepContext';
import { imageFacts, symptomFacts } from './waitForRole';

const lookEveryMs = 1000;
const giveUpMs = 30 * 60_000;
/** How long a pull may be refused before it is more than a role on its way to the registry. */
const roleWaitMs = 5 * 60_000;
const retryMs = 10_000;
const logLines = 100;

/**
 * Runs a job once and waits until that run has come to its end: a job has no address, so that ending well is what it can show. Throws 'deploy/crashed' with
 * its last words when it ends badly, 'deploy/not-verified' when it does not end in half an hour, and 'deploy/app-changed' when the run was of another image.
 */
export async function verifyJob(context: StepContext, job: ContainerApp): Promise<Verified> {
    const { op, ports, plan, progress } = context;
    const startedMs = ports.clock.nowMs();
    // Where no role was given in this deploy none is on its way.
    const patienceMs = plan.steps.some(({ kind }) => kind === 'role') ? roleWaitMs : 0;
    for (;;) {
        try {
            return await runOnce(context, job);
        } catch (error) {
            if (!isFailure(error) || error.code !== 'deploy/pull-unauthorized' || ports.clock.nowMs() - startedMs >= patienceMs) {
                throw error;
            }
            progress(sentence('The role has not reached the registry yet; trying again.'));
            await ports.clock.pause(op, retryMs);
        }
    }
}

async function runOnce(context: StepContext, job: ContainerApp): Promise<Verified> {
    const { op, ports, plan, made, progress } = context;
    const { containerApps } = ports.azure;
    const reference = needed(made, 'reference');
    const url = jobPage(plan.cloud, job.id);
    const name = await containerApps.run(op, job.id);
    made.notes = [sentence('The job {name} was run once, as {execution}.', { name: job.name, execution: name })];
    const startedMs = ports.clock.nowMs();
    for (;;) {
        const waitedMs = ports.clock.nowMs() - startedMs;
        const run = (await containerApps.executions(op, job.id)).find((one) => one.name === name);
        if (run !== undefined && run.image.toLowerCase() !== reference.toLowerCase()) {
            throw new Failure<DeployFailure>('deploy/app-changed', { name: job.name, found: run.image });
        }
        switch (run?.status) {
            case 'Succeeded':
                return { url, status: 0, note: undefined, instances: 1, evidence: 'execution' };
            case 'Failed':
            case 'Stopped':
            case 'Degraded':
                throw await runFailure(context, job, url, run.status);
            default:
                break;
        }
        if (waitedMs > giveUpMs) {
            throw new Failure<DeployFailure>('deploy/not-verified', { ...imageFacts(context, job.name), url, reason: run?.status ?? '' });
        }
        progress(sentence('The job runs: {state}.', { state: run?.status ?? 'Starting' }), Math.min(waitedMs / giveUpMs, 0.99));
        await ports.clock.pause(op, lookEveryMs);
    }
}

async function runFailure(
    context: StepContext,
    job: ContainerApp,
    url: string,
    status: string,
): Promise<Failure<DeployFailure | RegistryFailure>> {
    const { op, ports, made } = context;
    const { containerApps } = ports.azure;
    const replicas = await quietly(op, [], containerApps.replicas(op, job.id, ''));
    const [system, ...written] = await Promise.all([
        quietly(op, [], containerApps.systemLog(op, job, logLines)),
        ...replicas.flatMap(({ containers }) =>
            containers.map((container) => quietly(op, [], containerApps.consoleLog(op, job.id, container, logLines))),
        ),
    ]);
    const console = written.flat();
    const details = replicas.flatMap(({ containers }) => containers.map((container) => container.details));
    const symptom = explainStart([...details, ...system], made.registry);
    const exit = details.map((text) => /exit code (-?\d+)/i.exec(text)?.[1]).find((code) => code !== undefined);
    const exitCode = exit === undefined ? symptom?.exitCode : Number(exit);
    const { row, ...told } = symptomFacts(symptom);
    const facts = {
        ...imageFacts(context, job.name),
        ...told,
        // That row speaks of an app that is to stay up, and of a rehearsal, which a job has none of.
        ...(row === undefined || (row === 'start-exited' && exitCode !== undefined) ? {} : { row }),
        url,
        reason: [...crashWords(console), symptom?.line ?? status].join(' · ').slice(0, 800),
        exitCode,
    };
    const code = symptom?.code ?? 'deploy/crashed';
    return new Failure<DeployFailure | RegistryFailure>(code, facts, { system, log: console.slice(-40) });
}
