import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lintSettings } from '../../../scripts/rules/lintSettings';
import { renderRulesPage } from '../../../scripts/rules/renderRulesPage';
import { allRules } from '../../../src/language/service/allRules';
import { ruleCases } from './ruleCases';

const read = (file: string) => readFileSync(path.resolve(__dirname, '../../..', file), 'utf8');

describe('what is written from the rules', () => {
    it('docs/rules.md is current (npm run rules)', () => {
        assert.equal(read('docs/rules.md'), renderRulesPage(allRules, ruleCases()));
    });

    it('the settings in package.json are current (npm run rules)', () => {
        const { contributes } = JSON.parse(read('package.json')) as { contributes: { configuration: { title: string }[] } };
        assert.deepEqual(
            contributes.configuration.find(({ title }) => title === '%config.lint%'),
            lintSettings(allRules),
        );
    });

    it('every code is its own, and so is every anchor', () => {
        const codes = allRules.map(({ code }) => code);
        assert.equal(new Set(codes.map((code) => code.replace('/', '-'))).size, codes.length);
    });
});
