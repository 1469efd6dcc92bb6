import { agoWords } from './agoWords';
import type { RememberedDeployment } from './rememberedDeployment';

/** What the status bar's deploy button is told. */
export type DeployStatus =
    | { readonly kind: 'idle'; readonly last?: RememberedDeployment }
    | { readonly kind: 'running'; readonly step: number; readonly steps: number; readonly title: string }
    | { readonly kind: 'drift'; readonly last: RememberedDeployment };

export interface StatusText {
    readonly text: string;
    readonly tooltip: string;
    readonly tone: 'normal' | 'error' | 'warning';
    readonly command: 'slipway.deploy' | 'slipway.plan.show';
}

/** The words of the deploy button: shape and text carry the state, colour only repeats it. */
export function statusText(status: DeployStatus, nowMs: number): StatusText {
    switch (status.kind) {
        case 'running':
            return {
                text: `$(sync~spin) Slipway: ${status.step}/${status.steps}`,
                tooltip: `${status.title}\nStep ${status.step} of ${status.steps}. Click for the run.`,
                tone: 'normal',
                command: 'slipway.plan.show',
            };
        case 'drift':
            return {
                text: '$(circle-outline) Slipway: Changed',
                tooltip: `Code changed since ${status.last.name} was deployed ${agoWords(nowMs - status.last.atMs)}.\nClick to deploy.`,
                tone: 'normal',
                command: 'slipway.deploy',
            };
        case 'idle': {
            const last = status.last;
            if (last === undefined) {
                return {
                    text: '$(rocket) Slipway: Deploy',
                    tooltip: 'Deploy this folder to Azure.',
                    tone: 'normal',
                    command: 'slipway.deploy',
                };
            }
            const where = last.cloud === 'local' ? ' (local Azure)' : '';
            if (last.state === 'failed') {
                return {
                    text: '$(error) Slipway: Failed',
                    tooltip: `The last deploy of ${last.name}${where} failed ${agoWords(nowMs - last.atMs)}.\n${last.cause ?? ''}\nClick for the run.`,
                    tone: 'error',
                    command: 'slipway.plan.show',
                };
            }
            return {
                text: `$(pass-filled) Slipway: Live`,
                tooltip: `${last.name}${where} answered ${agoWords(nowMs - last.atMs)}.\n${last.url}\nClick to deploy again.`,
                tone: 'normal',
                command: 'slipway.deploy',
            };
        }
    }
}
