import type { BuildPanelState } from '../../src/views/buildPanel';
import type { ToDiagnosePage } from '../../src/views/diagnosePage';
import type { ToMcpPage } from '../../src/views/mcpPage';
import { advanceMcpPanel, emptyMcpPanel } from '../../src/views/mcpPanel';
import { emptyDiagnosePanel } from '../../src/views/diagnosePanel';
import type { PanelStep, PlanPanelState, ToPlanPanel } from '../../src/views/planPanel';

/** No word of it can be broken at a hyphen, as a person's own names often cannot. */
const name = 'harbour_logistics_of_the_northern_region_with_all_its_piers_2026';
const app = 'harbour-logistics-of-the-northern-region-with-all-its-piers-ab12cd';
const file = `services/${name}/${name}_configuration.py`;
const digest = 'sha256:6a2f3c7f8c9f6a2f3c7f8c9f6a2f3c7f8c9f6a2f3c7f8c9f6a2f3c7f8c9f6a2f';
const failure = {
    what: `The container of ${app} ended with exit code 3 before it answered on port 8000 of ${app}.azurewebsites.net.`,
    why: `It said: ModuleNotFoundError: No module named '${name}.${name}'`,
    next: `Add ${name} to services/${name}/requirements.txt.`,
    remedies: [
        { kind: 'command', title: 'Build and Deploy Again with What Was Added', command: 'x' },
        { kind: 'command', title: 'Show Output', command: 'y' },
    ],
} as const;

const steps: readonly PanelStep[] = [
    {
        id: 'build',
        title: `Build the image ${name} for linux/amd64.`,
        change: 'create',
        state: 'done',
        durationMs: 184_300,
        fromMs: 0,
        log: [`COPY services/${name} /app`, 'done'],
    },
    {
        id: 'identity',
        title: `Create the managed identity id-${app}, with which ${app} pulls its image.`,
        change: 'create',
        state: 'done',
        durationMs: 900,
        fromMs: 184_300,
        detail: `/subscriptions/6a2f3c7f-8c9f-6a2f-3c7f-8c9f6a2f3c7f/resourceGroups/rg-${app}`,
    },
    {
        id: 'push',
        title: `Push the image to ${name}.azurecr.io as ${name}, unless it is there.`,
        change: 'change',
        state: 'running',
        fromMs: 185_200,
        message: `Waiting for ${name}.azurecr.io: 1234.5 MB of 2345.6 MB`,
    },
    { id: 'verify', title: `Wait until every instance of ${app} runs the image and /${name} answers.`, change: 'run', state: 'waiting' },
];

const plan: PlanPanelState = {
    title: `Deploy ${name} to App Service`,
    subtitle: `Azure · ${name} of the harbour`,
    phase: 'review',
    facts: [
        { label: 'Language', value: 'Python' },
        { label: 'Entry', value: `services.${name}.${name}:create_app()`, file, line: 1234 },
        { label: 'Start command', value: `gunicorn --bind 0.0.0.0:8000 services.${name}:app`, file: 'Dockerfile', line: 6 },
    ],
    files: [
        { path: `services/${name}/Dockerfile`, action: 'create', reason: 'Builds and starts the app.' },
        { path: '.dockerignore', action: 'keep', reason: 'It is there already; Slipway does not overwrite it.' },
    ],
    fields: [
        { id: 'target', label: 'Target', value: 'appService', choices: [{ value: 'appService', label: 'App Service' }] },
        { id: 'name', label: 'Name', value: app, hint: `https://${app}.azurewebsites.net` },
        {
            id: 'group',
            label: 'Resource group',
            value: `rg-${app}`,
            choices: [{ value: `rg-${app}`, label: `rg-${app}` }],
            typing: 'allowed',
            error: `The name rg-${name} cannot be used: at most 90 characters.`,
        },
    ],
    variables: [
        {
            name: `${name.toUpperCase()}_CONNECTION_STRING`,
            value: '',
            secret: 'yes',
            weight: 'shown',
            placeholder: '',
            hint: 'The code requires it.',
            file,
            line: 12,
            missing: 'yes',
            generate: 'offered',
        },
        { name: 'GREETING', value: 'ahoy', secret: 'no', weight: 'folded', placeholder: '', hint: 'The code has a default.' },
    ],
    steps: steps.map(({ id, title, change }) => ({ id, title, change, state: 'waiting' as const })),
    cost: 'Adds about 13.14 US dollars a month (list prices of 2026-11, without traffic).',
    warnings: [`The app requires ${name.toUpperCase()}_CONNECTION_STRING (${file}:12).`],
    made: [],
};

