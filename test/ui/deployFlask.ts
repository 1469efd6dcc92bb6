import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import type { TargetName } from '../../src/core/deploy/target';
import { sendArm } from './sendArm';
import { openUiStage, type UiStage } from './uiStage';
import { until } from './workbench/until';

interface FlaskTarget {
    readonly target: TargetName;
    /** What it calls its apps. */
    readonly noun: string;
    /** Whether another port can be told to an app that exists, or asks for another one in its place. */
    readonly port: 'changed' | 'replaced';
}

const deployMs = 120_000;
/** Processor 183 of a 64-bit ELF file with an empty program: what a machine with another processor would have built. */
const armProgram = Buffer.from(
    [
        '7f454c460201010000000000000000000200b70001000000780040000000000040000000000000000000000000000000',
        '000000004000380001004000000000000100000005000000000000000000000000004000000000000000400000000000',
        '780000000000000078000000000000000010000000000000',
    ].join(''),
    'hex',
);

/** The Flask sample's whole life on a target, in one window: deployed, updated, broken in four ways, explained, mended by a button, rolled back, removed. */
export function deployFlask({ target, noun, port }: FlaskTarget): void {
    let stage: UiStage;
    let dockerfile = '';
    let app = '';
    let url = '';

    before(async () => {
        stage = await openUiStage({
            sample: 'flask',
            localAzure: 'started',
            // A start that comes to nothing takes 14 s, not 230.
            azureArguments: ['--start-limit-scale', '0.06'],
            settings: { 'slipway.deploy.target': target },
        });
        app = fs.readFileSync(path.join(stage.folder, 'app.py'), 'utf8');
    });
    after(() => stage.close());

    const panel = async (): Promise<Frame> => await stage.workbench.webview('Slipway Plan');
    const page = async (address = url) => await (await fetch(address, { signal: AbortSignal.timeout(10_000) })).text();

    /** Says on the page which version it is. */
    const heading = (words: string) =>
        stage.write({ 'templates/index.html': `<h1>${words}</h1>\n`, ...(dockerfile === '' ? {} : { Dockerfile: dockerfile }) });

    /** The end of the deploy that was just begun. */
    async function ended(kind: 'good' | 'bad'): Promise<string> {
        const frame = await panel();
        await until('the end of the deploy', async () => (await frame.locator('.verdict').count()) > 0, deployMs);
        const words = await frame.locator('.verdict').first().innerText();
        assert.equal(await frame.locator(`.verdict.${kind}`).count(), 1, `${words}\n${stage.workbench.outputText('Slipway').slice(-3000)}`);
        return words;
    }

    /** Presses something, and waits until the panel shows the deploy that this begins. */
    async function begin(press: () => Promise<void>, onTheWay: () => Promise<void> = () => Promise.resolve()): Promise<void> {
        const frame = await panel();
        await press();
        await onTheWay();
        await until('the deploy', async () => (await frame.locator('.verdict').count()) === 0, 60_000);
    }

    const deploy = () => begin(() => stage.workbench.command('Slipway: Deploy'));
    const button = async (title: string) => (await panel()).locator('.verdict.bad button', { hasText: title }).first();
    const pressButton = async (title: string) => await (await button(title)).click();

    async function live(): Promise<void> {
        await ended('good');
        url = (await (await panel()).locator('#result').innerText()).trim();
    }

    it('deploys once its plan is agreed to', async () => {
        heading('Hello from the harbour');
        await stage.workbench.command('Slipway: Deploy');
        const frame = await panel();
        await frame.getByText(new RegExp(`Create the ${noun}`)).waitFor();
        await stage.workbench.shot(`out/flask-${target}-plan.png`);
        await frame.locator('#start').click();
        await frame.locator('#start').waitFor({ state: 'detached' });
        await live();
        assert.match(await page(), /Hello from the harbour/);
        dockerfile = `${fs.readFileSync(path.join(stage.folder, 'Dockerfile'), 'utf8')}LABEL slipway.ui=${stage.mark}\n`;
    });

    it('updates it in place without a question', async () => {
        heading('Hello from the open sea');
        await deploy();
        await live();
        assert.match(await page(), /Hello from the open sea/);
    });

    it('finds a crash before anything is pushed; without a rehearsal it explains the same from Azure, and tries again once it is mended', async () => {
        stage.write({ 'app.py': 'raise RuntimeError("no chart aboard")\n' });
        await deploy();
        await stage.workbench.changeSettings({ 'slipway.deploy.rehearse': false });
        const here = await ended('bad');
        assert.match(here, /exit code 3 when it was run here/);
        assert.match(here, /no chart aboard/);
        await deploy();
        const words = await ended('bad');
        assert.match(words, /The container of .+ end(ed|s)/);
        assert.match(words, /no chart aboard/);
        await stage.workbench.shot(`out/flask-${target}-crash.png`);
        stage.write({ 'app.py': app });
        await begin(async () => (await panel()).locator('#start', { hasText: 'Try Again' }).click());
        await live();
        assert.match(await page(), /Hello from the open sea/);
    });

    it('explains an image that it may not pull, and gives the role again by its button', async () => {
        await takeRole(stage);
        heading('Hello with a pass');
        await deploy();
        assert.match(await ended('bad'), /pull/);
        await stage.workbench.shot(`out/flask-${target}-role.png`);
        await begin(() => pressButton('Try Again'));
        await live();
        assert.match(await page(), /Hello with a pass/);
    });

    it('explains a program for another processor, and builds it again by its button', async () => {
        fs.writeFileSync(path.join(stage.folder, 'arm'), armProgram, { mode: 0o755 });
        stage.write({ Dockerfile: `${dockerfile}CMD ["/app/arm"]\n` });
        await deploy();
        assert.match(await ended('bad'), /another processor/);
        await stage.workbench.shot(`out/flask-${target}-arm64.png`);
        heading('Hello on the right engine');
        await begin(() => pressButton('Build and Deploy Again'));
        await live();
        assert.match(await page(), /Hello on the right engine/);
    });

    it('explains an app on another port, and tells Azure of it by its button', async () => {
        assert.ok(dockerfile.includes('0.0.0.0:$PORT'));
        dockerfile = dockerfile.replace('0.0.0.0:$PORT', '0.0.0.0:9000');
        heading('Hello from another pier');
        await deploy();
        assert.match(await ended('bad'), /nothing answers on port 8000|listens on port 9000/);
        await stage.workbench.shot(`out/flask-${target}-port.png`);
        await begin(() => pressButton('Deploy with Port 9000'), port === 'replaced' ? agreeToReplace : undefined);
        await live();
        assert.match(await page(), /Hello from another pier/);
    });

    it('rolls back to the first version, at the port that it had', async () => {
        const { quick } = stage.workbench;
        await stage.workbench.command('Slipway: Roll Back Deployment');
        await quick.waitFor('Roll Back');
        const rows = await until('what ran before', async () => {
            const found = (await quick.state()).rows;
            return found.length > 1 ? found : undefined;
        });
        await stage.workbench.shot(`out/flask-${target}-history.png`);
        await begin(() => quick.rows.nth(rows.length - 1).click(), port === 'replaced' ? agreeToReplace : undefined);
        await live();
        assert.match(await page(), /Hello from the harbour/);
    });

    it('lists what it made, and removes just that', async () => {
        await stage.workbench.command('Slipway: Remove Deployment');
        const { message, detail } = await stage.workbench.dialog.read();
        assert.match(message, /^Remove .+\? This cannot be undone\.$/);
        assert.match(detail, new RegExp(`\\(${noun}\\)`));
        await stage.workbench.shot(`out/flask-${target}-remove.png`);
        await stage.workbench.dialog.click('Delete');
        await stage.workbench.notifications.toast(/was removed/).waitFor();
        const azure = stage.azure!;
        const left = (await sendArm(azure, 'GET', `/subscriptions/${azure.subscriptionId}/resources`, '2025-04-01')) as {
            value: { id: string }[];
        };
        assert.deepEqual(
            left.value.map(({ id }) => id),
            [],
        );
    });

    async function agreeToReplace(): Promise<void> {
        const { message } = await stage.workbench.dialog.read();
        assert.match(message, /cannot be changed in place/);
        await stage.workbench.dialog.click('Delete and Make Anew');
    }
}

/** Takes the roles of the one identity at the one registry away, as somebody who tidies up would. */
async function takeRole(stage: UiStage): Promise<void> {
    const azure = stage.azure!;
    const list = async (path: string, version: string) =>
        ((await sendArm(azure, 'GET', path, version)) as { value: { id: string; properties: { principalId?: string } }[] }).value;
    const subscription = `/subscriptions/${azure.subscriptionId}`;
    const [registry] = await list(`${subscription}/providers/Microsoft.ContainerRegistry/registries`, '2025-04-01');
    const principals = (await list(`${subscription}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`, '2024-11-30')).map(
        ({ properties }) => properties.principalId,
    );
    const assignments = await list(`${registry!.id}/providers/Microsoft.Authorization/roleAssignments`, '2022-04-01');
    const own = assignments.filter(({ properties }) => principals.includes(properties.principalId));
    assert.ok(own.length > 0);
    for (const { id } of own) {
        await sendArm(azure, 'DELETE', id, '2022-04-01');
    }
}
