import * as vscode from 'vscode';
import { probeUrl } from '../../../adapters/ssh/probeUrl';
import { Failure, isCancelled } from '../../../base/failure';
import { quietOperation, type Operation } from '../../../base/operation';
import type { DeployFailure } from '../../../core/failures/deploy';
import type { NextStep } from '../../../core/diagnose/verdictFinding';
import { diagnoseMarkdown } from '../../../views/diagnoseMarkdown';
import { readFromDiagnosePage, readTypedRequest, type FromDiagnosePage, type ToDiagnosePage } from '../../../views/diagnosePage';
import {
    applyDiagnoseEvent,
    beginDiagnosis,
    emptyDiagnosePanel,
    type DiagnosePanelEvent,
    type DiagnosePanelState,
} from '../../../views/diagnosePanel';
import { waysIn } from '../../../views/diagnoseWords';
import { failureSentence, failureText } from '../../../views/failureText';
import { diagnose, type DiagnoseEvent } from '../../../workflows/diagnose';
import { chooseFolder } from '../../folderArgument';
import { PagePanel } from '../../panel/pagePanel';
import { present } from '../../present';
import { reachSite, type ReachedSite } from '../../remoteShellOf';
import type { Shell } from '../../shell';
import { performNextStep } from './performNextStep';

const healthRequest = { method: 'GET', path: '/' } as const;
type DiagnosePage = PagePanel<ToDiagnosePage, FromDiagnosePage>;
const panels = new Map<string, DiagnosePage>();

/** Opens the panel of a deployment and runs the whole battery at once. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(argument);
    const deployment = shell.memory.deployment(folder.uri);
    if (deployment === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const known = panels.get(deployment.resourceId);
    if (known !== undefined) {
        known.reveal();
        return;
    }
    const reached = await reachSite(shell, op, deployment);
    const session = new Session(shell, folder, reached);
    panels.set(deployment.resourceId, session.panel);
    session.panel.onDidClose(() => {
        panels.delete(deployment.resourceId);
        session.stop();
    });
    session.start('', undefined);
}

/** The last lines of the newest start-up log; none where the platform keeps none yet. */
async function newestStartupLog(
    op: Operation,
    sites: ReachedSite['opened']['azure']['sites'],
    site: ReachedSite['site'],
): Promise<readonly string[]> {
    const logs = (await sites.startupLogs(op, site)) ?? [];
    const newest = [...logs].sort((one, other) => other.lastWriteMs - one.lastWriteMs)[0];
    return newest === undefined ? [] : (await sites.startupLog(op, site, newest.file)).split('\n').slice(-50);
}

class Session {
    readonly panel: DiagnosePage;
    private state: DiagnosePanelState;
    private running: AbortController | undefined;
    private request = '';
    private instance: string | undefined;
    private readonly steps = new Map<string, readonly NextStep[]>();

    constructor(
        private readonly shell: Shell,
        private readonly folder: vscode.WorkspaceFolder,
        private readonly reached: ReachedSite,
    ) {
        this.state = emptyDiagnosePanel(reached.site.name);
        this.panel = new PagePanel(
            shell.context.extensionUri,
            {
                viewType: 'slipway.diagnose',
                title: vscode.l10n.t('Slipway Diagnostics'),
                script: 'diagnostics.js',
                read: readFromDiagnosePage,
            },
            { kind: 'state', state: this.state, instances: reached.instances },
            (message) => this.receive(message),
        );
    }

    stop(): void {
        this.running?.abort();
    }

    start(request: string, instance: string | undefined, only?: readonly string[]): void {
        if (this.running !== undefined) {
            return;
        }
        this.request = request;
        this.instance = instance;
        const running = new AbortController();
        this.running = running;
        this.steps.clear();
        this.show(beginDiagnosis(this.state, only));
        void this.run({ ...quietOperation(running.signal), log: (line) => this.shell.output.line(line) }, only).finally(() => {
            this.running = undefined;
            this.apply({ kind: 'ended' });
        });
    }

    private async run(op: Operation, only: readonly string[] | undefined): Promise<void> {
        const { site, opened, connect } = this.reached;
        const typed = readTypedRequest(this.request);
        const remote = connect(this.instance);
        try {
            const settings = await opened.azure.sites.settings(op, site.id);
            const port = Number(settings.WEBSITES_PORT ?? settings.PORT);
            await diagnose(
                op,
                {
                    shell: remote,
                    probeUrl: probeUrl(opened.resolve),
                    now: () => Date.now(),
                    platform: (inner) => this.platform(inner),
                },
                {
                    name: site.name,
                    url: `https://${site.defaultHost}`,
                    settings,
                    requests: typed === undefined ? [healthRequest] : [healthRequest, typed],
                    ...(Number.isInteger(port) && port > 0 ? { configuredPort: port, portIn: 'setting' as const } : {}),
                },
                (event) => this.apply(this.worded(event)),
                only,
            );
        } catch (error) {
            if (!isCancelled(error)) {
                present(this.shell, error);
            }
        } finally {
            remote.close();
        }
    }

    private async platform(op: Operation) {
        const { azure } = this.reached.opened;
        const { site } = this.reached;
        const [instances, docker, startup] = await Promise.all([
            azure.sites.status(op, site.id),
            azure.sites.dockerLog(op, site, 50),
            newestStartupLog(op, azure.sites, site),
        ]);
        const logLines = [...docker, ...startup];
        const told = instances?.find((one) => one.lastError !== '') ?? instances?.[0];
        return {
            ...(told === undefined ? {} : { state: told.state, lastError: `${told.lastError} ${told.lastErrorDetails}`.trim() }),
            logLines,
        };
    }

    private worded(event: DiagnoseEvent): DiagnosePanelEvent {
        if (event.kind === 'unreachable') {
            const words = failureSentence(failureText(event.failure, (sentence) => vscode.l10n.t(sentence)));
            return { kind: 'unreachable', words, next: waysIn(event.failure.code) };
        }
        return event;
    }

    private receive(message: FromDiagnosePage): void {
        switch (message.kind) {
            case 'ready':
                return;
            case 'run':
                this.start(message.request, message.instance === '' ? undefined : message.instance);
                return;
            case 'runOne':
                this.start(this.request, this.instance, [message.check]);
                return;
            case 'cancel':
                this.stop();
                return;
            case 'terminal':
                void vscode.commands.executeCommand('slipway.ssh.openTerminal', { folderUri: this.folder.uri.toString() });
                return;
            case 'export':
                void this.export();
                return;
            case 'step': {
                const step = this.steps.get(message.cause)?.[message.index];
                if (step !== undefined) {
                    void performNextStep(this.shell, this.folder, this.reached, step);
                }
                return;
            }
        }
    }

    private async export(): Promise<void> {
        const content = diagnoseMarkdown(this.state, new Date().toISOString());
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
    }

    private apply(event: DiagnosePanelEvent): void {
        if (event.kind === 'verdict') {
            for (const finding of [...event.verdict.causes, ...event.verdict.observations]) {
                this.steps.set(finding.cause, finding.next);
            }
        } else if (event.kind === 'unreachable') {
            this.steps.set('unreachable', event.next);
        }
        this.show(applyDiagnoseEvent(this.state, event));
    }

    private show(state: DiagnosePanelState): void {
        this.state = state;
        this.panel.draw({ kind: 'state', state, instances: this.reached.instances });
    }
}
