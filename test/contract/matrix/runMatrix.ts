import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isCancelled, isFailure } from '../../../src/base/failure';
import type { Operation } from '../../../src/base/operation';
import type { DeployPlan } from '../../../src/core/deploy/deployPlan';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import type { Step } from '../../../src/core/deploy/step';
import { failureSentence, failureText } from '../../../src/views/failureText';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from '../deploy/imageEngine';
import { mortalPorts, type Life } from './mortalPorts';
import { openProcessStage, type ProcessStage } from '../deploy/processStage';

/** Every fault of the local Azure, as it stays until it is taken away. */
const faults: readonly ({ readonly kind: string } & Readonly<Record<string, unknown>>)[] = [
    { kind: 'throttled', retryAfterSeconds: 0 },
    { kind: 'serverError', status: 503 },
    { kind: 'resetBefore' },
    { kind: 'resetAfter' },
    { kind: 'slow', durationMs: 30 },
    { kind: 'stuckOperation' },
    { kind: 'failedOperation', code: 'InternalServerError', message: 'The operation failed.' },
    { kind: 'expiredToken' },
    { kind: 'truncatedBody' },
    { kind: 'eventualConsistency', durationMs: 60 },
    { kind: 'clockSkew', seconds: 7200 },
    { kind: 'quota' },
    { kind: 'policyDenied' },
    { kind: 'regionNotAllowed' },
    { kind: 'nameTaken' },
    { kind: 'notRegistered' },
    { kind: 'noRights' },
    { kind: 'claimsChallenge' },
];

/** Real time: operations end in milliseconds, and an idle machine never waits for it. */
const unhurriedMs = 120_000;

const modes = ['retry', 'cancel', 'kill'] as const;
type Mode = (typeof modes)[number];

/** What differs from target to target. */
export interface MatrixTarget {
    readonly change: Partial<DeployRequest>;
    /** Of the target's own provider. */
    readonly version: string;
    /** Namespaces that a step of the plan registers. */
    readonly namespaces: readonly string[];
    /** Types in the resource group after a deploy, each once. */
    readonly types: readonly string[];
    /** The settings or variables that the app has in Azure, by name. */
    readonly variables: (stage: ProcessStage, resourceId: string) => Promise<Readonly<Record<string, string>>>;
    /** Somebody else's change to a running app, which an update has to keep. */
    readonly touch: (stage: ProcessStage, resourceId: string) => Promise<void>;
    readonly kept: (stage: ProcessStage, resourceId: string) => Promise<boolean>;
    /** What is shared by the cells unless a step is about it: what asks for one of its own, by the step's kind. */
    readonly own: Readonly<
        Record<string, (number: number) => { readonly change: Partial<DeployRequest>; readonly types: readonly string[] }>
    >;
}

interface Cell {
    readonly when: 'first' | 'update';
    readonly step: string;
    readonly fault: (typeof faults)[number];
    readonly mode: Mode;
}

/** What came of one cell's disturbed deploy. */
interface Outcome {
    readonly cell: Cell;
    readonly ended: string;
    readonly problem?: string;
}

export interface MatrixReport {
    readonly outcomes: readonly Outcome[];
    readonly problems: readonly string[];
}

const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['app:1', { behaviour: { body: 'version one' } }],
    ['app:2', { behaviour: { body: 'version two' } }],
]);
const bodies: Readonly<Record<string, string>> = { 'app:1': 'version one', 'app:2': 'version two' };

/** Runs every step of a target's two plans (the first deploy and an update) against every fault and every way to go on, in lanes beside each other. */
export async function runMatrix(target: MatrixTarget, lanes: number, only?: RegExp): Promise<MatrixReport> {
    const stages = await Promise.all(
        Array.from({ length: lanes }, () => openProcessStage({ registered: ['Microsoft.ContainerRegistry', ...target.namespaces] })),
    );
    try {
        // One after another: the first processes are slow to start, and each is used again.
        for (const [lane, stage] of stages.entries()) {
            await deploy(stage, target, { project: `lane${lane}`, image: 'app:1' }).done;
        }
        const [first] = stages;
        assert.ok(first);
        const cells = (await cellsOf(first, target)).filter((cell) => only?.test(nameOf(cell)) ?? true);
        const outcomes: Outcome[] = [];
        let next = 0;
        await Promise.all(
            stages.map(async (stage) => {
                for (let cell = cells[next]; cell !== undefined; cell = cells[next]) {
                    const number = next++;
                    const outcome = await runCell(stage, target, cell, number);
                    outcomes.push(outcome);
                    if (outcome.problem !== undefined) {
                        console.log(`      ${nameOf(cell)}: ${outcome.problem}`);
                    }
                }
            }),
        );
        const problems = [
            ...outcomes.flatMap(({ cell, problem }) => (problem === undefined ? [] : [`${nameOf(cell)}: ${problem}`])),
            ...stages.flatMap((stage) => secretsInArguments(stage).map((found) => `an argument list: ${found}`)),
        ];
        return { outcomes, problems };
    } finally {
        await Promise.all(stages.map((stage) => stage.close()));
    }
}

