import { isInlinedName } from '../../build/publicVariables';
import type { DeployRequest } from '../deployRequest';

/** What a build is handed over: the settings whose values it takes into the pages that it makes, and the user's own arguments, which win. */
export function buildArgsOf({ source, env, knownEnv }: DeployRequest): Readonly<Record<string, string>> {
    const inlined = Object.entries({ ...knownEnv, ...env }).filter(([name]) => isInlinedName(name));
    return { ...Object.fromEntries(inlined), ...(source.kind === 'build' && source.buildArgs) };
}
