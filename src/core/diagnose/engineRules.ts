import { setupRules, type SetupFinding, type SetupRemedy, type SetupRule } from './engineFinding';
import type { EngineSetup, MachineSetup, ProbeResult, Setup } from './engineSetup';

/** What a rule says when it applies. */
type Said = Omit<SetupFinding, 'rule'>;
type Rule = (setup: Setup) => Said | undefined;

/** The rules that tell why no engine answers. */
const silentCauses = setupRules.slice(0, setupRules.indexOf('no-engine'));

const lowDiskBytes = 2_000_000_000;
const docs = 'https://docs.docker.com';

/** Every rule, total: a new one in `setupRules` does not compile until it is written here. */
export const engineRules: Record<SetupRule, Rule> = {
    'context-missing': ({ engine: { badName } }) =>
        badName?.problem !== 'no-such-context'
            ? undefined
            : problem(
                  'The Docker context is gone',
                  `${sourceOf(badName.source)} asks for the context ${badName.name}, which does not exist.`,
                  `No context named ${badName.name} in the Docker configuration.`,
                  'Choose a context that exists.',
                  [copy('Use the Default Context', 'docker context use default')],
              ),
    'endpoint-invalid': ({ engine: { badName } }) =>
        badName?.problem !== 'bad-endpoint'
            ? undefined
            : problem(
                  'The engine’s address makes no sense',
                  `${sourceOf(badName.source)} names no engine.`,
                  `${sourceOf(badName.source)} is ${badName.name}.`,
                  'Write it like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host.',
                  [selectEngine],
              ),
    'wsl-1': ({ machine: { wsl, distributions }, engine, complaint = '' }) => {
        const distribution = wsl?.version === 1 ? wsl.distribution : undefined;
        const told = /WSL 1 distro/i.test(complaint);
        if ((distribution === undefined && !told) || answering(engine) !== undefined) {
            return undefined;
        }
        const name = distribution ?? distributions?.list.find(({ version }) => version === 1)?.name ?? 'Ubuntu';
        return problem(
            'This distribution runs under WSL 1',
            'Docker needs WSL 2.',
            told ? quote(complaint, /.*WSL 1 distro.*/i) : `${name} is a WSL 1 distribution.`,
            'Convert it in PowerShell; it takes a few minutes.',
            [copy('Copy Command', `wsl --set-version ${name} 2`)],
        );
    },
    'no-distribution': ({ machine: { platform, distributions }, engine }) =>
        platform !== 'win32' ||
        distributions === undefined ||
        answering(engine) !== undefined ||
        distributions.list.some(({ name }) => !name.startsWith('docker-desktop'))
            ? undefined
            : problem(
                  'WSL has no Linux distribution',
                  'Docker Desktop and Slipway work inside one.',
                  firstLine(distributions.output) || 'wsl --list shows none.',
                  'Install Ubuntu in PowerShell, then restart.',
                  [copy('Copy Command', 'wsl --install -d Ubuntu')],
              ),
    'wsl-not-ready': ({ machine: { distributions }, complaint = '' }) => {
        const text = `${distributions?.output ?? ''}\n${complaint}`;
        const seen = /.*(HCS_E_HYPERV_NOT_INSTALLED|Virtual Machine Platform|wslregisterdistribution failed).*/i.exec(text)?.[0];
        return seen === undefined
            ? undefined
            : problem(
                  'Windows cannot run WSL 2 yet',
                  'The Virtual Machine Platform is off, or virtualization is off in the firmware.',
                  seen.trim(),
                  'Switch it on in an administrator’s PowerShell, restart, and enable virtualization (VT-x, AMD-V) in the firmware.',
                  [copy('Copy Command', 'wsl --install --no-distribution')],
              );
    },
    'sign-in-enforced': ({ engine, complaint = '' }) => {
        const pattern =
            /.*(sign[- ]?in (?:is )?(?:required|enforce)|enforce[sd]? sign[- ]?in|must (?:be )?sign(?:ed)? in|sign in to continue using Docker Desktop|must be a member of the .* organization|membership in the .* organization is required).*/i;
        const seen = [complaint, ...engine.places.map(({ result }) => (result.kind === 'unwell' ? result.body : ''))]
            .map((text) => pattern.exec(text)?.[0])
            .find((text) => text !== undefined);
        return seen === undefined
            ? undefined
            : problem(
                  'Docker Desktop wants you to sign in',
                  'Your organization allows Docker Desktop only to people who are signed in to it.',
                  seen.trim(),
                  'Sign in to Docker Desktop with an account of your organization.',
                  [copy('Copy Command', 'docker login'), open('About This', `${docs}/enterprise/security/enforce-sign-in/`)],
              );
    },
    'windows-containers': ({ engine, complaint = '' }) => {
        const place = engine.places.find(({ result }) => result.kind === 'answers' && result.osType === 'windows');
        const told = /.*no matching manifest for windows\/.*/i.exec(complaint)?.[0];
        return (place === undefined && told === undefined) || answering(engine) !== undefined
            ? undefined
            : problem(
                  'Docker runs Windows containers',
                  'Azure’s Linux targets and Slipway need Linux containers.',
                  place === undefined ? (told ?? '').trim() : `${place.url} answers with OSType windows.`,
                  'Choose "Switch to Linux containers" in the menu of Docker Desktop.',
                  [copy('Copy Command', '& "$Env:ProgramFiles\\Docker\\Docker\\DockerCli.exe" -SwitchLinuxEngine')],
              );
    },
    permission: ({ engine, machine, complaint = '' }) => {
        const place = blocking(engine, 'denied');
        const told = /permission denied while trying to connect to the Docker daemon socket|Got permission denied/i.test(complaint);
        if ((place === undefined && !told) || answering(engine) !== undefined) {
            return undefined;
        }
        const again = machine.wsl === undefined ? 'sign out and in again' : 'run wsl --shutdown in PowerShell and reopen VS Code';
        return problem(
            'You may not use the engine’s socket',
            'Your user is not in the group that owns it.',
            place === undefined ? quote(complaint, /.*permission denied.*/i) : `${place.url}: permission denied.`,
            `Join the docker group, then ${again}: groups are read when a session begins.`,
            [copy('Copy Command', 'sudo usermod -aG docker "$USER"'), open('About This', `${docs}/engine/install/linux-postinstall/`)],
        );
    },
    'wsl-integration-off': ({ engine, machine: { wsl, desktop }, complaint = '' }) => {
        const told = /could not be found in this WSL 2 distro/i.test(complaint);
        if (
            answering(engine) !== undefined ||
            wsl?.version === 1 ||
            (!told && (wsl === undefined || desktop.shared === 'no' || !allAbsent(engine)))
        ) {
            return undefined;
        }
        const name = wsl?.distribution ?? 'this distribution';
        return problem(
            `Docker Desktop is not switched on for ${name}`,
            'Docker Desktop runs, but its WSL integration is off for this distribution.',
            told ? quote(complaint, /.*could not be found.*/i) : '/mnt/wsl/docker-desktop is there, /var/run/docker.sock is not.',
            `In Docker Desktop: Settings, Resources, WSL integration: enable ${name}, then Apply & restart.`,
            [open('About This', `${docs}/desktop/features/wsl/`)],
        );
    },
    'stale-host': ({ engine }) => {
        const place = engine.places.find(({ source }) => source === 'DOCKER_HOST');
        return place === undefined || ['answers', 'denied', 'unwell'].includes(place.result.kind)
            ? undefined
            : problem(
                  'DOCKER_HOST names an engine that is not there',
                  'The variable beats every other setting, also when it is out of date.',
                  `DOCKER_HOST=${place.url}: ${resultWords(place.result)}.`,
                  'Remove the variable where it is set (~/.bashrc, ~/.profile, Windows’ environment), and reopen VS Code.',
                  [copy('Copy Command', 'unset DOCKER_HOST')],
              );
    },
    'stale-context': ({ engine }) => {
        const place = engine.places.find(({ context }) => context !== undefined && context !== 'default');
        return place === undefined || ['answers', 'denied', 'unwell'].includes(place.result.kind)
            ? undefined
            : problem(
                  `The context ${place.context ?? ''} leads nowhere`,
                  `${sourceOf(place.source)} chooses it, and no engine answers there.`,
                  `${place.url}: ${resultWords(place.result)}.`,
                  'Start that engine, or choose another context.',
                  [copy('Use the Default Context', 'docker context use default')],
              );
    },
    'desktop-not-running': ({ engine, machine: { platform, desktop, wsl }, complaint = '' }) => {
        const told =
            /Is the docker daemon running\?|docker desktop is not running|dockerDesktopLinuxEngine.*cannot find the file|Docker Desktop is unable to start/i.test(
                complaint,
            );
        const dead = engine.places.length > 0 && engine.places.every(({ result }) => result.kind === 'absent' || result.kind === 'refused');
        if (
            answering(engine) !== undefined ||
            !dead ||
            desktop.installed === 'no' ||
            (!told && engine.places.some(({ source }) => source !== 'usual'))
        ) {
            return undefined;
        }
        const start =
            platform === 'darwin'
                ? 'open -a Docker'
                : platform === 'win32'
                  ? 'docker desktop start'
                  : wsl === undefined
                    ? 'systemctl --user start docker-desktop'
                    : 'docker.exe desktop start';
        return problem(
            'Docker Desktop is not running',
            'It is installed, and nothing listens.',
            engine.places
                .map(({ url, result }) => `${url}: ${resultWords(result)}`)
                .slice(0, 2)
                .join('; ') + '.',
            'Start Docker Desktop and wait until its whale stands still.',
            [copy('Copy Command', start)],
        );
    },
    'engine-starting': ({ engine, machine }) => {
        const place = engine.places.find(({ result }) => result.kind === 'unwell');
        return place?.result.kind !== 'unwell' || answering(engine) !== undefined
            ? undefined
            : problem(
                  'The engine is not ready',
                  'It is starting, paused, or has crashed.',
                  `${place.url} answers ${place.result.status.toString()}${place.result.body === '' ? '' : ` (${firstLine(place.result.body)})`}.`,
                  'Wait a minute and check again; if it stays so, restart Docker.',
                  [{ kind: 'command', title: 'Check Again', command: 'slipway.engine.checkSetup' }, restart(machine)],
              );
    },
    'engine-hangs': ({ engine, machine }) => {
        const place = blocking(engine, 'timeout');
        return place === undefined || answering(engine) !== undefined
            ? undefined
            : problem(
                  'The engine does not answer',
                  'It took the connection and says nothing.',
                  `${place.url}: no answer within the time.`,
                  'Restart Docker.',
                  [restart(machine)],
              );
    },
    'engine-stopped': ({ engine, machine: { platform, desktop, wsl } }) => {
        const place = blocking(engine, 'refused');
        return place?.source !== 'usual' || answering(engine) !== undefined || (desktop.installed === 'yes' && platform !== 'linux')
            ? undefined
            : problem(
                  'The Docker engine does not run',
                  'Its socket is there, and nobody listens.',
                  `${place.url}: connection refused.`,
                  'Start it.',
                  [copy('Copy Command', wsl === undefined ? 'sudo systemctl start docker' : 'sudo service docker start')],
              );
    },
    'not-installed': ({ engine, machine: { platform, desktop, wsl } }) =>
        answering(engine) !== undefined || !allAbsent(engine) || desktop.installed === 'yes' || desktop.shared === 'yes'
            ? undefined
            : problem(
                  engine.cli === undefined ? 'Docker is not installed' : 'Only the Docker command is installed',
                  engine.cli === undefined
                      ? 'There is neither an engine nor a docker command.'
                      : 'There is a docker command, but no engine that it could talk to.',
                  `Nothing at ${engine.places
                      .map(({ url }) => url)
                      .slice(0, 3)
                      .join(', ')}.`,
                  platform === 'linux' && wsl === undefined ? 'Install Docker Engine.' : 'Install Docker Desktop.',
                  [
                      open(
                          'Install Docker',
                          platform === 'linux' && wsl === undefined ? `${docs}/engine/install/` : `${docs}/get-started/get-docker/`,
                      ),
                  ],
              ),
    'no-engine': (setup) =>
        answering(setup.engine) !== undefined || silentCauses.some((rule) => engineRules[rule](setup)?.kind === 'problem')
            ? undefined
            : problem(
                  'No Docker engine answers',
                  'Nothing that was looked at says why.',
                  `${setup.engine.places
                      .map(({ url, result }) => `${url}: ${resultWords(result)}`)
                      .slice(0, 3)
                      .join('; ')}.`,
                  'Start Docker, or choose the engine that you use.',
                  [selectEngine],
              ),
    'disk-full': ({ engine: { freeBytes }, complaint = '' }) => {
        const told = /.*no space left on device.*/i.exec(complaint)?.[0];
        const low = freeBytes !== undefined && freeBytes < lowDiskBytes;
        return told === undefined && !low
            ? undefined
            : problem(
                  'The disk of the engine is full',
                  'Images and build caches have used it up.',
                  told?.trim() ?? `${Math.round((freeBytes ?? 0) / 1_000_000).toString()} MB are free.`,
                  'Remove what is not used any more; look first with docker system df.',
                  [copy('Copy Command', 'docker system prune'), copy('Copy Command for the Build Cache', 'docker builder prune')],
              );
    },
    'credential-helper': ({ engine: { config }, machine: { wsl }, complaint = '' }) => {
        const told =
            /.*(?:error getting credentials|error storing credentials|docker-credential-[\w.-]).*(?:exec format error|executable file not found|Invalid argument|not installed or not available|exited? (?:with )?(?:status|code)|UtilAcceptVsock|cannot run|logon session|stub received bad data).*/i.exec(
                complaint,
            )?.[0];
        const { helper } = config;
        if (told === undefined && (helper === undefined || helper.outcome === 'works')) {
            return undefined;
        }
        const program = helper?.program ?? /docker-credential-[\w.-]+/.exec(told ?? '')?.[0] ?? 'the credential helper';
        return warning(
            'The credential helper does not work',
            `The Docker configuration names ${program}, which ${helper?.outcome === 'missing' ? 'is not there' : 'fails'}${wsl === undefined ? '' : ' inside WSL'}: docker commands cannot pull or push.`,
            told?.trim() ?? (firstLine(helper?.output ?? '') || `${program}: ${helper?.outcome ?? ''}.`),
            'Slipway’s own builds and pushes go round it. For docker commands, remove credsStore from ~/.docker/config.json and sign in again.',
            [copy('Copy Command', `sed -i '/"credsStore"/d' ~/.docker/config.json`)],
        );
    },
    certificate: ({ complaint = '' }) => {
        const told =
            /.*(?:x509: certificate signed by unknown authority|SELF_SIGNED_CERT_IN_CHAIN|unable to get local issuer certificate).*/i.exec(
                complaint,
            )?.[0];
        return told === undefined
            ? undefined
            : problem(
                  'A certificate is not trusted',
                  'A company proxy shows a certificate that the engine does not know.',
                  told.trim(),
                  'Give the proxy’s certificate to the engine: Docker Desktop takes it from the system; on Linux put it into /etc/docker/certs.d or the system’s store and restart Docker.',
                  [open('About This', `${docs}/engine/network/ca-certs/`)],
              );
    },
    'registry-unreachable': ({ machine: { proxy }, complaint = '' }) => {
        const told =
            /.*(?:dial tcp|proxyconnect|TLS handshake timeout|Client\.Timeout exceeded|request canceled while waiting for connection).*/i.exec(
                complaint,
            )?.[0];
        return told === undefined
            ? undefined
            : problem(
                  'A registry cannot be reached',
                  proxy === undefined
                      ? 'The engine has no way to it; behind a company proxy it needs to know the proxy.'
                      : `The engine has no way to it; this window uses the proxy ${proxy}, the engine may not.`,
                  told.trim(),
                  'Check the network; behind a proxy, set it in Docker Desktop (Settings, Resources, Proxies) or for the service.',
                  [open('About Proxies', `${docs}/engine/daemon/proxy/`)],
              );
    },
    'engine-too-old': ({ engine, project }) => {
        const place = answering(engine);
        if (place?.result.kind !== 'answers' || project === undefined) {
            return undefined;
        }
        const needed = project.dockerfileNeeds.find(
            (need) => !atLeast(place.result.kind === 'answers' ? place.result.apiVersion : '', neededApi[need]),
        );
        return needed === undefined
            ? undefined
            : warning(
                  'The engine is too old for the Dockerfile',
                  `It uses ${needWords[needed]}, which came later.`,
                  `${place.url} speaks API ${place.result.apiVersion}; ${neededApi[needed]} is needed.`,
                  'Update Docker, or write the Dockerfile without it.',
                  [open('Update Docker', `${docs}/engine/install/`)],
              );
    },
    'client-version': ({ complaint = '' }) => {
        const told = /.*client version [\d.]+ is too (?:old|new).*/i.exec(complaint)?.[0];
        return told === undefined
            ? undefined
            : problem(
                  'A docker command and the engine do not fit',
                  'One of them is much older than the other, or DOCKER_API_VERSION is set.',
                  told.trim(),
                  'Update the older one, and remove DOCKER_API_VERSION.',
                  [copy('Copy Command', 'unset DOCKER_API_VERSION')],
              );
    },
    engine: ({ engine }) => {
        const place = answering(engine);
        return place?.result.kind !== 'answers'
            ? undefined
            : good(
                  'A Docker engine answers',
                  place.source === 'usual' ? 'It listens at its usual place.' : `${sourceOf(place.source)} names it.`,
                  `${place.url}, API ${place.result.apiVersion}, ${place.result.server === '' ? 'unnamed' : place.result.server}.`,
              );
    },
    'buildx-missing': ({ engine }) =>
        answering(engine) === undefined || engine.buildx !== undefined
            ? undefined
            : good(
                  'Builds use the engine’s own interface',
                  'The buildx plugin is not installed; with it, large folders are sent faster the second time.',
                  'No docker-buildx among the CLI’s plugins.',
              ),
    'window-not-in-wsl': ({ machine: { platform }, project }) =>
        platform !== 'win32' || project?.folder === undefined || !/^(\\\\|\/\/)wsl(\$|\.localhost)[\\/]/i.test(project.folder)
            ? undefined
            : warning(
                  'This window works from Windows on a folder in WSL',
                  'Reading it through the network share is slow, and its tools are in WSL.',
                  project.folder,
                  'Reopen the folder in WSL (command palette: WSL: Reopen Folder in WSL).',
                  [{ kind: 'command', title: 'Reopen in WSL', command: 'remote-wsl.reopenInWSL' }],
              ),
    'python-missing': ({ machine: { python }, project }) =>
        project?.needsPython !== 'yes' || python !== undefined
            ? undefined
            : warning(
                  'Python is not installed',
                  'The project needs it on this machine only for trying it without a container.',
                  'Neither python3 nor python is on the PATH.',
                  'Install Python, or work with the container alone.',
                  [copy('Copy Command', 'sudo apt-get install -y python3 python3-venv')],
              ),
    'environment-missing': ({ project }) =>
        project?.needsPython !== 'yes' || project.environment !== 'absent'
            ? undefined
            : warning(
                  'The project has no virtual environment',
                  'Without one, pip installs into the system’s Python.',
                  'No .venv, venv or env folder.',
                  'Make one.',
                  [copy('Copy Command', 'python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt')],
              ),
    'azure-signed-out': ({ project }) =>
        project?.azure !== 'signed-out'
            ? undefined
            : warning('You are not signed in to Azure', 'Deploying needs an account.', 'No session.', 'Sign in.', [
                  { kind: 'command', title: 'Sign In', command: 'slipway.azure.signIn' },
              ]),
    'window-in-wsl': ({ project, machine: { wsl } }) =>
        project?.window !== 'wsl'
            ? undefined
            : good(
                  'This window works inside WSL',
                  'Its terminals, tools and files are those of Linux.',
                  wsl?.distribution ?? 'Attached to WSL.',
              ),
    python: ({ machine: { python }, project }) =>
        project?.needsPython !== 'yes' || python === undefined
            ? undefined
            : good('Python is installed', 'The project can be tried without a container too.', python),
    environment: ({ project }) =>
        project?.needsPython !== 'yes' || project.environment !== 'present'
            ? undefined
            : good('The project has a virtual environment', 'Its packages do not mix with the system’s.', 'A folder with pyvenv.cfg.'),
    'azure-signed-in': ({ project }) =>
        project?.azure !== 'signed-in' ? undefined : good('You are signed in to Azure', 'Deploying can begin.', 'A session of VS Code.'),
};

