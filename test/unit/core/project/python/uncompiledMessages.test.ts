import assert from 'node:assert/strict';
import { uncompiledMessages } from '../../../../../src/core/project/python/uncompiledMessages';
import { quietOperation } from '../../../../../src/base/operation';
import { containerize } from '../../../../../src/workflows/containerize';
import { memoryFileSource } from '../memoryFileSource';

describe('The translations of a Python project', () => {
    it('are compiled where nobody did', () => {
        assert.deepEqual(
            uncompiledMessages([
                'shop/locale/de/LC_MESSAGES/django.po',
                'shop/locale/fr/LC_MESSAGES/django.po',
                'done/locale/de/LC_MESSAGES/django.mo',
                'done/locale/de/LC_MESSAGES/django.po',
                'translations/pt_BR/LC_MESSAGES/messages.po',
                'locale/$(x)/LC_MESSAGES/a.po',
                'a.po',
                'docs/locale/de/LC_MESSAGES/index.po',
                'tests/locale/de/LC_MESSAGES/django.po',
            ]),
            ['shop/locale', 'translations'],
        );
    });

    it('are compiled in the stage that is not shipped, before static files are gathered', async () => {
        const { files } = await containerize(
            quietOperation(),
            memoryFileSource({
                'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
                'requirements.txt': 'flask\ngunicorn\n',
                'translations/de/LC_MESSAGES/messages.po': 'msgid ""\n',
            }),
        );
        const [build = '', final = ''] = (files.find(({ path }) => path === 'Dockerfile')?.content ?? '').split(/^FROM (?!.* AS build)/m);
        assert.match(build, /gettext[\s\S]*COPY translations \/messages\/translations\nRUN cd \/messages[\s\S]*msgfmt/);
        assert.match(final, /COPY --chown=10001:10001 \. \.\n[^\n]*\nCOPY --from=build --chown=10001:10001 \/messages\/ \.\//);
        assert.ok(!final.includes('gettext'));
    });
});