function nameOf({ when, step, fault, mode }: Cell): string {
    return `${when} ${step} × ${fault.kind} × ${mode}`;
}

async function cellsOf(stage: ProcessStage, target: MatrixTarget): Promise<readonly Cell[]> {
    const steps = async (project: string, image: string, change: Partial<DeployRequest>) =>
        (await makePlan(stage, target, { project, image, change })).plan.steps
            .filter((step) => step.change !== 'keep' || step.kind === 'push')
            .map((step) => step.kind);
    await unregister(stage, target);
    const all1 = Object.values(ownOf(target)).map((make) => make(1_000_000).change);
    const first = await steps('cells', 'app:1', Object.assign({}, ...all1) as Partial<DeployRequest>);
    await register(stage, target);
    const update = (await steps('lane0', 'app:2', {})).filter((kind) => !first.includes(kind) || kind === 'verify');
    const all = [
        ...[...new Set(first)].map((step) => ({ when: 'first' as const, step })),
        ...[...new Set(update)].map((step) => ({ when: 'update' as const, step })),
    ];
    return all.flatMap(({ when, step }) =>
        // Looking at the image asks nothing of Azure.
        (step === 'build' ? faults.slice(0, 1) : faults).flatMap((fault) => modes.map((mode) => ({ when, step, fault, mode }))),
    );
}

/** A registry of its own is a process more. */
function ownOf(target: MatrixTarget): MatrixTarget['own'] {
    return {
        ...target.own,
        registry: (number) => ({ change: { registry: `matrix${number}` }, types: ['Microsoft.ContainerRegistry/registries'] }),
    };
}

interface Wanted {
    readonly project: string;
    readonly image: string;
    readonly change?: Partial<DeployRequest>;
    readonly env?: Readonly<Record<string, string>>;
    /** Then they are given up soon; else a busy machine may take its time for them. */
    readonly operations?: 'may hang';
}

async function makePlan(
    stage: ProcessStage,
    target: MatrixTarget,
    { project, image, change, env, operations }: Wanted,
    life?: Life,
    op: Operation = operation([]),
): Promise<{ readonly plan: DeployPlan; readonly ports: ReturnType<ProcessStage['ports']> }> {
    const own = stage.ports(images, operations === 'may hang' ? undefined : unhurriedMs);
    const ports = life === undefined ? own : mortalPorts(own, life);
    const request = stage.request(project, image, {
        ...target.change,
        ...change,
        ...(env === undefined ? {} : { env }),
    });
    return { plan: planDeploy(request, await gatherDeploy(op, ports, request)), ports };
}

/** A deploy that can be watched; `lines` are its log and what a user was told. */
function deploy(
    stage: ProcessStage,
    target: MatrixTarget,
    wanted: Wanted,
    watch: { readonly life?: Life; readonly signal?: AbortSignal; readonly onStep?: (step: Step) => void } = {},
): { readonly lines: readonly string[]; readonly done: Promise<DeployResult> } {
    const lines: string[] = [];
    const op = operation(lines, watch.signal);
    const perform = async () => {
        const { plan, ports } = await makePlan(stage, target, wanted, watch.life, op);
        return await performDeploy(op, ports, plan, (event) => {
            lines.push(JSON.stringify(event, (_, value: unknown) => (value instanceof Error ? value.message : value)));
            if (event.kind === 'started') {
                watch.onStep?.(event.step);
            }
        });
    };
    return { lines, done: perform() };
}

function operation(lines: string[], signal: AbortSignal = new AbortController().signal): Operation {
    return { signal, report: (message) => lines.push(message), log: (line) => lines.push(line) };
}

