import type { DeployRequest } from '../deployRequest';
import type { DeployState } from '../deployState';
import { slug } from '../names';
import { appServiceRules } from '../rules/appService';
import { sentence } from '../sentence';
import type { Step } from '../step';
import { buildArgsOf } from './buildArgsOf';
import { planRehearsal } from './planRehearsal';

/** The engine's local name of a project's image. */
export function localTag(projectName: string): string {
    return `${slug(projectName)}:slipway`;
}

/** The steps on this machine, before anything is asked of Azure: write what was agreed to, build, and run the result as the target will. */
export function planImage(request: DeployRequest, state: DeployState): readonly Step[] {
    const standin = state.cloud.name === 'local' ? 'allowed' : 'refused';
    const { source } = request;
    if (source.kind === 'digest') {
        return [];
    }
    if (source.kind === 'image') {
        return [
            {
                kind: 'build',
                id: 'build',
                words: sentence('Use the image {reference}.', { reference: source.reference }),
                change: 'keep',
                build: undefined,
                reference: source.reference,
                standin,
            },
            ...planRehearsal(request, state),
        ];
    }
    const files = source.files.filter((file) => file.action !== 'keep');
    const reference = localTag(request.projectName);
    const steps: Step[] = [];
    if (files.length > 0) {
        steps.push({
            kind: 'files',
            id: 'files',
            words: sentence('Write {files}.', { files: files.map((file) => file.path).join(', ') }),
            change: files.every((file) => file.action === 'create') ? 'create' : 'change',
            details: files.map((file) => ({ label: file.path, after: file.reason ?? file.action })),
            files,
        });
    }
    if (request.buildIn === 'azure') {
        return steps;
    }
    steps.push({
        kind: 'build',
        id: 'build',
        words: sentence('Build the image for {platform}.', { platform: appServiceRules.platform }),
        change: 'create',
        build: { context: source.context, dockerfile: source.dockerfile, buildArgs: buildArgsOf(request), tag: reference },
        reference,
        standin,
    });
    return [...steps, ...planRehearsal(request, state)];
}