const selectEngine: SetupRemedy = { kind: 'command', title: 'Select Engine', command: 'slipway.engine.select' };

/** Docker Desktop has a command of its own for it. */
function restart({ platform, desktop, wsl }: MachineSetup): SetupRemedy {
    const isDesktop = platform !== 'linux' || desktop.installed === 'yes' || desktop.shared === 'yes';
    return copy(
        'Copy Command',
        isDesktop
            ? wsl === undefined
                ? 'docker desktop restart'
                : 'docker.exe desktop restart'
            : wsl === undefined
              ? 'sudo systemctl restart docker'
              : 'sudo service docker restart',
    );
}

const neededApi = { syntax: '1.39', mount: '1.39', heredoc: '1.42', link: '1.42' } as const;
const needWords = { syntax: 'a syntax line', mount: 'RUN --mount', heredoc: 'here-documents', link: 'COPY --link' } as const;

/** The first place whose Linux engine answers. */
function answering({ places }: EngineSetup): EngineSetup['places'][number] | undefined {
    return places.find(({ result }) => result.kind === 'answers' && result.osType !== 'windows');
}

function blocking({ places }: EngineSetup, kind: ProbeResult['kind']): EngineSetup['places'][number] | undefined {
    return places.find(({ result }) => result.kind === kind);
}

