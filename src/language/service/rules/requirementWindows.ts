import { isWindowsOnly } from '../../../core/requirements/windowsOnly';
import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementWindows: Rule<RequirementsDocument> = {
    code: 'requirements/windows-only',
    title: 'A package that exists for Windows only',
    severity: 'error',
    why: 'pip freeze on Windows writes it down, and on Linux pip stops with "No matching distribution found".',
    fix: 'automatic',
    *check({ lines, text }) {
        for (const { line, nameSpan, name, span } of lines) {
            if (
                line.kind !== 'requirement' ||
                name === undefined ||
                !isWindowsOnly(name) ||
                /win32|Windows|os_name/.test(line.marker ?? '')
            ) {
                continue;
            }
            const written = text.slice(nameSpan.start, span.end);
            const length = (/^[^#;\\\r\n]*/.exec(written)?.[0] ?? '').split('--hash')[0]?.trimEnd().length ?? 0;
            const at = nameSpan.start + length;
            yield {
                span: nameSpan,
                message: `${line.name} cannot be installed on Linux.`,
                fixes:
                    line.marker === undefined
                        ? [
                              {
                                  title: 'Install it on Windows only',
                                  standing: 'preferred',
                                  edits: [{ span: { start: at, end: at }, newText: "; sys_platform == 'win32'" }],
                              },
                          ]
                        : [],
            };
        }
    },
};
