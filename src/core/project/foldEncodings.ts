import type { ProjectFinding } from './profile';

const code = 'workspace/file-encoding';
/** So many are told one by one. */
const mostToldSingly = 2;

/** Of many files that are not UTF-8 only the first is named, with how many there are: they are of one kind, and each alone would hide what else is told. */
export function foldEncodings(findings: readonly ProjectFinding[]): ProjectFinding[] {
    const depth = ({ file = '' }: ProjectFinding) => file.split('/').length;
    const [first, ...others] = findings
        .filter((finding) => finding.code === code)
        .sort((a, b) => depth(a) - depth(b) || ((a.file ?? '') < (b.file ?? '') ? -1 : 1));
    return first === undefined || others.length < mostToldSingly
        ? [...findings]
        : findings.flatMap((finding): ProjectFinding[] =>
              finding === first
                  ? [{ ...first, message: `${others.length + 1} files are not UTF-8, the first of them ${String(first.file)} from line ${String(first.line)} on: they are read as Windows-1252.` }]
                  : finding.code === code
                    ? []
                    : [finding],
          ); // prettier-ignore
}
