import assert from 'node:assert/strict';
import { diagnoseSetup } from '../../../../src/core/diagnose/engineDiagnosis';
import { setupRules, type SetupRule } from '../../../../src/core/diagnose/engineFinding';
import type { EngineSetup, MachineSetup, ProbeResult, ProjectSetup, Setup } from '../../../../src/core/diagnose/engineSetup';
import { parseWslList } from '../../../../src/core/diagnose/engineWslList';

interface Case {
    readonly rule: SetupRule;
    /** Where people met it: a public thread or page, or `written` when it was made up here. Only the former cover a rule. */
    readonly source: string;
    readonly engine?: Partial<EngineSetup>;
    readonly machine?: Partial<MachineSetup>;
    readonly project?: Partial<ProjectSetup>;
    readonly complaint?: string;
}

const answers: ProbeResult = { kind: 'answers', apiVersion: '1.51', osType: 'linux', server: 'Docker/28.5.2 (linux)', builder: '2' };
const absent: ProbeResult = { kind: 'absent' };
const refused: ProbeResult = { kind: 'refused' };

function at(url: string, result: ProbeResult, source: EngineSetup['places'][number]['source'] = 'usual', context?: string): EngineSetup {
    return { places: [{ url, source, result, ...(context === undefined ? {} : { context }) }], config: { readable: 'absent' } };
}

const socket = 'unix:///var/run/docker.sock';
const pipe = 'npipe:////./pipe/dockerDesktopLinuxEngine';
const ubuntu = { wsl: { version: 2 as const, distribution: 'Ubuntu' } };
const desktop = { installed: 'yes' as const, shared: 'no' as const };
const windows = { platform: 'win32', desktop };
const working = at(socket, answers);

function setupOf({ engine, machine, project, complaint }: Omit<Case, 'rule' | 'source'>): Setup {
    return {
        engine: { ...at(socket, absent), ...engine },
        machine: { platform: 'linux', inContainer: 'no', desktop: { installed: 'no', shared: 'no' }, ...machine },
        ...(project === undefined
            ? {}
            : {
                  project: {
                      window: 'local',
                      needsPython: 'no' as const,
                      environment: 'unknown' as const,
                      azure: 'unknown' as const,
                      dockerfileNeeds: [],
                      ...project,
                  },
              }),
        ...(complaint === undefined ? {} : { complaint }),
    };
}

