import type { Row } from './projectRows';

/** What went wrong, in place of the rows that did not come, with a way to ask again. */
export function troubleRow(id: string, what: string, why: string | undefined, command: NonNullable<Row['command']>): Row {
    return {
        id: `${id}#trouble`,
        label: what,
        description: command.title,
        tooltip: [what, why].filter((line) => line !== undefined).join('\n'),
        icon: 'warning',
        color: 'list.warningForeground',
        context: 'trouble',
        expandable: 'leaf',
        command,
    };
}
