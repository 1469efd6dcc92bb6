import type { Profile } from '../project/profile';

/** A Dockerfile as the beginning of a template: the facts that differ from project to project become `{{name}}`; filled in again it is the same file. */
export function makeTemplate(text: string, profile: Profile): string {
    const { port, runtimeVersion, startCommand } = profile;
    const command = startCommand === undefined ? undefined : JSON.stringify(startCommand);
    return text
        .split('\n')
        .map((line) => {
            if (command !== undefined && line === `CMD ${command}`) {
                return 'CMD {{startCommand}}';
            }
            if (port !== undefined && new RegExp(String.raw`^(EXPOSE |.*\bPORT=)${port}\b`).test(line)) {
                return line.replace(new RegExp(String.raw`\b${port}\b`), '{{port}}');
            }
            return runtimeVersion !== undefined && line.startsWith('FROM ')
                ? line.replace(new RegExp(String.raw`:${runtimeVersion.replaceAll('.', String.raw`\.`)}(?![\w.])`), ':{{runtimeVersion}}')
                : line;
        })
        .join('\n');
}
