const aside = /(^|\/)(tests?|testing|unit_?tests?|examples?|samples?|demos?|docs?|docs_src|doc|benchmarks?|fixtures|migrations|snippets|tutorials?|e2e|notebooks?|cookiecutter[^/]*|\{\{[^/]*|scripts?|tools|contrib|env|virtualenv|site-packages|build|dist|exercises?|lessons?|old|backups?|archived?|deprecated|local_?dev|\.[^/]+)\//i; // prettier-ignore

const asideFile =
    /(^|\/)(test_[^/]*|[^/]*_tests?|conftest|setup|tests?|noxfile|fabfile|locustfile|tasks|examples?|example_\w+|load_?test\w*)\.py$/i;

/** True for files that belong to tests, examples, documentation and tooling: an app in them is not what the folder is about. */
export function isAside(path: string): boolean {
    return aside.test(path) || asideFile.test(path);
}
