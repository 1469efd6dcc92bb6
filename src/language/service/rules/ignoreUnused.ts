import type { IgnoreDocument } from '../ignore/openIgnore';
import { folderOf } from '../paths';
import type { Rule } from '../rule';

/** What comes and goes, and what Slipway does not list: a pattern for it is useful though nothing is there now. */
const usual =
    /(^|\/)(\*\*?|\.git.*|\.svn|\.hg|node_modules|__pycache__|\*?\.py\[?[cod]+\]?|\.?v?env.*|\.env.*|venv|ENV|dist|build|target|out|bin|obj|coverage.*|htmlcov|\.coverage.*|\.?tox|\.nox|\.\w+_cache|\.cache|\.idea|\.vscode|\.vs|\.DS_Store|Thumbs\.db|\*\.(log|tmp|swp|pem|key|pfx|db|sqlite3?|egg-info|egg|md|bak|user|suo)|.*\.egg-info|\.next|\.azure|\.aws|logs?|tmp|temp|npm-debug\.log.*|yarn-error\.log.*|.*secret.*|id_rsa.*|.*credentials.*|site-packages|\.ipynb_checkpoints|\.pnpm-store|\.yarn|\.parcel-cache|\.turbo|\.terraform|\.gradle|\.eggs|\.hypothesis|\.dockerignore|docker-compose.*|compose.*|Dockerfile.*|README.*|LICENSE.*|charts|\.classpath|\.project|\.settings|\.toolstarget|\*\.\*proj\.user|\*\.dbmdl|\*\.jfm|\.editorconfig|instance|test-results|playwright-report|local\.settings\.json)\/?(\*\*?\/?(\*)?)?$/i;

export const ignoreUnused: Rule<IgnoreDocument> = {
    code: 'dockerignore/unused-pattern',
    title: 'A pattern that matches nothing',
    severity: 'hint',
    why: 'Often it is a .gitignore habit: a .dockerignore pattern without a slash matches at the top of the context only, and **/ before it is what was meant. The files are sent, and may end in the image.',
    fix: 'offered',
    *check(document) {
        const files = document.files();
        if (files === undefined || files.length === 0) {
            return;
        }
        const all = new Set<string>();
        for (const file of files) {
            for (let at = file; at !== '' && !all.has(at); at = folderOf(at)) {
                all.add(at);
            }
        }
        const everything = [...all];
        for (const { rule, span } of document.lines) {
            if (usual.test(rule.pattern) && !everything.some((path) => !rule.pattern.includes('/') && path.endsWith(`/${rule.pattern}`))) {
                continue;
            }
            if (everything.some((path) => rule.matches(path))) {
                continue;
            }
            const deeper = !rule.pattern.includes('/') && everything.some((path) => rule.matches(path.slice(path.lastIndexOf('/') + 1)));
            const at = span.start + (rule.negated ? 1 : 0);
            yield {
                span,
                message: deeper
                    ? `"${rule.text}" matches at the top of the context only, and nothing is there; **/${rule.pattern} matches in every folder.`
                    : `"${rule.text}" matches nothing in this context.`,
                ...(deeper
                    ? {
                          fixes: [
                              {
                                  title: `Write **/${rule.pattern}`,
                                  standing: 'offered',
                                  edits: [{ span: { start: at, end: span.end }, newText: `**/${rule.pattern}` }],
                              },
                          ],
                      }
                    : { tag: 'unnecessary' as const }),
            };
        }
    },
};
