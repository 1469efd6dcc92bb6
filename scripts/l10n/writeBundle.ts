// `npm run l10n`: writes l10n/bundle.l10n.json from the sources, and tells what the German bundle lacks or no longer needs.
import fs from 'node:fs';
import path from 'node:path';
import { collectStrings, placeholders } from './collectStrings';

const root = path.resolve(import.meta.dirname, '../..');
const strings = collectStrings(root);
const english = Object.fromEntries([...strings.keys()].map((text) => [text, text]));
fs.mkdirSync(path.join(root, 'l10n'), { recursive: true });
fs.writeFileSync(path.join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(english, null, 4)}\n`);

const germanFile = path.join(root, 'l10n/bundle.l10n.de.json');
const german = fs.existsSync(germanFile) ? (JSON.parse(fs.readFileSync(germanFile, 'utf8')) as Record<string, string>) : {};
const kept = Object.fromEntries([...strings.keys()].flatMap((text) => (german[text] === undefined ? [] : [[text, german[text]]])));
fs.writeFileSync(germanFile, `${JSON.stringify(kept, null, 4)}\n`);
const missing = [...strings].filter(([text]) => german[text] === undefined);
console.log(`${strings.size.toString()} strings, ${missing.length.toString()} without German`);
for (const [text, [file]] of missing) {
    console.log(`${JSON.stringify(text)}: "",  // ${file ?? ''}`);
}
for (const [text, words] of Object.entries(kept)) {
    if (placeholders(text).join() !== placeholders(words).join()) {
        console.log(`fills in something else: ${JSON.stringify(text)}`);
    }
}
