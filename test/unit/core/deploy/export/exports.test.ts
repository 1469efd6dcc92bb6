import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { ExportModel } from '../../../../../src/core/deploy/export/exportModel';
import { renderAzScript } from '../../../../../src/core/deploy/export/renderAzScript';
import { renderBicep } from '../../../../../src/core/deploy/export/renderBicep';
import { renderWorkflow } from '../../../../../src/core/deploy/export/renderWorkflow';

const golden = resolve(__dirname, '../../../../golden/export');
const hostile = `it's "quoted" \\ \`id\` $HOME \${{ secrets.X }} \${image} %s é`;
const common: Omit<ExportModel, 'target'> = {
    projectName: 'My Notes',
    subscriptionId: '00000000-0000-4000-8000-000000000001',
    resourceGroup: 'rg-notes',
    location: 'westeurope',
    app: 'notes-abc123',
    registry: { name: 'notesabc123', resourceGroup: 'rg-notes', sku: 'Basic' },
    repository: 'notes',
    identity: 'id-notes-abc123',
    role: { id: '7f951dda-4ed3-4680-a7ca-43fe172d538d', title: 'AcrPull' },
    port: 8000,
    healthPath: '/health',
    settings: [
        { kind: 'plain', name: 'GREETING', value: hostile },
        { kind: 'secret', name: 'API_TOKEN' },
        { kind: 'secret', name: 'ConnectionStrings:Main' },
    ],
    kept: [],
    dockerfile: 'Dockerfile',
    buildArgs: [],
    tags: { 'slipway-app': 'notes-abc123', 'slipway-project': 'My Notes' },
    namespaces: ['Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity'],
};
const models: Readonly<Record<string, ExportModel>> = {
    // Its own machines, as many as the CPU asks for.
    isolatedApp: {
        ...common,
        target: 'appService',
        plan: {
            name: 'plan-notes',
            resourceGroup: 'rg-notes',
            sku: 'I1v2',
            environmentId:
                '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-ase/providers/Microsoft.Web/hostingEnvironments/ours',
        },
        autoscale: { name: 'autoscale-plan-notes', scale: { min: 1, max: 5, outPercent: 70, inPercent: 30 } },
        alwaysOn: 'on',
        settings: [{ kind: 'plain', name: 'WEBSITES_PORT', value: '8000' }, ...common.settings],
    },
    // On a plan of somebody else's, in a group that a file for this one does not reach.
    sharedPlan: {
        ...common,
        target: 'appService',
        plan: { name: 'plan-shared', resourceGroup: 'rg-shared', sku: 'S1' },
        autoscale: { name: 'autoscale-plan-shared', scale: { min: 1, max: 5, outPercent: 70, inPercent: 30 } },
        alwaysOn: 'on',
        settings: [{ kind: 'plain', name: 'WEBSITES_PORT', value: '8000' }, ...common.settings],
    },
    appService: {
        ...common,
        target: 'appService',
        plan: { name: 'plan-notes', resourceGroup: 'rg-notes', sku: 'B1' },
        alwaysOn: 'on',
        settings: [{ kind: 'plain', name: 'WEBSITES_PORT', value: '8000' }, ...common.settings],
    },
    // By its own identity, scaling by itself, watched, and behind a sign-in.
    guardedApp: {
        ...common,
        target: 'appService',
        plan: { name: 'plan-notes', resourceGroup: 'rg-notes', sku: 'P1v3', elasticLimit: 5 },
        alwaysOn: 'on',
        pull: 'system',
        insights: 'appi-notes',
        signIn: {
            state: 'on',
            clientId: '11111111-1111-4111-8111-111111111111',
            issuer: 'https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0',
        },
        settings: [{ kind: 'plain', name: 'WEBSITES_PORT', value: '8000' }, ...common.settings],
    },
    containerApps: {
        ...common,
        target: 'containerApps',
        environment: { name: 'env-notes', resourceGroup: 'rg-notes' },
        size: { cpu: 0.5, memoryGb: 1 },
        replicas: { min: 0, max: 3 },
        scaleRule: { kind: 'cpu', value: 70 },
        probes: 'live',
        appKind: 'functionapp',
        revisions: 'multiple',
    },
    nightlyJob: {
        ...common,
        target: 'containerApps',
        environment: { name: 'env-notes', resourceGroup: 'rg-notes' },
        size: { cpu: 0.5, memoryGb: 1 },
        appKind: 'job',
        schedule: '0 3 * * *',
    },
    // Started by what comes into a queue.
    queueJob: {
        ...common,
        target: 'containerApps',
        environment: { name: 'env-notes', resourceGroup: 'rg-notes' },
        size: { cpu: 0.5, memoryGb: 1 },
        appKind: 'job',
        events: {
            type: 'azure-queue',
            metadata: { accountName: 'shop', queueName: 'orders' },
            secrets: [{ parameter: 'connection', setting: 'API_TOKEN' }],
        },
    },
    strangerPulls: {
        ...common,
        target: 'containerInstances',
        size: { cpu: 1, memoryGb: 1.5 },
        dnsLabel: 'notes-abc123',
        restartPolicy: 'OnFailure',
        pullPrincipal: '11111111-1111-4111-8111-111111111111',
        settings: [...common.settings, { kind: 'secret', name: 'SLIPWAY_PULL_SECRET' }],
    },
    containerInstances: {
        ...common,
        target: 'containerInstances',
        // A registry of another group, which a file for this group cannot give roles on.
        registry: { ...common.registry, resourceGroup: 'rg-shared' },
        size: { cpu: 1, memoryGb: 1.5 },
        dnsLabel: 'notes-abc123',
    },
};

