import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
    readonly violations: readonly {
        readonly id: string;
        readonly help: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
}

/** What axe-core finds wrong in a page, a line each; WCAG 2.2 AA and its best practices. A page inside an editor is no whole document, so that it needs no landmarks of one. */
export async function axeViolations(frame: Frame): Promise<string[]> {
    await frame.evaluate(source);
    const result = await frame.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<AxeResult> } };
        return await axe.run(document, {
            runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
        });
    });
    return result.violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`.replace(/\s+/g, ' ')),
    );
}
