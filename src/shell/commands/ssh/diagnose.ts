import * as vscode from 'vscode';
import { probeUrl } from '../../../adapters/ssh/probeUrl';
import { isCancelled } from '../../../base/failure';
import { quietOperation, type Operation } from '../../../base/operation';
import type { NextStep } from '../../../core/diagnose/verdictFinding';
import type { RemoteShell } from '../../../ports/ssh';
import { diagnoseMarkdown } from '../../../views/diagnoseMarkdown';
import { readFromDiagnosePage, readTypedRequest, type FromDiagnosePage, type ToDiagnosePage } from '../../../views/diagnosePage';
import {
    applyDiagnoseEvent,
    beginDiagnosis,
    emptyDiagnosePanel,
    inInstance,
    ofInstance,
    type DiagnosePanelEvent,
    type DiagnosePanelState,
} from '../../../views/diagnosePanel';
import { waysIn } from '../../../views/diagnoseWords';
import { failureSentence, failureText } from '../../../views/failureText';
import { readDiagnosedSettings, readPlatform } from '../../../workflows/deployment/diagnosedDeployment';
import { identitiesOf } from '../../../workflows/deployment/mendDeployment';
import { diagnose, type DiagnoseEvent } from '../../../workflows/diagnose';
import { argumentOf, chooseDeployment, type ChosenDeployment } from '../../deployments';
import { PagePanel } from '../../panel/pagePanel';
import { present } from '../../present';
import { reachDeployment, type ReachedDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { performNextStep } from './performNextStep';

const healthRequest = { method: 'GET', path: '/' } as const;
type DiagnosePage = PagePanel<ToDiagnosePage, FromDiagnosePage>;
const panels = new Map<string, DiagnosePage>();

/** Opens the panel of a deployment and runs the whole battery at once. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const chosen = await chooseDeployment(shell, op, argument);
    const { address } = chosen;
    const known = panels.get(address.resourceId.toLowerCase());
    if (known !== undefined) {
        known.reveal();
        return;
    }
    const reached = await reachDeployment(shell, op, address);
    const session = new Session(shell, chosen, reached);
    panels.set(address.resourceId.toLowerCase(), session.panel);
    session.panel.onDidClose(() => {
        panels.delete(address.resourceId.toLowerCase());
        session.stop();
    });
    session.start('', undefined);
}

class Session {
    readonly panel: DiagnosePage;
    private state: DiagnosePanelState;
    private running: AbortController | undefined;
    private ran = false;
    private request = '';
    private instance: string | undefined;
    private readonly steps = new Map<string, readonly NextStep[]>();

    constructor(
        private readonly shell: Shell,
        private readonly chosen: ChosenDeployment,
        private reached: ReachedDeployment,
    ) {
        this.state = emptyDiagnosePanel(reached.found.name);
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
        if (only === undefined) {
            this.steps.clear();
        }
        this.show(beginDiagnosis(ofInstance(this.state, instance ?? this.reached.instances[0]), only));
        void this.run({ ...quietOperation(running.signal), log: (line) => this.shell.output.line(line) }, only).finally(() => {
            this.running = undefined;
            this.apply({ kind: 'ended' });
        });
    }

    private async run(op: Operation, only: readonly string[] | undefined): Promise<void> {
        const typed = readTypedRequest(this.request);
        let remote: RemoteShell | undefined;
        try {
            // Replicas come and go, and a changed setting makes others.
            this.reached = this.ran ? await reachDeployment(this.shell, op, this.chosen.address) : this.reached;
            this.ran = true;
            const { found, opened, connect } = this.reached;
            const way = connect(this.instance);
            remote = way.remote;
            this.show(inInstance(this.state, way.instance, only));
            const settings = await readDiagnosedSettings(op, opened.azure, found);
            // Who may not read identities may diagnose the rest.
            const assigned = await identitiesOf(op, opened.azure, found, undefined).catch(() => []);
            await diagnose(
                op,
                {
                    shell: remote,
                    probeUrl: probeUrl(opened.resolve),
                    now: () => Date.now(),
                    platform: (inner) => readPlatform(inner, opened.azure, found),
                },
                {
                    name: found.name,
                    ...(found.url === undefined ? {} : { url: found.url }),
                    ...settings,
                    assigned: assigned.flatMap(({ name, clientId }) => (clientId === undefined ? [] : [{ name, clientId }])),
                    requests: typed === undefined ? [healthRequest] : [healthRequest, typed],
                },
                (event) => this.apply(this.worded(event)),
                only,
            );
        } catch (error) {
            if (!isCancelled(error)) {
                present(this.shell, error);
            }
        } finally {
            remote?.close();
        }
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
                void vscode.commands.executeCommand('slipway.ssh.openTerminal', argumentOf(this.chosen));
                return;
            case 'export':
                void this.export();
                return;
            case 'step': {
                const step = this.steps.get(message.cause)?.[message.index];
                if (step !== undefined) {
                    void performNextStep(this.shell, this.chosen, this.reached, step);
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
