import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decideWhen, type WhenContext } from './whenClause';

interface Row {
    readonly command: string;
    readonly when?: string;
    readonly group?: string;
}
interface Manifest {
    readonly contributes: {
        readonly commands: readonly {
            readonly command: string;
            readonly title: string;
            readonly category: string;
            readonly enablement?: string;
        }[];
        readonly menus: Readonly<Record<string, readonly Row[]>>;
        readonly keybindings: readonly (Row & { readonly key: string })[];
    };
}
const root = path.resolve(__dirname, '../..');
const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const strings = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;

/** What a window can be in. */
const states = {
    'no folder': { workspaceFolderCount: 0 },
    'a folder': { workspaceFolderCount: 1 },
    'a deployment': { workspaceFolderCount: 1, 'slipway.hasDeployment': true },
    'the local Azure running': { workspaceFolderCount: 1, 'slipway.localAzureRunning': true, 'config.slipway.cloud': 'local' },
} satisfies Record<string, WhenContext>;
type State = keyof typeof states;
const all = Object.keys(states) as State[];

/** In which states the palette offers each command. */
const classes: readonly (readonly [what: string, states: readonly State[], commands: readonly string[]])[] = [
    [
        'always',
        all,
        [
            // While one runs or waits, it shows that one.
            'slipway.deploy',
            'slipway.deploy.toTarget',
            'slipway.containerize',
            'slipway.azure.selectSubscriptions',
            'slipway.plan.export',
            'slipway.registry.create',
            'slipway.registry.import',
            'slipway.registry.refresh',
            'slipway.azure.signIn',
            'slipway.engine.checkSetup',
            'slipway.engine.select',
            'slipway.localAzure.start',
            'slipway.output.show',
            'slipway.telemetry.show',
            'slipway.welcome.open',
            'slipway.mcp.connect',
            'slipway.mcp.checkScale',
            'slipway.mcp.checkSwap',
            'slipway.mcp.checkReadiness',
            'slipway.mcp.addToConfig',
            'slipway.mcp.useInVsCode',
            'slipway.mcp.refresh',
            'slipway.mcp.setKey',
            'slipway.mcp.disconnect',
            'slipway.mcp.forget',
        ],
    ],
    [
        'with a folder',
        all.filter((state) => state !== 'no folder'),
        [
            'slipway.image.build',
            'slipway.image.buildInAzure',
            'slipway.image.rehearse',
            'slipway.image.push',
            'slipway.plan.show',
            'slipway.profile.switch',
            'slipway.tree.filter',
            'slipway.tree.refresh',
        ],
    ],
    [
        'with a deployment',
        ['a deployment'],
        [
            'slipway.deployment.open',
            'slipway.deployment.copyUrl',
            'slipway.deployment.copyLink',
            'slipway.deployment.showLogs',
            'slipway.deployment.rollBack',
            'slipway.deployment.scale',
            'slipway.deployment.restart',
            'slipway.deployment.stop',
            'slipway.deployment.start',
            'slipway.deployment.openPortal',
            'slipway.deployment.remove',
            'slipway.ssh.openTerminal',
            'slipway.ssh.diagnose',
            'slipway.ssh.download',
            'slipway.ssh.upload',
        ],
    ],
    ['while the local Azure runs', ['the local Azure running'], ['slipway.localAzure.stop']],
    [
        'never: they need the row that they are about',
        [],
        [
            'slipway.registry.copyReference',
            'slipway.registry.untag',
            'slipway.registry.deleteImage',
            'slipway.azure.registerProvider',
            'slipway.image.run',
            'slipway.image.openInBrowser',
            'slipway.image.stop',
            'slipway.image.logs',
            'slipway.image.shell',
            'slipway.image.inspect',
            'slipway.image.remove',
            'slipway.image.tag',
            'slipway.image.pull',
            'slipway.tree.copy',
            'slipway.tree.showMore',
        ],
    ],
];