function allAbsent({ places, badName }: EngineSetup): boolean {
    return badName === undefined && places.every(({ result, source }) => result.kind === 'absent' && source === 'usual');
}

function resultWords(result: ProbeResult): string {
    switch (result.kind) {
        case 'answers':
            return 'answers';
        case 'absent':
            return 'nothing is there';
        case 'refused':
            return 'connection refused';
        case 'denied':
            return 'permission denied';
        case 'timeout':
            return 'no answer';
        case 'unwell':
            return `status ${result.status.toString()}`;
        case 'failed':
            return result.reason;
    }
}

function sourceOf(source: EngineSetup['places'][number]['source']): string {
    return {
        chosen: 'Your choice',
        DOCKER_HOST: 'DOCKER_HOST',
        DOCKER_CONTEXT: 'DOCKER_CONTEXT',
        config: '~/.docker/config.json',
        usual: 'The usual place',
    }[source];
}

function atLeast(version: string, wanted: string): boolean {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
    return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function firstLine(text: string): string {
    return text.trim().split(/\r?\n/, 1)[0] ?? '';
}

function quote(text: string, line: RegExp): string {
    return (line.exec(text)?.[0] ?? firstLine(text)).trim();
}

function copy(title: string, text: string): SetupRemedy {
    return { kind: 'copy', title, text };
}

function open(title: string, url: string): SetupRemedy {
    return { kind: 'open', title, url };
}

function problem(title: string, cause: string, evidence: string, fix: string, remedies: readonly SetupRemedy[]): Said {
    return { kind: 'problem', title, cause, evidence, fix, remedies };
}

function warning(title: string, cause: string, evidence: string, fix: string, remedies: readonly SetupRemedy[]): Said {
    return { kind: 'warning', title, cause, evidence, fix, remedies };
}

function good(title: string, cause: string, evidence: string): Said {
    return { kind: 'good', title, cause, evidence, fix: '', remedies: [] };
}
