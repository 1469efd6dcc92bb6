import type { Shell } from '../../shell';

/** Draws the tree again and asks Azure again for what is visible. */
export async function run(shell: Shell): Promise<void> {
    shell.projects.refresh('forget');
    await Promise.resolve();
}
