import type { DeployRequest } from './deployRequest';
import type { FoundResources } from './deployState';
import { startedByEvents } from './jobRequest';
import { looksSecret } from './looksSecret';
import { pullPrincipalOf, pullSecret, withoutPullSecret } from './pullPrincipal';
import type { ContainerApp } from './resources';
import { sentence, type Sentence } from './sentence';
import { homeSetting } from './settings';

/** A variable that the app reads or that was set for it. It bears no value of a secret, and no value that only Azure has. */
export interface NeededSetting {
    readonly name: string;
    readonly need: 'required' | 'optional';
    readonly secret: 'yes' | 'no';
    /** `given` in this request, `there` in Azure, `default` of the code, or `absent`. */
    readonly state: 'given' | 'there' | 'default' | 'absent';
    /** What was given or what the code falls back to; never a secret's. */
    readonly value?: string;
    /** The service whose address it is, such as `postgres`. */
    readonly service?: string;
    /** Where the code reads it; absent for a variable that only the user knows of. */
    readonly file?: string;
    readonly line?: number;
}

/** What the app needs to be told, the required ones first. The same for every target: each stores them in its own way. */
export function neededSettings(request: DeployRequest, found: FoundResources | undefined): readonly NeededSetting[] {
    const { needs, env } = request;
    const there = namesThere(found);
    const variables = needs?.variables ?? [];
    const known = variables.map((variable): NeededSetting => {
        const { name, file, line } = variable;
        const secret = variable.secret || looksSecret(name) ? 'yes' : 'no';
        const given = env[name];
        const shown = given ?? (there.has(name) ? undefined : variable.default);
        const service = needs?.services.find((each) => each.variable === name)?.kind;
        return {
            name,
            need: variable.required ? 'required' : 'optional',
            secret,
            state: given !== undefined ? 'given' : there.has(name) ? 'there' : variable.default !== undefined ? 'default' : 'absent',
            ...(shown === undefined || secret === 'yes' ? {} : { value: shown }),
            ...(service === undefined ? {} : { service }),
            file,
            line,
        };
    });
    const others = Object.entries(withoutPullSecret(env))
        .filter(([name]) => !variables.some((variable) => variable.name === name))
        .map(([name, value]): NeededSetting =>
            looksSecret(name)
                ? { name, need: 'optional', secret: 'yes', state: 'given' }
                : { name, need: 'optional', secret: 'no', state: 'given', value },
        );
    return withEventSecrets([...pullNeeds(request, found), ...known, ...others], request, found).sort(
        (one, other) => rank(one) - rank(other),
    );
}

/** What starts a job is given secrets of the job: they need a value, whether or not its code reads them. */
function withEventSecrets(settings: readonly NeededSetting[], request: DeployRequest, found: FoundResources | undefined): NeededSetting[] {
    const names = [...new Set(startedByEvents(request, found?.containerApp)?.secrets.map(({ setting }) => setting))];
    const needed = names.map((name): NeededSetting => {
        const { value: _, ...read } = settings.find((setting) => setting.name === name) ?? { name };
        const state = name in request.env ? 'given' : isSecretThere(name, found?.containerApp) ? 'there' : 'absent';
        return { ...read, need: 'required', secret: 'yes', state };
    });
    return [...needed, ...settings.filter(({ name }) => !names.includes(name))];
}

/** A variable in clear is nothing that a scaler can be given. */
export function isSecretThere(name: string, containerApp: ContainerApp | undefined): boolean {
    return containerApp !== undefined && name in containerApp.env && containerApp.env[name] === undefined;
}

/** The secret of the service principal that pulls. */
function pullNeeds(request: DeployRequest, found: FoundResources | undefined): readonly NeededSetting[] {
    if (request.target !== 'containerInstances' || pullPrincipalOf(request, found?.containerGroup) === undefined) {
        return [];
    }
    const given = pullSecret in { ...request.knownEnv, ...request.env };
    return [{ name: pullSecret, need: 'required', secret: 'yes', state: given ? 'given' : 'absent' }];
}

function rank({ need, service, state }: NeededSetting): number {
    return need === 'required' ? 0 : service !== undefined ? 1 : state === 'given' ? 2 : state === 'default' ? 4 : 3;
}

