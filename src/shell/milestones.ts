import * as vscode from 'vscode';

/** What a newcomer gets to work, in the order of the walkthrough. */
export const milestones = ['setup', 'containerize', 'rehearse', 'signIn', 'deploy', 'connect'] as const;
export type Milestone = (typeof milestones)[number];

/** Remembers what has succeeded once on this machine. A step of the walkthrough is done when its context key is set, and by nothing else. */
export class Milestones {
    constructor(
        private readonly state: vscode.Memento,
        private readonly told: (milestone: Milestone) => void,
    ) {}

    /** Sets the context keys of what was reached before. */
    register(): void {
        milestones.filter((milestone) => this.state.get(key(milestone)) === true).forEach(setKey);
    }

    reached(milestone: Milestone): void {
        if (this.state.get(key(milestone)) !== true) {
            this.told(milestone);
            void this.state.update(key(milestone), true);
        }
        setKey(milestone);
    }
}

const key = (milestone: Milestone) => `slipway.reached.${milestone}`;

function setKey(milestone: Milestone): void {
    void vscode.commands.executeCommand('setContext', key(milestone), true);
}
