import { ownPrograms } from '../../dockerfile/ownPrograms';
import type { PackageJson } from './packageJson';

/** What only fills or changes a database, which no image that is being built can reach. */
const changesDatabase =
    /(?:^|\s)(?:prisma\s+(?:migrate\s+(?:deploy|reset|dev|resolve)|db\s+(?:push|seed|execute))|drizzle-kit\s+(?:push|migrate)|sequelize(?:-cli)?\s+db:|knex\s[^&;|]*\b(?:migrate|seed):|typeorm[\w-]*\s[^&;|]*(?:migration:run|schema:sync)|mikro-orm\s+(?:migration|schema|seeder):|payload\s+migrate|node\s+ace(?:\.js)?\s+(?:migration|db):|(?:node|bun|tsx|ts-node)\s(?:[^&;|]*[\s/])?(?:migrat|seed)[\w-]*(?:\.[cm]?[jt]s)?(?=\s|$))/;

/** What only checks the sources: an image is made of what was checked, and tests may want what a build does not reach. */
const checks =
    /^\s*(?:(?:npx|yarn|pnpm(?:\s+exec)?|bunx)\s+)?(?:eslint|tslint|standard|jest|vitest|mocha|ava|c8|nyc)(?:\s|$)|^\s*(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:lint|test)(?::[\w:-]+)?\s*$/;

/**
 * How the first of the named scripts that is there is run while an image is built: `run NAME`, or its commands without those that change a database or
 * only check (`shell …`). Undefined when none of them builds anything.
 */
export function buildCommand(manifest: PackageJson, names: readonly string[]): string | undefined {
    const name = names.find((each) => each in manifest.scripts);
    if (name === undefined || /^echo\b/.test(manifest.scripts[name] ?? '')) {
        return undefined;
    }
    const whole = [`pre${name}`, name, `post${name}`].flatMap((each) => manifest.scripts[each] ?? []).join(' && ');
    const left = stripped(manifest, whole, 0);
    // A Dockerfile would read several lines, or one that goes on, as its own.
    return /[\r\n]|<<|\\$/.test(left) || left === whole ? `run ${name}` : left === '' ? undefined : `shell ${left}`;
}

/** A script without what an image is not built with. */
function stripped(manifest: PackageJson, script: string, depth: number): string {
    const [first = '', ...rest] = script.split(/(&&|;)/);
    const pieces = [{ joint: '', command: first }];
    for (let at = 0; at < rest.length; at += 2) {
        pieces.push({ joint: rest[at] ?? '', command: rest[at + 1] ?? '' });
    }
    const kept = pieces.flatMap(({ joint, command }) => {
        const inner = depth < 4 ? calledIn(manifest, command) : undefined;
        const left = inner === undefined ? undefined : stripped(manifest, inner, depth + 1);
        const written = left === undefined || left === inner ? command : left;
        return written === '' || changesDatabase.test(command) || checks.test(command)
            ? []
            : [{ joint, command: written.trim(), changed: written !== command }];
    });
    return kept.length === pieces.length && kept.every(({ changed }) => !changed)
        ? script
        : kept.map(({ joint, command }, at) => (at === 0 ? command : `${joint === ';' ? ';' : ' &&'} ${command}`)).join('');
}

/** What a script does to a database before it starts the app, as a command in front of that; empty when it does nothing. */
export function databaseBefore(manifest: PackageJson, name: string): string {
    const steps = [`pre${name}`, name].flatMap((each) => databaseSteps(manifest, manifest.scripts[each] ?? '', 0));
    return steps.length === 0 ? '' : `${ownPrograms} && ${steps.join(' && ')} && `;
}

function databaseSteps(manifest: PackageJson, script: string, depth: number): string[] {
    return script.split(/&&|;/).flatMap((command) => {
        const inner = depth < 4 ? calledIn(manifest, command) : undefined;
        return changesDatabase.test(command) ? [command.trim()] : inner === undefined ? [] : databaseSteps(manifest, inner, depth + 1);
    });
}

/** What the script says that a command runs; undefined when it runs something else. */
function calledIn({ scripts }: PackageJson, command: string): string | undefined {
    const name = /^\s*(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)\s*$/.exec(command)?.[1] ?? '';
    return Object.hasOwn(scripts, name) ? scripts[name] : undefined;
}
