import { decimal } from '../base/decimal';
import type { BuildRowWords } from '../views/buildPanel';
import type { BuildRow, BuildStage, BuildTree } from '../views/buildTree';
import { button, element } from './element';

export interface BuildRowsOptions {
    readonly words: BuildRowWords;
    readonly showLine: (line: number) => void;
    readonly nowMs: number;
}

const icons: Readonly<Record<BuildRow['state'], string>> = {
    waiting: 'codicon-circle-large-outline',
    running: 'codicon-sync codicon-modifier-spin',
    done: 'codicon-pass-filled',
    cached: 'codicon-archive',
    failed: 'codicon-error',
    cancelled: 'codicon-circle-slash',
};

/** The stages and steps of a build: state, number, instruction with a link to its line, time, and what the running or failed step wrote. */
export function buildRows(tree: BuildTree, options: BuildRowsOptions): HTMLElement {
    return element('div', { class: 'build' }, ...tree.stages.flatMap((stage) => stageRows(stage, options, tree.stages.length)));
}

function stageRows(stage: BuildStage, options: BuildRowsOptions, stages: number): HTMLElement[] {
    const { words } = options;
    const title =
        stage.kind === 'preparation'
            ? words.preparation
            : stage.kind === 'result'
              ? words.result
              : stage.title === '' && stages > 1
                ? words.steps
                : stage.title;
    return [
        ...(title === '' ? [] : [element('h2', {}, title)]),
        element(
            'ol',
            { class: 'build-steps', 'aria-label': title === '' ? undefined : title },
            ...stage.rows.map((row) => rowOf(row, options)),
        ),
    ];
}

function rowOf(row: BuildRow, { words, showLine, nowMs }: BuildRowsOptions): HTMLElement {
    const ms = row.durationMs ?? (row.state === 'running' && row.startedMs !== undefined ? Math.max(0, nowMs - row.startedMs) : undefined);
    const { line } = row;
    const shown = row.state === 'running' || row.state === 'failed' ? row.log : [];
    return element(
        'li',
        { class: `build-step ${row.state}`, 'data-key': row.id },
        element('span', {
            class: `codicon ${icons[row.state]}`,
            role: 'img',
            'aria-label': words.states[row.state],
            title: words.states[row.state],
        }),
        element('span', { class: 'number' }, row.number),
        element('code', { class: 'instruction', title: row.title }, row.title),
        line === undefined
            ? element('span', {})
            : button(words.line.replace('{0}', String(line)), 'link', () => showLine(line), `line-${row.id.replace(/\W/g, '')}`),
        element('span', { class: 'time' }, row.state === 'cached' ? words.cached : ms === undefined ? '' : seconds(ms)),
        row.movedBytes === undefined || row.state !== 'running' ? undefined : element('span', { class: 'moved' }, moved(row)),
        shown.length === 0 ? undefined : element('pre', { class: 'build-log', tabindex: '0' }, shown.join('\n')),
    );
}

function seconds(ms: number): string {
    return ms < 60_000
        ? `${decimal(ms / 1000, 1)} s`
        : `${String(Math.floor(ms / 60_000))} min ${String(Math.round((ms % 60_000) / 1000))} s`;
}

function moved({ movedBytes = 0, totalBytes }: BuildRow): string {
    const megabytes = (bytes: number) => `${decimal(bytes / 1e6, 1)} MB`;
    return totalBytes === undefined || totalBytes < movedBytes
        ? megabytes(movedBytes)
        : `${megabytes(movedBytes)} / ${megabytes(totalBytes)}`;
}
