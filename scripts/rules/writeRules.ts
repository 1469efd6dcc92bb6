import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allRules } from '../../src/language/service/allRules';
import { ruleCases } from '../../test/unit/language/ruleCases';
import { lintSettings } from './lintSettings';
import { renderRulesPage } from './renderRulesPage';

// `npm run rules`: docs/rules.md, and the rules' settings in package.json.
const root = path.resolve(__dirname, '../..');
const page = path.join(root, 'docs/rules.md');
writeFileSync(page, renderRulesPage(allRules, ruleCases()));

const manifestPath = path.join(root, 'package.json');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as { contributes: { configuration: { title: string }[] } };
const { contributes } = manifest;
contributes.configuration = [
    ...contributes.configuration.filter(({ title }) => title !== '%config.lint%'),
    lintSettings(allRules) as { title: string },
];
writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 4)}\n`);