async function runCell(stage: ProcessStage, target: MatrixTarget, cell: Cell, number: number): Promise<Outcome> {
    const secret = `hunter2-${number}-${Math.random().toString(36).slice(2)}`;
    stage.secrets.add(secret);
    const project = `m${number}x`;
    const own = cell.when === 'first' ? ownOf(target)[cell.step]?.(number) : undefined;
    const wanted: Wanted = {
        project,
        image: cell.when === 'first' ? 'app:1' : 'app:2',
        env: { DATABASE_PASSWORD: secret },
        ...(own === undefined ? {} : { change: own.change }),
        ...(cell.fault.kind === 'stuckOperation' ? { operations: 'may hang' as const } : {}),
    };
    const said: string[] = [];
    let ended = '';
    try {
        if (cell.when === 'update') {
            const before = await deploy(stage, target, { ...wanted, image: 'app:1' }).done;
            await target.touch(stage, before.resourceId);
        }
        if (cell.step === 'provider') {
            await unregister(stage, target);
        }
        ended = await disturbed(stage, target, wanted, cell, said);
        await stage.clear();
        if (cell.step === 'provider') {
            await register(stage, target);
        }
        const again = async () => {
            const next = deploy(stage, target, wanted);
            try {
                return await next.done;
            } finally {
                said.push(...next.lines);
            }
        };
        const result = await again().catch(async (error: unknown) => {
            const code = told(error, said);
            // Azure refuses every change while an operation runs, and this one never ends: what is left is to delete what is stuck, as the words say.
            const stuck =
                cell.fault.kind === 'stuckOperation' && code === 'azure/conflict'
                    ? await stuckResources(stage, project, stuckTypes(target, cell, own?.types ?? []))
                    : [];
            if (stuck.length === 0) {
                throw new Error(`the next deploy failed with ${code}`);
            }
            await Promise.all(stuck.map((id) => deleteByHand(stage, target, id)));
            ended += ', then deleted by hand';
            return await again();
        });
        await checkState(stage, target, wanted, cell, result, secret, own?.types ?? []);
        checkSecrets(stage, said);
        return { cell, ended };
    } catch (error) {
        return { cell, ended, problem: `(${ended}) ${error instanceof Error ? error.message : String(error)}` };
    } finally {
        await stage.clear();
        const group = await groupOf(stage, project);
        if (group !== undefined) {
            await stage.arm('DELETE', `resourceGroups/${group}`);
        }
    }
}

/** Deploys with the fault in the step and goes on as the mode says. Answers how that deploy ended. */
async function disturbed(stage: ProcessStage, target: MatrixTarget, wanted: Wanted, cell: Cell, said: string[]): Promise<string> {
    const life: Life = { gate: Promise.resolve(), onCall: () => undefined, dead: false };
    const stopper = new AbortController();
    let died: (how: string) => void = () => undefined;
    const death = new Promise<string>((resolve) => {
        died = resolve;
    });
    const { lines, done } = deploy(stage, target, wanted, {
        life,
        signal: stopper.signal,
        onStep(step) {
            if (step.kind !== cell.step) {
                life.onCall = () => undefined;
                return;
            }
            life.gate = stage.fault({ ...cell.fault, count: 10_000 });
            let calls = 0;
            life.onCall = () => {
                // At the first request of the step, or a moment after it.
                if (++calls > 1 || cell.mode === 'retry') {
                    return;
                }
                setTimeout(
                    () => {
                        if (cell.mode === 'cancel') {
                            stopper.abort();
                            return;
                        }
                        life.dead = true;
                        stopper.abort();
                        died('killed');
                    },
                    (cell.fault.kind.length * 7) % 12,
                );
            };
        },
    });
    const ended = done.then(
        () => 'done',
        (error: unknown) => (isCancelled(error) ? 'cancelled' : told(error, said)),
    );
    const how = await Promise.race([ended, death]);
    said.push(...lines);
    return how;
}

/** What a user is told and telemetry is given. */
function told(error: unknown, said: string[]): string {
    if (!isFailure(error)) {
        throw error;
    }
    said.push(failureSentence(failureText(error)), JSON.stringify(error.facts), error.message);
    assert.match(error.code, /^[a-zA-Z]+\/[a-z-]+$/);
    return error.code;
}

