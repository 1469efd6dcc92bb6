import { FactSheet } from './factSheet';
import type { Overrides, SettableFact } from './factSheet';
import type { FileSource } from './fileSource';
import { openFolder } from './folder';
import type { Folder } from './folder';
import { collectHints } from './hints/collectHints';
import type { Profile } from './profile';
import { detectNode } from './node/detectNode';
import { detectPython } from './python/detectPython';
import type { Detection, DetectStack } from './stack';

/** A profile with what its Dockerfile is made from. */
export interface DetectedProject {
    readonly profile: Profile;
    readonly detection: Detection;
}

const stacks: readonly DetectStack[] = [detectPython, detectNode];

/** Looks at a folder and answers every project in it; empty when there is nothing to run. Never throws on what files hold. */
export async function detectProjects(source: FileSource, overrides: Overrides): Promise<DetectedProject[]> {
    const root = await openFolder(source);
    const project = await detectFolder(root, overrides);
    return project === undefined ? [] : [project];
}

async function detectFolder(folder: Folder, overrides: Overrides): Promise<DetectedProject | undefined> {
    const hints = await collectHints(folder);
    let best: { detection: Detection; facts: FactSheet } | undefined;
    for (const detect of stacks) {
        const facts = new FactSheet(overrides, folder.path);
        const detection = await detect({ folder, hints, facts });
        if (detection !== undefined && (best === undefined || detection.certainty > best.detection.certainty)) {
            best = { detection, facts };
        }
    }
    return best === undefined ? undefined : { profile: toProfile(folder, best.facts, best.detection), detection: best.detection };
}

function toProfile(folder: Folder, facts: FactSheet, detection: Detection): Profile {
    const fact = <Name extends SettableFact>(name: Name): Partial<Record<Name, string>> => {
        const value = facts.get(name);
        return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, string>>);
    };
    const port = facts.get('port');
    return {
        folder: folder.path,
        kind: detection.kind,
        ...fact('language'),
        ...fact('framework'),
        ...fact('entry'),
        ...fact('server'),
        ...(detection.startCommand !== undefined && { startCommand: detection.startCommand }),
        ...(port !== undefined && { port: Number(port) }),
        ...fact('packageManager'),
        ...fact('runtimeVersion'),
        ...fact('healthPath'),
        alternatives: facts.alternatives(),
        evidence: facts.evidence(),
        findings: [...folder.unreadable, ...detection.findings],
        needs: detection.needs,
    };
}