/** The required ones that nobody has given a value. */
export function missingSettings(settings: readonly NeededSetting[]): readonly NeededSetting[] {
    return settings.filter(({ need, state }) => need === 'required' && state === 'absent');
}

/** Values that are known from earlier and that Azure does not have yet join those that are to be set; what Azure has, somebody may have changed there. */
export function withKnownSettings(request: DeployRequest, found: FoundResources | undefined): DeployRequest {
    const there = namesThere(found);
    const fresh = Object.entries(request.knownEnv ?? {}).filter(([name]) => !there.has(name) && !(name in request.env));
    return fresh.length === 0 ? request : { ...request, env: { ...Object.fromEntries(fresh), ...request.env } };
}

/** The same with nothing known but what writing a group as a whole would lose: whoever only scales it asks for no new variable. */
export function withKnownOfGroup(request: DeployRequest, found: Pick<FoundResources, 'containerGroup'> | undefined): DeployRequest {
    const names = [pullSecret, ...Object.keys(found?.containerGroup?.containers[0]?.env ?? {})];
    const knownEnv = Object.fromEntries(Object.entries(request.knownEnv ?? {}).filter(([name]) => names.includes(name)));
    return { ...request, knownEnv };
}

/** What a deploy would lose or lack, each with the place in the code. */
export function needWarnings(request: DeployRequest, settings: readonly NeededSetting[], found?: FoundResources): readonly Sentence[] {
    const { needs } = request;
    // What no code reads, the app does without.
    const read = missingSettings(settings).filter(({ file }) => file !== undefined);
    const told = read.map(({ name, file, line }) =>
        sentence('The app requires {name} ({place}) and it has no value: it will probably not start.', { name, place: place(file, line) }),
    );
    for (const { kind, variable, file, line } of needs?.services ?? []) {
        const setting = settings.find(({ name }) => name === variable);
        const answered = setting !== undefined && setting.state !== 'absent';
        if (!answered && !missingSettings(settings).some(({ name }) => name === variable)) {
            told.push(
                variable === undefined
                    ? sentence('The app uses {kind} ({place}). The plan makes none: the app must be told where yours is.', {
                          kind,
                          place: place(file, line),
                      })
                    : sentence('The app uses {kind} ({place}). The plan makes none: {variable} must name yours.', {
                          kind,
                          place: place(file, line),
                          variable,
                      }),
            );
        }
    }
    const writes = needs?.writes ?? [];
    const kept = isHomeKept(request, found);
    for (const { path, reason, file, line } of writes) {
        if (kept && /^\/home(?:\/|$)/.test(path)) {
            // Locks on a network share are slow, and not always kept.
            told.push(
                ...(/sqlite/i.test(reason)
                    ? [
                          sentence(
                              'The app keeps SQLite in {path} ({place}), which is on a network share: it is slow there, and only one instance may write.',
                              { path, place: place(file, line) },
                          ),
                      ]
                    : []),
            );
            continue;
        }
        const facts = { path, reason, place: place(file, line) };
        told.push(
            request.target === 'appService'
                ? sentence(
                      'The app keeps data in {path} ({reason}, {place}). It is lost at every deploy and restart, and each instance has its own; what is below /home is kept, where the plan says so.',
                      facts,
                  )
                : sentence(
                      'The app keeps data in {path} ({reason}, {place}). It is lost at every deploy and restart, and each instance has its own.',
                      facts,
                  ),
        );
    }
    return told;
}

/** What a web app writes below /home outlives its containers. */
export function isHomeKept({ target, home }: DeployRequest, found: Pick<FoundResources, 'app'> | undefined): boolean {
    return target === 'appService' && (home ?? (found?.app?.settings[homeSetting]?.toLowerCase() === 'true' ? 'on' : 'off')) === 'on';
}

function place(file: string | undefined, line: number | undefined): string {
    return file === undefined ? '' : line === undefined ? file : `${file}:${line.toString()}`;
}

/** The names of what the app in Azure is told now, whichever target it is. */
function namesThere(found: FoundResources | undefined): ReadonlySet<string> {
    return new Set([
        ...Object.keys(found?.app?.settings ?? {}),
        ...Object.keys(found?.containerApp?.env ?? {}),
        ...Object.keys(found?.containerGroup?.containers[0]?.env ?? {}),
    ]);
}
