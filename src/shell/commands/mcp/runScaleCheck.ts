import * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { ScaleReport } from '../../../core/mcp/judgeScale';
import { mcpScalePanel } from '../../../views/mcpScalePanel';
import { mcpCheckScale } from '../../../workflows/mcpCheckScale';
import type { ScaleRequest } from '../../../workflows/mcpMeasureScale';
import type { Shell } from '../../shell';
import { askTool } from './askTool';
import { instancesOf } from './instancesOf';
import { showMcpPanel } from './mcpRun';
import type { McpServer } from './mcpServer';

const calls = 60;
const concurrency = 6;

/** Calls many times and shows in the panel how the calls spread. Asks for a tool where none may be called unasked. */
export async function runScaleCheck(
    shell: Shell,
    op: Operation,
    server: McpServer,
    other: Pick<ScaleRequest, 'durationMs'>,
): Promise<void> {
    try {
        await check(shell, op, server, other);
    } catch (error) {
        if (!isFailure(error) || error.code !== 'mcp/no-probe-tool') {
            throw error;
        }
        await check(shell, op, server, { ...other, ...(await askTool(op, server)) });
    }
}

async function check(
    shell: Shell,
    op: Operation,
    server: McpServer,
    what: Pick<ScaleRequest, 'tool' | 'arguments' | 'durationMs'>,
): Promise<void> {
    const { connectMcp } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/connectMcp');
    const expectedInstances = await instancesOf(shell, op, server);
    const startedMs = Date.now();
    let done = 0;
    let note: string | undefined;
    const show = (report: ScaleReport) => showMcpPanel(shell, server).showScale(mcpScalePanel(report, note));
    const report = await mcpCheckScale(
        op,
        connectMcp,
        {
            target: await server.target(op, 'interactive'),
            ...what,
            calls,
            concurrency,
            ...(expectedInstances !== undefined && { expectedInstances }),
            async nameInstances(facts, soFar) {
                const { nameInstances } = await import(/* webpackChunkName: "azure" */ './nameInstances');
                const named = await nameInstances(shell, op, server, facts, (words) => {
                    note = words;
                    show(soFar);
                }).catch((error: unknown) => {
                    // Nobody waits for Application Insights any more: the bars are what the answers said.
                    note = undefined;
                    show(soFar);
                    throw error;
                });
                note = named === undefined ? note : undefined;
                named?.calls.forEach(({ instance }) => instance !== undefined && server.sawInstance(instance));
                return named;
            },
        },
        ({ instance }) => {
            done++;
            const fraction = what.durationMs === undefined ? done / calls : (Date.now() - startedMs) / what.durationMs;
            op.report(vscode.l10n.t('{0} calls', String(done)), Math.min(1, fraction));
            if (instance !== undefined) {
                server.sawInstance(instance);
            }
        },
    );
    show(report);
}