/** The first finding that matters is the rule's own; sentences of complaints are as people reported them. */
const cases: readonly Case[] = [
    {
        rule: 'context-missing',
        source: 'https://github.com/docker/cli/issues/1955',
        engine: { places: [], badName: { source: 'config', name: 'context-two', problem: 'no-such-context' } },
    },
    {
        rule: 'endpoint-invalid',
        source: 'https://docs.docker.com/reference/cli/docker/',
        engine: { places: [], badName: { source: 'DOCKER_HOST', name: 'fd://', problem: 'bad-endpoint' } },
    },
    {
        rule: 'wsl-1',
        source: 'https://github.com/docker/docs/issues/11087',
        machine: { wsl: { version: 1, distribution: 'Ubuntu-20.04' } },
        complaint:
            "The command 'docker' could not be found in this WSL 1 distro.\nWe recommend to convert this distro to WSL 2 and activate\nthe WSL integration in Docker Desktop settings.",
    },
    { rule: 'wsl-1', source: 'written', machine: { wsl: { version: 1, distribution: 'Debian' } } },
    {
        rule: 'no-distribution',
        source: 'https://github.com/microsoft/WSL/issues/9338',
        engine: at(pipe, absent),
        machine: {
            platform: 'win32',
            distributions: {
                list: [],
                output: 'Windows Subsystem for Linux has no installed distributions.\r\nError code: Wsl/WSL_E_DEFAULT_DISTRO_NOT_FOUND\r\n',
            },
        },
    },
    {
        rule: 'wsl-not-ready',
        source: 'https://github.com/microsoft/WSL/issues/12638',
        engine: at(pipe, absent),
        machine: windows,
        complaint:
            'WSL2 is not supported with your current machine configuration.\nPlease enable the "Virtual Machine Platform" optional component and ensure virtualization is enabled in the BIOS.',
    },
    {
        rule: 'wsl-not-ready',
        source: 'https://github.com/microsoft/WSL/issues/12519',
        engine: at(pipe, absent),
        machine: windows,
        complaint: 'Error code: Wsl/Service/RegisterDistro/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED',
    },
    {
        rule: 'wsl-not-ready',
        source: 'https://github.com/microsoft/WSL/issues/12382',
        engine: at(pipe, absent),
        machine: windows,
        complaint: 'WslRegisterDistribution failed with error: 0x80370102',
    },
    {
        rule: 'sign-in-enforced',
        source: 'https://github.com/docker/for-win/issues/14791',
        engine: at(pipe, absent),
        machine: windows,
        complaint:
            'getting credential helper update: You must be a member of the [acme] organization. Log in with a different account, or contact your organization owner to add your account.',
    },
    {
        rule: 'sign-in-enforced',
        source: 'https://github.com/freedomofpress/dangerzone/issues/1045',
        engine: at(pipe, {
            kind: 'unwell',
            status: 503,
            body: 'Sign in to continue using Docker Desktop. Membership in the [acme] organization is required.',
        }),
        machine: windows,
    },
    {
        rule: 'windows-containers',
        source: 'https://github.com/docker/for-win/issues/6128',
        engine: at(pipe, { ...answers, osType: 'windows' }),
        machine: windows,
    },
    {
        rule: 'windows-containers',
        source: 'https://github.com/docker/for-win/issues/1949',
        engine: at('npipe:////./pipe/dockerDesktopWindowsEngine', { ...answers, osType: 'windows' }),
        machine: windows,
        complaint: 'no matching manifest for windows/amd64 in the manifest list entries',
    },
    {
        rule: 'permission',
        source: 'https://docs.docker.com/engine/install/linux-postinstall/',
        engine: at(socket, { kind: 'denied' }),
    },
    {
        rule: 'wsl-integration-off',
        source: 'https://github.com/microsoft/WSL/issues/9949',
        machine: ubuntu,
        complaint:
            "The command 'docker' could not be found in this WSL 2 distro.\nWe recommend to activate the WSL integration in Docker Desktop settings.",
    },
    {
        rule: 'wsl-integration-off',
        source: 'https://github.com/docker/for-win/issues/14517',
        machine: { ...ubuntu, desktop: { installed: 'yes', shared: 'yes' } },
    },
    {
        rule: 'stale-host',
        source: 'https://github.com/docker/for-mac/issues/1973',
        engine: at('tcp://192.168.59.103:2375', { kind: 'timeout' }, 'DOCKER_HOST'),
        machine: { platform: 'darwin', desktop },
    },
    {
        rule: 'stale-context',
        source: 'https://github.com/docker/cli/issues/3096',
        engine: at('ssh://user@server', { kind: 'failed', reason: 'connect ETIMEDOUT' }, 'config', 'server'),
    },
    {
        rule: 'stale-context',
        source: 'https://github.com/docker/cli/issues/1831',
        engine: at('tcp://1.2.3.4:2375', { kind: 'timeout' }, 'config', 'remote'),
    },
    {
        rule: 'desktop-not-running',
        source: 'https://github.com/docker/for-win/issues/14975',
        engine: at(pipe, absent),
        machine: windows,
        complaint:
            'error during connect: Get "http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/v1.51/containers/json": open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.',
    },
    {
        rule: 'desktop-not-running',
        source: 'written',
        engine: at('unix:///Users/me/.docker/run/docker.sock', refused),
        machine: { platform: 'darwin', desktop },
    },
    {
        rule: 'engine-starting',
        source: 'https://github.com/docker/for-mac/issues/7775',
        engine: at('unix:///Users/me/.docker/run/docker.sock', { kind: 'unwell', status: 500, body: '' }),
        machine: { platform: 'darwin', desktop },
    },
    {
        rule: 'engine-starting',
        source: 'https://github.com/docker/for-win/issues/13909',
        engine: at(pipe, { kind: 'unwell', status: 500, body: 'Internal Server Error' }),
        machine: windows,
    },
    { rule: 'engine-hangs', source: 'https://github.com/docker/for-mac/issues/1274', engine: at(socket, { kind: 'timeout' }) },
    {
        rule: 'engine-stopped',
        source: 'https://docs.docker.com/engine/daemon/troubleshoot/',
        engine: at(socket, refused),
    },
    { rule: 'engine-stopped', source: 'written', engine: at(socket, refused), machine: ubuntu },
    { rule: 'not-installed', source: 'https://docs.docker.com/engine/install/', engine: at(socket, absent) },
    {
        rule: 'not-installed',
        source: 'https://github.com/microsoft/vscode-docker/issues/4326',
        engine: { ...at(socket, absent), cli: '/usr/bin/docker' },
    },
    {
        rule: 'disk-full',
        source: 'https://github.com/docker/for-mac/issues/3529',
        engine: working,
        complaint: 'Error response from daemon: mkdir /var/lib/docker/tmp/docker-builder553623694: no space left on device',
    },
    { rule: 'disk-full', source: 'written', engine: { ...working, freeBytes: 400_000_000 } },
    {
        rule: 'credential-helper',
        source: 'https://github.com/docker/for-win/issues/14039',
        engine: working,
        machine: ubuntu,
        complaint:
            'Error saving credentials: error storing credentials - err: fork/exec /usr/bin/docker-credential-desktop.exe: exec format error, out: ``',
    },
    {
        rule: 'credential-helper',
        source: 'https://github.com/docker/for-win/issues/12091',
        engine: working,
        machine: ubuntu,
        complaint:
            '/usr/bin/docker-credential-desktop.exe: Invalid argument\nError saving credentials: error storing credentials - err: exit status 1, out: ``',
    },
    {
        rule: 'credential-helper',
        source: 'https://github.com/docker/compose/issues/7495',
        engine: {
            ...working,
            config: {
                readable: 'yes',
                credsStore: 'desktop.exe',
                helper: { program: 'docker-credential-desktop.exe', outcome: 'missing', output: '' },
            },
        },
        machine: ubuntu,
    },
    {
        rule: 'certificate',
        source: 'https://github.com/moby/moby/issues/20912',
        engine: working,
        complaint: 'Download failed, retrying: x509: certificate signed by unknown authority',
    },
    {
        rule: 'registry-unreachable',
        source: 'https://docs.docker.com/engine/daemon/proxy/',
        engine: working,
        machine: { proxy: 'http://proxy.example.com:3128' },
        complaint: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    },
    {
        rule: 'engine-too-old',
        source: 'https://docs.docker.com/reference/dockerfile/#here-documents',
        engine: at(socket, { ...answers, apiVersion: '1.40' }),
        project: { dockerfileNeeds: ['heredoc'] },
    },
    {
        rule: 'client-version',
        source: 'https://github.com/kasmtech/workspaces-issues/issues/817',
        engine: working,
        complaint:
            'Error response from daemon: client version 1.42 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
    },
    {
        rule: 'no-engine',
        source: 'https://github.com/microsoft/vscode-docker/issues/4018',
        engine: at(socket, absent),
        machine: { inContainer: 'yes', desktop: { installed: 'no', shared: 'yes' } },
    },
    { rule: 'engine', source: 'https://docs.docker.com/reference/api/engine/', engine: { ...working, buildx: '0.29.1' } },
    { rule: 'buildx-missing', source: 'https://docs.docker.com/build/concepts/overview/', engine: working },
    {
        rule: 'window-not-in-wsl',
        source: 'https://code.visualstudio.com/docs/remote/wsl',
        engine: at(pipe, answers),
        machine: windows,
        project: { folder: '\\\\wsl.localhost\\Ubuntu\\home\\me\\app' },
    },
    {
        rule: 'python-missing',
        source: 'https://code.visualstudio.com/docs/python/python-tutorial',
        engine: working,
        project: { needsPython: 'yes' },
    },
    {
        rule: 'environment-missing',
        source: 'https://code.visualstudio.com/docs/python/environments',
        engine: working,
        machine: { python: '/usr/bin/python3' },
        project: { needsPython: 'yes', environment: 'absent' },
    },
    {
        rule: 'azure-signed-out',
        source: 'https://learn.microsoft.com/azure/app-service/quickstart-python',
        engine: working,
        project: { azure: 'signed-out' },
    },
    {
        rule: 'window-in-wsl',
        source: 'https://code.visualstudio.com/docs/remote/wsl-tutorial',
        engine: working,
        machine: ubuntu,
        project: { window: 'wsl' },
    },
    {
        rule: 'python',
        source: 'https://code.visualstudio.com/docs/python/python-tutorial',
        engine: working,
        machine: { python: '/usr/bin/python3' },
        project: { needsPython: 'yes' },
    },
    {
        rule: 'environment',
        source: 'https://code.visualstudio.com/docs/python/environments',
        engine: working,
        machine: { python: '/usr/bin/python3' },
        project: { needsPython: 'yes', environment: 'present' },
    },
    {
        rule: 'azure-signed-in',
        source: 'https://learn.microsoft.com/azure/app-service/quickstart-python',
        engine: working,
        project: { azure: 'signed-in' },
    },
];

