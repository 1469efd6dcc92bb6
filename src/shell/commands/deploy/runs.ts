import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Shell } from '../../shell';
import { appIdOf } from '../../../core/deploy/appIdOf';
import { sameId } from '../../../core/deploy/resourceId';
import type { AskedFor } from '../../statusBar';
import { DeployRun } from './deployRun';

const runs = new Map<string, DeployRun>();
let newest: DeployRun | undefined;

/** The run of a folder under its profile: the same object for every deploy of it, so that its panel stays. */
export function runOf(shell: Shell, folder: vscode.WorkspaceFolder): DeployRun {
    const key = `${folder.uri.toString()}#${shell.memory.profiles(folder.uri).active ?? ''}`;
    const run = runs.get(key) ?? new DeployRun(shell, folder);
    runs.set(key, run);
    newest = run;
    return run;
}

/** The run that was started last in this window. */
export function newestRun(): DeployRun | undefined {
    return newest;
}

/** The run that waits for a consent or has not ended; one deploy runs at a time. */
export function runUnderWay(): DeployRun | undefined {
    return [...runs.values()].find((run) => run.underWay() !== undefined);
}

/**
 * A roll back or a scaling beside a deploy would change what that one verifies: shows the deploy, says so, and throws Cancelled. With `only`, for what is under
 * way in that folder or with that app.
 */
export function throwIfUnderWay(
    { statusBar }: Shell,
    only?: { readonly folder: vscode.WorkspaceFolder | undefined; readonly resourceId?: string },
): void {
    const run = runUnderWay();
    const asked: AskedFor | undefined =
        run === undefined
            ? statusBar.underWay()
            : { name: run.folder.name, folder: run.folder, resourceId: appIdOf(run.underWay()?.steps ?? []) };
    if (asked === undefined || (only !== undefined && !isSame(asked, only))) {
        return;
    }
    run?.show();
    void vscode.window.showInformationMessage(
        vscode.l10n.t('One deploy at a time: finish or cancel this deploy of {0} first.', asked.name),
    );
    throw new Cancelled();
}

function isSame(asked: AskedFor, only: Pick<AskedFor, 'folder' | 'resourceId'>): boolean {
    return (
        (asked.folder !== undefined && asked.folder === only.folder) ||
        (asked.resourceId !== undefined && sameId(asked.resourceId, only.resourceId))
    );
}