describe('A plan for other tools', () => {
    for (const [target, model] of Object.entries(models)) {
        for (const [file, text] of [
            [`${target}.bicep`, renderBicep(model)],
            [`${target}.sh`, renderAzScript(model)],
            [`${target}.yml`, renderWorkflow(model)],
        ] as const) {
            it(`is ${file}`, () => {
                if (process.env.SLIPWAY_WRITE_GOLDEN !== undefined) {
                    writeFileSync(join(golden, file), text);
                }
                assert.equal(text, readFileSync(join(golden, file), 'utf8'));
            });
        }

        it(`closes every bracket and string of the Bicep for ${target}`, () => {
            const bare = renderBicep(model)
                .replace(/^\s*\/\/.*$/gm, '')
                .replace(/'(?:[^'\\]|\\.)*'/g, 'S');
            assert.doesNotMatch(bare, /'/);
            const open: string[] = [];
            for (const character of bare.replace(/[^[\](){}]/g, '')) {
                if ('[({'.includes(character)) {
                    open.push(character);
                } else {
                    assert.equal(open.pop(), { ']': '[', ')': '(', '}': '{' }[character]);
                }
            }
            assert.deepEqual(open, []);
        });

        it(`names in the Bicep only what it declares, each once, and declares no parameter in vain, for ${target}`, () => {
            const lines = renderBicep(model)
                .split('\n')
                .filter((line) => !/^\s*\/\//.test(line));
            const declared = lines.flatMap((line) => /^(?:param|resource) (\w+) /.exec(line)?.[1] ?? []);
            assert.equal(new Set(declared).size, declared.length);
            // What a value begins with, what a list names, and what a string fills in.
            const used = lines.flatMap((line) => [
                ...(/^\s+(?:\w+|'(?:[^'\\]|\\.)*'): ([A-Za-z]\w*)/.exec(line)?.slice(1) ?? []),
                ...(/^\s+dependsOn: \[(\w+)\]$/.exec(line)?.slice(1) ?? []),
                ...[...line.matchAll(/(?<!\\)\$\{(\w+)/g)].map((match) => match[1] ?? ''),
                ...(/: guid\((\w+)\.id, (\w+)\.id,/.exec(line)?.slice(1) ?? []),
                ...(/^output \w+ string = ([a-z]\w*)/.exec(line)?.slice(1) ?? []),
            ]);
            const known = [...declared, 'guid', 'subscriptionResourceId', 'resourceGroup', 'json', 'true', 'false'];
            assert.deepEqual(
                used.filter((name) => !known.includes(name)),
                [],
            );
            const parameters = lines.flatMap((line) => /^param (\w+) /.exec(line)?.[1] ?? []);
            assert.deepEqual(
                parameters.filter((name) => !used.includes(name)),
                [],
            );
            for (const line of lines.filter((each) => each.startsWith('resource '))) {
                assert.match(line, /^resource \w+ '[A-Z]\w+\.\w+(?:\/\w+)+@\d{4}-\d\d-\d\d(?:-preview)?' (?:existing )?= \{$/);
            }
        });

        it(`has in the workflow only steps that GitHub runs, for ${target}`, () => {
            const workflow = parse(renderWorkflow(model)) as {
                on: Record<string, unknown>;
                permissions: Record<string, string>;
                jobs: Record<string, { 'runs-on': string; steps: { uses?: string; run?: string }[] }>;
            };
            assert.ok(Object.keys(workflow.on).every((event) => ['push', 'workflow_dispatch', 'pull_request', 'schedule'].includes(event)));
            // Signing in by OIDC needs a token of GitHub's.
            assert.equal(workflow.permissions['id-token'], 'write');
            for (const job of Object.values(workflow.jobs)) {
                assert.match(job['runs-on'], /^ubuntu-/);
                for (const { uses, run } of job.steps) {
                    assert.equal(Number(uses === undefined) + Number(run === undefined), 1);
                    assert.match(uses ?? 'actions/checkout@v1', /^[\w-]+\/[\w-]+@v\d+$/);
                }
            }
        });

        it(`is YAML that GitHub reads nothing but its own secrets out of, for ${target}`, () => {
            const workflow = parse(renderWorkflow(model)) as {
                jobs: { deploy: { steps: { run?: string; env?: Record<string, string> }[] } };
            };
            const step = workflow.jobs.deploy.steps.at(-1);
            assert.deepEqual(step?.env, {
                API_TOKEN: '${{ secrets.API_TOKEN }}',
                ConnectionStrings_Main: '${{ secrets.ConnectionStrings_Main }}',
                ...(target === 'strangerPulls' ? { SLIPWAY_PULL_SECRET: '${{ secrets.SLIPWAY_PULL_SECRET }}' } : {}),
            });
            assert.deepEqual(
                [...(step.run ?? '').matchAll(/\$\{\{(.*?)\}\}/g)].map(([, inside]) => inside),
                [" '${{' "],
            );
        });
    }

    // Windows has no sh.
    (process.platform === 'win32' ? describe.skip : describe)('as a script', function () {
        // Processes take their time on a loaded machine.
        this.timeout(60_000);
        let folder = '';
        beforeEach(() => {
            folder = mkdtempSync(join(tmpdir(), 'slipway-script-'));
            // az, docker and curl that note what they were told, and what was in the files that they were given.
            const note = `for word in "$@"; do printf '%s\\n' "$word" >> '${folder}/words'; case "$word" in @/*) cp "\${word#@}" '${folder}/' ;; /*.json) cp "$word" '${folder}/' ;; esac; done`;
            const answers = `case "$*" in *properties.status*) echo Succeeded ;; *loginServer*) echo r.azurecr.io ;; *clientId*) echo client ;; *principalId*) echo principal ;; *"query id"*) echo /id ;; *digest*) echo sha256:aa ;; *query*) echo host ;; esac`;
            for (const [name, script] of [
                ['az', `${note}\n${answers}`],
                ['docker', note],
                ['curl', `${note}\nprintf 200`],
            ] as const) {
                writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
                chmodSync(join(folder, name), 0o755);
            }
        });
        afterEach(() => rmSync(folder, { recursive: true, force: true }));

        for (const [target, model] of Object.entries(models)) {
            const run = (env: Readonly<Record<string, string>>) =>
                spawnSync('sh', {
                    input: renderAzScript(model),
                    encoding: 'utf8',
                    env: { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`, ...env },
                });

            it(`is one that sh reads, for ${target}`, () => {
                assert.equal(spawnSync('sh', ['-n'], { input: renderAzScript(model), encoding: 'utf8' }).stderr, '');
            });

            it(`asks for a secret that is not there, for ${target}`, () => {
                const ran = run({ API_TOKEN: 'x' });
                assert.notEqual(ran.status, 0);
                assert.match(ran.stderr, /Put the value of ConnectionStrings:Main into the environment first/);
                assert.ok(!existsSync(join(folder, 'words')));
            });

            it(`hands values over whole, and no secret on a command line, for ${target}`, () => {
                const secret = `swordfish "${hostile}\nsecond line`;
                const ran = run({ API_TOKEN: secret, ConnectionStrings_Main: 'swordfish-two', SLIPWAY_PULL_SECRET: 'swordfish-three' });
                assert.equal(ran.status, 0, ran.stderr);
                assert.doesNotMatch(readFileSync(join(folder, 'words'), 'utf8'), /swordfish/);
                const bodies = readdirSync(folder)
                    .filter((name) => name.endsWith('.json'))
                    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown);
                const text = JSON.stringify(bodies);
                for (const value of [secret, 'swordfish-two', hostile]) {
                    assert.ok(text.includes(JSON.stringify(value)), `${value} in ${text}`);
                }
                assert.ok(
                    text.includes(model.target === 'appService' ? 'DOCKER|r.azurecr.io/notes@sha256:aa' : '"r.azurecr.io/notes@sha256:aa"'),
                );
            });
        }
    });
});