const run: PlanPanelState = {
    ...plan,
    phase: 'failed',
    fields: [],
    warnings: [],
    steps,
    totalMs: 200_000,
    failure,
    made: [{ label: 'Managed identity', name: `id-${app}`, change: 'created', opens: 'page' }],
    runs: {
        columns: [
            { title: 'this one', outcome: 'failed', total: '3 min 20 s' },
            { title: '2 hours ago', outcome: 'live', total: '3 min 5 s' },
        ],
        rows: steps.map(({ title }) => ({ title, cells: [{ text: '12 s', mark: 'slower' as const }, { text: '3.1 s' }] })),
        notes: [`Push the image to ${name}.azurecr.io took 4 times as long as before.`],
    },
    picture: {
        state: 'shown',
        words: 'As of 12:37:35.',
        columns: [
            {
                boxes: [
                    {
                        kind: 'registry',
                        label: 'Container registry',
                        name: `${name}.azurecr.io`,
                        lines: [name, '6a2f3c7f8c9f'],
                        state: 'good',
                        node: 'registry',
                    },
                ],
                arrow: 'image',
            },
            {
                boxes: [
                    {
                        kind: 'identity',
                        label: 'Managed identity',
                        name: `id-${app}`,
                        lines: ['may not pull'],
                        state: 'bad',
                        node: 'deployment',
                    },
                ],
                arrow: 'pulls as',
            },
            {
                boxes: [
                    {
                        kind: 'app',
                        label: 'App Service',
                        name: app,
                        lines: ['Running', '6a2f3c7f8c9f'],
                        state: 'waiting',
                        node: 'deployment',
                    },
                ],
                arrow: 'runs on',
            },
            {
                boxes: [
                    {
                        kind: 'instance',
                        label: 'Instance 1',
                        name: digest.slice(7),
                        lines: ['Started'],
                        state: 'plain',
                        node: 'deployment',
                    },
                ],
            },
        ],
    },
};

const build: BuildPanelState = {
    title: `Build ${name}:20261129-123456`,
    subtitle: `services/${name}/Dockerfile, linux/amd64`,
    dockerfile: `services/${name}/Dockerfile`,
    phase: 'failed',
    startedMs: Date.now() - 100_000,
    endedMs: Date.now(),
    failure,
    failedLine: 12,
    tree: {
        cached: 1,
        steps: 3,
        warnings: [`services/${name}/Dockerfile:3: the stage ${name} is not used.`],
        stages: [
            {
                title: name,
                kind: 'stage',
                rows: [
                    { id: '1', title: `FROM ${name}.azurecr.io/${name}:3.13-slim`, number: '1/3', state: 'cached', line: 1, log: [] },
                    {
                        id: '2',
                        title: `COPY services/${name} /app/${name}`,
                        number: '2/3',
                        state: 'running',
                        startedMs: Date.now() - 84_300,
                        line: 3,
                        log: [`transferring ${name}`],
                        movedBytes: 1_234_500_000,
                        totalBytes: 2_345_600_000,
                    },
                    {
                        id: '3',
                        title: `RUN pip install -r /app/${name}/requirements.txt`,
                        number: '3/3',
                        state: 'failed',
                        durationMs: 84_300,
                        line: 12,
                        log: [`ERROR: Could not find a version that satisfies ${name}==2026.11.29`],
                    },
                ],
            },
        ],
    },
    words: {
        preparation: 'Preparation',
        steps: 'Steps',
        result: 'Result',
        cached: 'cached',
        line: 'Line {0}',
        states: { waiting: 'waiting', running: 'running', done: 'done', cached: 'cached', failed: 'failed', cancelled: 'cancelled' },
        cancel: 'Cancel',
        again: 'Build Again',
        output: 'Show Output',
    },
};

