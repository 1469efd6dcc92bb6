/** One field of a protocol buffers message: a number for varints, the bytes for everything length-delimited. */
export type ProtoField = readonly [field: number, value: number | Uint8Array];

/** The fields of one message in their order; fixed-width fields are skipped. Throws RangeError on bytes that are no message. */
export function* readProto(bytes: Uint8Array): Generator<ProtoField> {
    let at = 0;
    const varint = (): number => {
        let value = 0;
        for (let factor = 1; ; factor *= 128) {
            const byte = bytes[at++];
            if (byte === undefined || factor > 2 ** 63) {
                throw new RangeError('truncated varint');
            }
            // Beyond 2^53 the low bits are lost; sizes and times stay far below.
            value += (byte & 127) * factor;
            if (byte < 128) {
                return value;
            }
        }
    };
    while (at < bytes.length) {
        const tag = varint();
        const field = Math.floor(tag / 8);
        switch (tag % 8) {
            case 0:
                yield [field, varint()];
                break;
            case 2: {
                const length = varint();
                if (at + length > bytes.length) {
                    throw new RangeError('truncated field');
                }
                yield [field, bytes.subarray(at, at + length)];
                at += length;
                break;
            }
            case 1:
                at += 8;
                break;
            case 5:
                at += 4;
                break;
            default:
                throw new RangeError('unknown wire type');
        }
    }
}

/** A length-delimited field; empty ones are left out, as proto3 does. */
export function protoBytes(field: number, value: Uint8Array): Uint8Array {
    if (value.length === 0) {
        return value;
    }
    const head = [...protoVarint(field * 8 + 2), ...protoVarint(value.length)];
    const out = new Uint8Array(head.length + value.length);
    out.set(head, 0);
    out.set(value, head.length);
    return out;
}

function protoVarint(value: number): number[] {
    const out: number[] = [];
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
        if (rest < 128) {
            out.push(rest);
            return out;
        }
        out.push((rest % 128) + 128);
    }
}
