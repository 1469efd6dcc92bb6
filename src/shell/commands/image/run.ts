import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { chooseEnvFile } from '../../chooseEnvFile';
import { windowEngine } from '../../engine';
import { chooseFolder } from '../../folderArgument';
import { openPage } from '../../openPage';
import type { Shell } from '../../shell';
import { imageOf, runLabel } from './imageArgument';
import { askText } from '../../ask';

/** Starts a container of the image with its port on this machine and the variables of an env file, and offers its page. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const reference = imageOf(argument);
    const { engine } = await windowEngine(op, shell.memory);
    const image = await engine.image(op, reference);
    const exposed = image?.exposedPorts[0] ?? 8000;
    const answer = await askText(op, {
        title: vscode.l10n.t('Run {0}', reference),
        prompt: vscode.l10n.t('Port on this machine and in the container; 0 takes a free one'),
        value: `0:${exposed.toString()}`,
        validateInput: (text) => (portsOf(text) === undefined ? vscode.l10n.t('Write it like 8080:8000.') : undefined),
    });
    const port = portsOf(answer);
    if (port === undefined) {
        throw new Cancelled();
    }
    const variables = await chooseEnvFile(op, await chooseFolder(op, argument), vscode.l10n.t('Run {0}', reference));
    op.report(reference);
    const { ports } = await engine.run(op, {
        image: reference,
        // The port was asked for after the file was written.
        env: { ...variables, PORT: port.containerPort.toString() },
        labels: { [runLabel]: '1' },
        ports: [port],
    });
    shell.projects.refreshImages();
    const hostPort = ports[0]?.hostPort;
    if (hostPort === undefined) {
        return;
    }
    const url = `http://127.0.0.1:${hostPort.toString()}/`;
    const open = vscode.l10n.t('Open in Browser');
    void vscode.window
        .showInformationMessage(vscode.l10n.t('{0} runs on port {1}.', reference, hostPort), open)
        .then((choice) => (choice === open ? openPage(url) : undefined));
}

function portsOf(text: string): { readonly containerPort: number; readonly hostPort: number } | undefined {
    const [, host = '', inside = ''] = /^\s*(\d{1,5}):(\d{1,5})\s*$/.exec(text) ?? [];
    const [hostPort, containerPort] = [Number(host), Number(inside)];
    return inside !== '' && hostPort < 65_536 && containerPort > 0 && containerPort < 65_536 ? { hostPort, containerPort } : undefined;
}
