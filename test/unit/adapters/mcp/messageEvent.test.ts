import assert from 'node:assert/strict';
import { isMessageEvent } from '../../../../src/adapters/mcp/eventSplitter';

describe('An event of a stream', () => {
    for (const [title, raw, expected] of [
        ['has no type', 'data: a\n\n', true],
        ['says that it is a message', 'event: message\ndata: a\n\n', true],
        ['says so without a blank', 'event:message\r\ndata: a\r\n\r\n', true],
        ['has an empty type', 'event:\ndata: a\n\n', true],
        ['has a type, and an empty one after it', 'event: x\nevent\ndata: a\n\n', true],
        ['has a type, and message after it', 'event: x\nevent: message\ndata: a\n\n', true],
        ['has a type behind what is no end of a line', 'data: a\u2028event: x\n\n', true],
        ['is in truth two, of which the second has a type', 'data: a\n\r\nevent: x\ndata: b\n\n', true],
        ['is the address of 2024', 'event: endpoint\ndata: /messages?id=1\n\n', false],
        ['is that after more blank lines', '\n\r\nevent: endpoint\r\ndata: /messages?id=1\r\n\r\n', false],
        ['has another type at the end', 'event: message\ndata: a\nevent: x\n\n', false],
    ] as const) {
        it(`${title}: ${expected ? 'a message' : 'no message'}`, () => assert.equal(isMessageEvent(raw), expected));
    }
});