async function checkState(
    stage: ProcessStage,
    target: MatrixTarget,
    wanted: Wanted,
    cell: Cell,
    result: DeployResult,
    secret: string,
    own: readonly string[],
): Promise<void> {
    const page = await stage.ports(images).http(operation([]), result.url);
    assert.equal(page?.body, bodies[wanted.image], 'another page is live');
    const group = /resourceGroups\/([^/]+)/i.exec(result.resourceId)?.[1] ?? '';
    const { body } = await stage.arm('GET', `resourceGroups/${group}/resources`);
    const found = (body as { value: readonly { type: string }[] }).value.map(({ type }) => type.toLowerCase()).sort();
    const types = [...target.types, ...own];
    assert.deepEqual(found, types.map((type) => type.toLowerCase()).sort(), 'something is doubled or lost');
    const variables = await target.variables(stage, result.resourceId);
    assert.ok([secret, 'hidden'].includes(variables.DATABASE_PASSWORD ?? ''), 'a variable is lost');
    if (cell.when === 'update') {
        assert.ok(await target.kept(stage, result.resourceId), 'somebody else’s change is lost');
    }
    assert.equal(await assignments(stage, group, result.previous.registryId), 1, 'role assignments of the identity');
}

/** How many roles the deployment's identity has at its registry. */
async function assignments(stage: ProcessStage, group: string, registryId: string): Promise<number> {
    const { body } = await stage.arm(
        'GET',
        `resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`,
        undefined,
        '2024-11-30',
    );
    const principals = (body as { value: readonly { properties: { principalId: string } }[] }).value.map(
        (one) => one.properties.principalId,
    );
    const roles = await stage.arm('GET', `${registryId}/providers/Microsoft.Authorization/roleAssignments`, undefined, '2022-04-01');
    return (roles.body as { value: readonly { properties: { principalId: string } }[] }).value.filter((one) =>
        principals.includes(one.properties.principalId),
    ).length;
}

function checkSecrets(stage: ProcessStage, said: readonly string[]): void {
    const all = [...said, ...stage.log].join('\n');
    for (const secret of stage.secrets) {
        assert.ok(!all.includes(secret), `a secret was told: ${all.slice(Math.max(all.indexOf(secret) - 200, 0)).slice(0, 260)}`);
    }
}

/** Every process of this user: its own, those that it started, and whatever else can be read. */
function secretsInArguments(stage: ProcessStage): readonly string[] {
    const lines = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => {
            try {
                return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
            } catch {
                return [];
            }
        });
    return [...stage.secrets].flatMap((secret) => lines.filter((line) => line.includes(secret)).map((line) => line.slice(0, 80)));
}

async function groupOf(stage: ProcessStage, project: string): Promise<string | undefined> {
    const { body } = await stage.arm('GET', 'resourcegroups');
    return (body as { value: readonly { name: string }[] }).value.find(({ name }) => name.startsWith(`rg-${project}-`))?.name;
}

/** What a stuck operation can be about: the app, or what the cell makes beside it in the same provider. */
function stuckTypes(target: MatrixTarget, { step }: Cell, own: readonly string[]): readonly string[] {
    return [...target.types.slice(-1), ...(step === 'registry' ? [] : own)];
}

async function deleteByHand(stage: ProcessStage, target: MatrixTarget, id: string): Promise<void> {
    await stage.arm('DELETE', id, undefined, target.version);
    while ((await stage.arm('GET', id, undefined, target.version)).status !== 404) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}

/** Ids of the resources of these types, whose operation never ends. */
async function stuckResources(stage: ProcessStage, project: string, types: readonly string[]): Promise<readonly string[]> {
    const group = await groupOf(stage, project);
    const { body } = await stage.arm('GET', `resourceGroups/${group ?? ''}/resources`);
    return (body as { value: readonly { id: string; type: string }[] }).value.flatMap(({ id, type }) =>
        types.some((stuck) => stuck.toLowerCase() === type.toLowerCase()) ? [id] : [],
    );
}

async function unregister(stage: ProcessStage, target: MatrixTarget): Promise<void> {
    await Promise.all(target.namespaces.map((namespace) => stage.arm('POST', `providers/${namespace}/unregister`)));
}

async function register(stage: ProcessStage, target: MatrixTarget): Promise<void> {
    for (const namespace of target.namespaces) {
        await stage.arm('POST', `providers/${namespace}/register`);
        for (;;) {
            const { body } = await stage.arm('GET', `providers/${namespace}`);
            if ((body as { registrationState: string }).registrationState === 'Registered') {
                break;
            }
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }
}
