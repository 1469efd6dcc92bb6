import type { Evidence, Profile, ProposedFile } from '../project/profile';
import { readDockerfile } from './readDockerfile';

/**
 * The profile as it is when the project's own Dockerfile is kept: what that file starts and on which port it listens takes the place of what Slipway would
 * have started. The same profile when there is no such file among `files`, or it does not decide. What the user set stays.
 */
export function servedByDockerfile(profile: Profile, files: readonly ProposedFile[]): Profile {
    const path = profile.folder === '' ? 'Dockerfile' : `${profile.folder}/Dockerfile`;
    const kept = files.find((file) => file.path === path && file.action === 'keep');
    if (kept === undefined) {
        return profile;
    }
    const facts = readDockerfile(kept.content);
    const isSet = (fact: string) => profile.evidence.some((entry) => entry.fact === fact && entry.file === '');
    const { server, startCommand, ...rest } = profile;
    const { command } = facts;
    const port = portOf(facts);
    const names = server !== undefined && new RegExp(String.raw`(^|[\s/"])${server}\b`).test(command?.text ?? '');
    const evidence: Evidence[] = [];
    const read = (fact: string, value: string, line: number) => evidence.push({ fact, value, file: path, line, confidence: 'certain' });
    if (command !== undefined) {
        read('startCommand', command.text, command.line);
    }
    if (port !== undefined) {
        read('port', String(port.port), port.line);
    }
    return {
        ...rest,
        ...(server !== undefined && (names || isSet('server')) && { server }),
        ...(isSet('startCommand') && startCommand !== undefined
            ? { startCommand }
            : command !== undefined && { startCommand: [command.text] }),
        ...(port !== undefined && !isSet('port') && { port: port.port }),
        evidence: [...evidence, ...profile.evidence],
    };
}

function portOf({ env, ports }: ReturnType<typeof readDockerfile>): { readonly port: number; readonly line: number } | undefined {
    const set = env.get('PORT');
    return set !== undefined && /^\d{1,5}$/.test(set.value) ? { port: Number(set.value), line: set.line } : ports[0];
}