const finding = {
    cause: 'import-error',
    layer: 'App',
    confidence: 'certain',
    title: `The app imports ${name}, which is not installed.`,
    next: `Add ${name} to services/${name}/requirements.txt.`,
    evidence: [{ check: 'log', text: `ModuleNotFoundError: No module named '${name}.${name}'` }],
    buttons: [
        {
            label: `Add ${name} to requirements.txt`,
            step: { kind: 'add-requirement', name, manifest: `services/${name}/requirements.txt` },
        },
    ],
} as const;

const diagnostics: ToDiagnosePage = {
    kind: 'state',
    instances: [digest, app],
    state: {
        ...emptyDiagnosePanel(app, digest),
        rows: emptyDiagnosePanel(app).rows.map((row, index) => ({
            ...row,
            status: index % 2 === 0 ? ('done' as const) : ('timed-out' as const),
            durationMs: 12_345,
            lines: [`https://${app}.azurewebsites.net/${name}`],
        })),
        unreachable: {
            words: `There is no SSH server in ${app}.`,
            buttons: [{ label: 'Add the SSH Layer to the Dockerfile', step: { kind: 'edit-setting', name } }],
        },
        verdict: {
            kind: 'cause',
            headline: finding.title,
            causes: [finding],
            observations: [finding],
            eliminated: [{ layer: 'Network', text: `${name}.openai.azure.com resolves.` }],
            symptoms: [{ check: 'outside', text: `https://${app}.azurewebsites.net/${name} answers 503.` }],
        },
        plot: {
            maxMs: 900,
            series: [
                {
                    label: `The model ${name}`,
                    bars: Array.from({ length: 10 }, () => ({ height: 0.7, title: '630 ms' })),
                    summary: '630 ms on average, 600 to 900 ms',
                },
            ],
        },
    },
};

const tool = {
    name,
    title: `${name} of the harbour`,
    description: `Finds ${name} by its identifier.`,
    inputSchema: {
        type: 'object',
        required: [name],
        properties: { [name]: { type: 'string', description: `The ${name}` }, berth: { type: 'integer' } },
    },
};
const catalog = {
    tools: [tool, { ...tool, name: 'berth', title: 'Berth' }],
    resources: [{ uri: `harbour://${name}/${name}`, name }],
    templates: [],
    prompts: [],
};

/** An MCP server whose tool was chosen, called and has answered. */
function mcp(): ToMcpPage {
    const chosen = advanceMcpPanel(emptyMcpPanel(`${name}.azurecontainerapps.io`, catalog), {
        kind: 'selected',
        entry: { kind: 'tool', tool },
        arguments: { [name]: name },
    });
    const state = advanceMcpPanel(advanceMcpPanel(chosen, { kind: 'started' }), {
        kind: 'answered',
        durationMs: 12_345,
        traceId: 'b6fb8583134b6fbdd14f50a23e609a16',
        instance: digest,
        result: {
            isError: false,
            content: [{ kind: 'text', text: `${name}\n${name}` }],
            structuredContent: { [name]: [{ berth: 1, [name]: name }] },
        },
    });
    return {
        kind: 'state',
        state: { ...state, saved: [{ kind: 'tool', key: name, label: name, arguments: {} }] },
        about: [
            { name: 'address', value: `https://${app}.azurecontainerapps.io/mcp/${name}` },
            { name: 'server', value: `${name} 1.0.0` },
        ],
        notices: [`The tool ${name} has no description of its argument ${name}.`],
        connection: 'connected',
        reach: 'http',
    };
}

const planned = (state: PlanPanelState): ToPlanPanel => ({ kind: 'state', state });

/** Each panel's script with a state in which everything is there, under names that are as long as Azure and people allow. */
export const longPanels = {
    plan: { script: 'plan.js', state: planned(plan) },
    run: { script: 'plan.js', state: planned(run) },
    build: { script: 'build.js', state: build },
    diagnostics: { script: 'diagnostics.js', state: diagnostics },
    mcp: { script: 'mcp.js', state: mcp() },
} as const;
