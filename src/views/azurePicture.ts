import type { DeploymentPicture } from '../core/deploy/deploymentPicture';
import { say } from './say';
import { shortDigest } from './projectRows';

/** A box of the diagram; its shape and words carry the state, colour only repeats it. */
export interface PictureBox {
    readonly kind: 'registry' | 'identity' | 'app' | 'instance';
    /** What it is, such as `Container registry`. */
    readonly label: string;
    readonly name: string;
    readonly lines: readonly string[];
    readonly state: 'good' | 'bad' | 'waiting' | 'plain';
    /** The tree's row that it opens. */
    readonly node: 'registry' | 'deployment';
}

export interface PictureColumn {
    readonly boxes: readonly PictureBox[];
    /** What the arrow to the next column says. */
    readonly arrow?: string;
}

const most = 12;

/** The diagram of what is in Azure now, column by column: registry → identity and role → app → instances. */
export function azurePicture(picture: DeploymentPicture): readonly PictureColumn[] {
    const { registry, identity, app, instances } = picture;
    const columns: PictureColumn[] = [];
    if (registry !== undefined) {
        columns.push({
            boxes: [
                {
                    kind: 'registry',
                    label: say('Container registry'),
                    name: registry.name,
                    lines: [registry.repository, ...digestLine(registry.digest)],
                    state: registry.state === 'there' ? 'good' : 'bad',
                    node: 'registry',
                },
            ],
            arrow: say('image'),
        });
    }
    if (identity !== undefined) {
        const role = {
            assigned: say('may pull: {0}', identity.role),
            absent: say('may not pull: {0} is missing', identity.role),
            unknown: say('its role could not be read'),
        };
        columns.push({
            boxes: [
                {
                    kind: 'identity',
                    label: say('Managed identity'),
                    name: identity.name,
                    lines: [role[identity.may]],
                    state: identity.may === 'assigned' ? 'good' : identity.may === 'absent' ? 'bad' : 'plain',
                    node: 'deployment',
                },
            ],
            arrow: say('pulls as'),
        });
    }
    columns.push({
        boxes: [
            {
                kind: 'app',
                label: app.type,
                name: app.name,
                lines: [stateWords(app.state), ...digestLine(app.digest)],
                state: app.health,
                node: 'deployment',
            },
        ],
        ...(instances.length === 0 ? {} : { arrow: say('runs on') }),
    });
    if (instances.length > 0) {
        const left = instances.length - most;
        columns.push({
            boxes: [
                ...instances.slice(0, most).map((instance, index): PictureBox => ({
                    kind: 'instance',
                    label: say('Instance {0}', (index + 1).toString()),
                    name: instance.name.slice(0, 12),
                    lines: [stateWords(instance.state), ...digestLine(instance.digest), ...(instance.why === '' ? [] : [instance.why])],
                    state: instance.health,
                    node: 'deployment',
                })),
                ...(left > 0
                    ? [
                          {
                              kind: 'instance' as const,
                              label: say('{0} more', left.toString()),
                              name: '',
                              lines: [],
                              state: 'plain' as const,
                              node: 'deployment' as const,
                          },
                      ]
                    : []),
            ],
        });
    }
    return columns;
}

/** Azure's word for a state; another one than these stays as it is. */
function stateWords(state: string): string {
    const words: Readonly<Record<string, string>> = {
        Running: say('Running'),
        Started: say('Started'),
        Starting: say('Starting'),
        Stopped: say('Stopped'),
        Waiting: say('Waiting'),
        Terminated: say('Terminated'),
        Succeeded: say('Succeeded'),
        Failed: say('Failed'),
    };
    return words[state] ?? state;
}

function digestLine(digest: string | undefined): readonly string[] {
    return digest === undefined ? [] : [shortDigest(digest)];
}
