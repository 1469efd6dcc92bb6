import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { collectStrings, placeholders } from '../../scripts/l10n/collectStrings';
import { translateMade } from '../../src/views/translateMade';

type Bundle = Readonly<Record<string, string>>;
const root = path.resolve(__dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Bundle;
const said = collectStrings(root);
const english = read('l10n/bundle.l10n.json');
const german = read('l10n/bundle.l10n.de.json');
const missing = (from: Iterable<string>, in_: Bundle) => [...from].filter((key) => in_[key] === undefined);

/** A sentence that misses here: `npm run l10n` writes the English bundle and tells what the German one lacks. */
describe('the words of the product', () => {
    it('are found where they are said', () => {
        assert.ok(said.has('You are not signed in to Azure.'), 'a table of words');
        assert.ok(said.has('Switch Profile') || said.has('Slipway: Switch Profile'), 'vscode.l10n.t');
        assert.ok(said.has('What is there now'), 'a panel');
        assert.ok(said.has('Use the managed identity {name}.'), 'a plan');
    });

    it('are all in the English bundle, and nothing else is', () => {
        assert.deepEqual(missing(said.keys(), english), []);
        assert.deepEqual(
            Object.keys(english).filter((text) => !said.has(text)),
            [],
        );
    });

    it('are all in the German bundle, and nothing else is', () => {
        assert.deepEqual(missing(said.keys(), german), []);
        assert.deepEqual(
            Object.keys(german).filter((text) => !said.has(text)),
            [],
        );
    });

    it('fill in the same in German', () => {
        assert.deepEqual(
            Object.entries(german).filter(([text, words]) => words === '' || placeholders(text).join() !== placeholders(words).join()),
            [],
        );
    });

    it('are found again in what a diagnosis made of them, whatever it filled in', () => {
        const filled = (sentence: string) => sentence.replace(/\{(\d)\}/g, (_, place: string) => `x${place}`);
        const made = [...said].flatMap(([key, files]) => (files.some((file) => file.startsWith('src/core/diagnose/verdict')) ? [key] : []));
        assert.ok(made.length > 30);
        assert.deepEqual(
            made.filter((key) => translateMade(german, filled(key)) !== filled(german[key] ?? '')),
            [],
        );
    });

    it('are found again in the reasons that adapters give, whatever they filled in', () => {
        const filled = (sentence: string) => sentence.replace(/\{(\d)\}/g, (_, place: string) => `x${place}`);
        const made = [...said].flatMap(([key, files]) => (files.every((file) => file.startsWith('src/adapters/')) ? [key] : []));
        assert.ok(made.includes('permission denied') && made.includes('push the image {0}'), made.join('\n'));
        const isWordy = (key: string) => key.replace(/\{\d\}|[^\p{L}]/gu, '').length >= 6;
        assert.deepEqual(
            made.filter((key) => isWordy(key) && translateMade(german, filled(key)) !== filled(german[key] ?? '')),
            [],
        );
    });

    it('are found again in what core tells of a project, whatever it filled in', () => {
        const filled = (sentence: string) => sentence.replace(/\{(\d)\}/g, (_, place: string) => `x${place}`);
        const made = [...said].flatMap(([key, files]) =>
            files.every((file) => /^src\/core\/(project|requirements|dockerfile)\//.test(file)) ? [key] : [],
        );
        const titles = ['Add {0} to {1}', 'Add {0} to {1}, then run {2}', 'Build on {0}', 'Run the app as a user of its own'];
        assert.deepEqual(missing(titles, Object.fromEntries(made.map((key) => [key, key]))), [], 'titles of fixes');
        assert.deepEqual(
            made.filter((key) => translateMade(german, filled(key)) !== filled(german[key] ?? '')),
            [],
        );
    });

    it('of the manifest are all in German, with the same commands behind their links', () => {
        const [mine, theirs] = [read('package.nls.json'), read('package.nls.de.json')];
        assert.deepEqual(Object.keys(theirs).sort(), Object.keys(mine).sort());
        const links = (text: string) => [...text.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? '');
        for (const [key, text] of Object.entries(mine)) {
            assert.deepEqual(links(theirs[key] ?? ''), links(text), key);
        }
    });
});
