import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'slipway-dev.slipway';

interface Manifest {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the extension in a real extension host', () => {
    it('activates', async () => {
        const extension = vscode.extensions.getExtension(id);
        assert.ok(extension, `${id} is not there`);
        await extension.activate();
        assert.equal(extension.isActive, true);
    });

    it('registers every command of the manifest', async () => {
        const extension = vscode.extensions.getExtension(id);
        await extension?.activate();
        const declared = (extension?.packageJSON as Manifest).contributes.commands.map((row) => row.command);
        const registered = new Set(await vscode.commands.getCommands(true));
        assert.deepEqual(
            declared.filter((command) => !registered.has(command)),
            [],
        );
        assert.ok(declared.length > 0);
    });
});
