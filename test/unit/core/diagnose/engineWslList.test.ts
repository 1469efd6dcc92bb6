import assert from 'node:assert/strict';
import { decodeWslOutput, parseWslList } from '../../../../src/core/diagnose/engineWslList';

const english =
    '  NAME              STATE           VERSION\r\n* Ubuntu            Running         2\r\n  docker-desktop    Stopped         2\r\n';
const german =
    '  NAME              STATUS          VERSION\r\n* Ubuntu-22.04      Wird ausgeführt 1\r\n  Größe             Beendet         2\r\n';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('The output of wsl.exe', () => {
    for (const [title, bytes, text] of [
        ['UTF-16 without a mark, as wsl.exe writes to a pipe', utf16(english), english],
        ['UTF-16 with a byte order mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(german)]), german],
        ['UTF-8, as with WSL_UTF8=1', Buffer.from(german, 'utf8'), german],
        ['UTF-8 with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(english)]), english],
        ['nothing', Buffer.alloc(0), ''],
        [
            'mostly characters beyond Latin in UTF-16',
            Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('名前 状態 バージョン')]),
            '名前 状態 バージョン',
        ],
    ] as const) {
        it(`is read when it is ${title}`, () => assert.equal(decodeWslOutput(bytes), text));
    }

    it('keeps its characters when a chunk ends within one', () => {
        assert.equal(decodeWslOutput(utf16(english).subarray(0, 41)).startsWith('  NAME'), true);
    });
});

describe('The list of distributions', () => {
    it('is read by its columns', () => {
        assert.deepEqual(parseWslList(english), [
            { name: 'Ubuntu', state: 'Running', version: 2, isDefault: 'yes' },
            { name: 'docker-desktop', state: 'Stopped', version: 2, isDefault: 'no' },
        ]);
    });

    it('is read whatever the language of Windows', () => {
        assert.deepEqual(
            parseWslList(german).map(({ name, version, isDefault }) => [name, version, isDefault]),
            [
                ['Ubuntu-22.04', 1, 'yes'],
                ['Größe', 2, 'no'],
            ],
        );
    });

    it('is empty when wsl.exe says that there is none', () => {
        assert.deepEqual(parseWslList('Windows Subsystem for Linux has no installed distributions.\r\n'), []);
    });
});