describe('The doctor', () => {
    for (const [index, { rule, source, ...setup }] of cases.entries()) {
        it(`finds ${rule} (case ${String(index + 1)}, ${source})`, () => {
            const findings = diagnoseSetup(setupOf(setup));
            const finding = findings.find((found) => found.rule === rule);
            assert.ok(finding, `found ${findings.map((found) => found.rule).join(', ')}`);
            if (finding.kind !== 'good') {
                assert.equal(findings[0]?.rule, rule, 'something else was put before it');
                assert.ok(finding.evidence.trim() !== '' && finding.fix !== '');
            }
        });
    }

    it('gives each that is wrong a button that does the fix, copies the command or leads to the page', () => {
        for (const { rule: _, source, ...setup } of cases) {
            for (const finding of diagnoseSetup(setupOf(setup)).filter(({ kind }) => kind !== 'good')) {
                assert.ok(finding.remedies.length > 0, `${finding.rule} (${source})`);
            }
        }
    });

    it('has a case from the field, or from the documentation, for each rule', () => {
        const sourced = new Set(cases.filter(({ source }) => source.startsWith('https://')).map(({ rule }) => rule));
        assert.deepEqual(
            setupRules.filter((rule) => !sourced.has(rule)),
            [],
        );
    });

    it('tells one cause of a silent engine, not three', () => {
        for (const { rule, source, ...setup } of cases) {
            const problems = diagnoseSetup(setupOf(setup)).filter(({ kind }) => kind === 'problem');
            assert.ok(problems.length <= 2, `${rule} (${source}): ${problems.map((found) => found.rule).join(', ')}`);
        }
    });

    it('finds nothing wrong where all is well', () => {
        const findings = diagnoseSetup(
            setupOf({
                engine: { ...working, buildx: '0.29.1', freeBytes: 50_000_000_000 },
                machine: {
                    ...ubuntu,
                    python: '/usr/bin/python3',
                    distributions: { list: parseWslList('* Ubuntu  Running  2\n'), output: '' },
                },
                project: { needsPython: 'yes', environment: 'present', azure: 'signed-in', dockerfileNeeds: ['mount'] },
            }),
        );
        assert.deepEqual(
            findings.map(({ rule, kind }) => [rule, kind]),
            [
                ['engine', 'good'],
                ['python', 'good'],
                ['environment', 'good'],
                ['azure-signed-in', 'good'],
            ],
        );
    });
});
