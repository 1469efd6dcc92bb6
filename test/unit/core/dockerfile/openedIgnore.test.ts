import assert from 'node:assert/strict';
import { judgePath, parseIgnore } from '../../../../src/core/dockerfile/ignore';
import { openedIgnore } from '../../../../src/core/dockerfile/openedIgnore';

const quarkus = '*\n!target/*-runner\n!target/*-runner.jar\n!target/lib/*\n';
const maven = 'FROM maven:3.9 AS build\nCOPY . .\nRUN mvn package\n';
const rendered = '# Made by Slipway\n**/.env\n**/target\n';

describe('An ignore file that leaves out what the image is built from', () => {
    it('lets the sources through, keeps secrets out, and still lets through what it did', () => {
        const opened = openedIgnore(quarkus, maven, rendered, new Set(['pom.xml', 'src/main/java/App.java', '.env']));
        const rules = parseIgnore(opened ?? '*');
        const ignored = (path: string) => judgePath(rules, path).ignored;
        assert.deepEqual(
            ['pom.xml', 'src/main/java/App.java', '.env', 'src/.env', 'target/classes/App.class', 'target/lib/x.jar'].map(ignored),
            [false, false, true, true, true, false],
        );
        assert.ok(opened?.startsWith(quarkus), 'what the project wrote stays as it is');
    });

    it('stays as it is when nothing that is copied is held back', () => {
        const present = new Set(['pom.xml', 'README.md']);
        assert.equal(openedIgnore('README.md\ntarget\n', maven, rendered, present), undefined);
        assert.equal(openedIgnore(quarkus, 'FROM x\nCOPY target/lib target/lib\n', rendered, present), undefined);
    });

    it('opens for a file that is copied by name, and not for one that is not there', () => {
        const npm = 'FROM node:22\nCOPY package.json package-lock.json ./\n';
        assert.match(openedIgnore('package-lock.json\n', npm, rendered, new Set(['package.json', 'package-lock.json'])) ?? '', /^!\*\*$/m);
        assert.equal(openedIgnore('package-lock.json\n', npm, rendered, new Set(['package.json'])), undefined);
    });

    it('is left alone when no builder can read it', () => {
        assert.equal(openedIgnore('[\n', maven, rendered, new Set(['pom.xml'])), undefined);
    });
});