describe('the command palette', () => {
    it('has a row in this table for every command, or a clause of its own, and none twice', () => {
        const listed = classes.flatMap(([, , commands]) => commands);
        const declared = contributes.commands.map(({ command }) => command);
        const clauses = (contributes.menus.commandPalette ?? []).map(({ command }) => command);
        assert.equal(new Set(listed).size, listed.length);
        assert.deepEqual(
            listed.filter((command) => !declared.includes(command)),
            [],
        );
        assert.deepEqual(
            declared.filter((command) => !listed.includes(command) && !clauses.includes(command)),
            [],
        );
    });

    for (const [what, offered, commands] of classes) {
        for (const id of commands) {
            it(`offers ${id} ${what}`, () => {
                const rows = (contributes.menus.commandPalette ?? []).filter(({ command }) => command === id);
                assert.ok(rows.length <= 1);
                const found = all.filter((state) => decideWhen(rows[0]?.when, states[state]));
                assert.deepEqual(found, offered);
            });
        }
    }

    it('names every command "Slipway: Verb Noun"; Deploy and Containerize are about the folder', () => {
        const verbs =
            /^(Deploy to|Do|Add|Attach|Build|Check|Choose|Clean|Clone|Compare|Connect|Copy|Create|Delete|Diagnose|Disconnect|Download|Edit|Export|Filter|Follow|Forget|Import|Inspect|Link|List|Open|Perform|Pin|Prune|Pull|Push|Refresh|Register|Rehearse|Remove|Reset|Restart|Reveal|Roll Back|Run|Save|Scale|Select|Set|Show|Sign In|Sign Out|Start|Stop|Swap|Switch|Tag|Try|Undo|Unlock|Untag|Update|Upload|Use|Verify|View|Watch) \S/;
        const wrong = contributes.commands
            .filter(({ category, title }) => {
                const words = strings[title.slice(1, -1)] ?? '';
                return (
                    category !== 'Slipway' ||
                    !(
                        words === 'Deploy' ||
                        words === 'Containerize' ||
                        words === 'Deploy to Another Target…' ||
                        words === 'Do What Helps' ||
                        words === 'Copy' ||
                        verbs.test(words)
                    )
                );
            })
            .map(({ command }) => command);
        assert.deepEqual(wrong, []);
    });
});

describe('the tree', () => {
    const rows = (contributes.menus['view/item/context'] ?? []).map((row) => ({ ...row, group: row.group ?? '' }));
    const offered = (viewItem: string, inline: boolean) =>
        rows
            .filter(({ when, group }) => group.startsWith('inline') === inline && decideWhen(when, { view: 'slipway.projects', viewItem }))
            .sort((a, b) => a.group.localeCompare(b.group, 'en', { numeric: true }))
            .map(({ command }) => command);

    for (const [viewItem, inline] of [
        ['project', ['slipway.deploy', 'slipway.image.build']],
        ['project deployed', ['slipway.deploy', 'slipway.image.build']],
        ['engineImage', ['slipway.image.run']],
        ['engineImage running', ['slipway.image.openInBrowser', 'slipway.image.stop']],
        ['deployment', ['slipway.deployment.open', 'slipway.deployment.showLogs']],
    ] as const) {
        it(`puts no more than the two most used verbs on a row that is ${viewItem}, and all it can in its menu`, () => {
            assert.deepEqual(offered(viewItem, true), inline);
            const menu = offered(viewItem, false);
            assert.ok(menu.length > inline.length);
            assert.deepEqual(
                inline.filter((command) => !menu.includes(command)),
                [],
            );
            assert.equal(new Set(menu).size, menu.length, menu.join(', '));
        });
    }

    it('runs and stops a job, which is neither restarted nor scaled', () => {
        const order = /^slipway\.deployment\.(?:start|stop|restart|scale)$/;
        for (const [viewItem, expected] of [
            ['deployment containerApps job', ['start', 'stop']],
            ['azureDeployment containerApps job', ['start', 'stop']],
            ['deployment containerApps', ['scale', 'restart', 'stop']],
            ['deployment containerApps stopped', ['scale', 'start']],
        ] as const) {
            const menu = offered(viewItem, false).filter((command) => order.test(command));
            assert.deepEqual(menu.sort(), expected.map((verb) => `slipway.deployment.${verb}`).sort(), viewItem);
        }
    });

    it('offers for several images of a registry only what is done with all of them', () => {
        const menu = (listMultiSelection: boolean) =>
            rows
                .filter(({ when, group }) => {
                    const context = { view: 'slipway.registries', viewItem: 'registryImage tagged', listMultiSelection };
                    return !group.startsWith('inline') && decideWhen(when, context);
                })
                .map(({ command }) => command);
        assert.deepEqual(menu(false), ['slipway.registry.copyReference', 'slipway.registry.untag', 'slipway.registry.deleteImage']);
        assert.deepEqual(menu(true), ['slipway.registry.copyReference', 'slipway.registry.deleteImage']);
    });

    for (const viewItem of ['action', 'olderImages']) {
        it(`has no menu for a row that is ${viewItem}`, () => assert.deepEqual(offered(viewItem, false), []));
    }
});

describe('the key bindings', () => {
    it('deploy and rehearse, with a folder', () => {
        const bound = (state: State) =>
            contributes.keybindings.filter(({ when }) => decideWhen(when, states[state])).map(({ command, key }) => `${key} ${command}`);
        assert.deepEqual(bound('a folder'), ['ctrl+alt+d slipway.deploy', 'ctrl+alt+r slipway.image.rehearse']);
        assert.deepEqual(bound('no folder'), []);
    });
});
