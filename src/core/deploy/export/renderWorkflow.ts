import { stringify } from 'yaml';
import { askedOf, type ExportModel } from './exportModel';
import { azCommands, shellName, variables } from './renderAzScript';

/** The plan as a GitHub Actions workflow that signs in by OIDC: GitHub keeps the values of secrets, and Azure trusts the repository without a password. */
export function renderWorkflow(model: ExportModel): string {
    const secrets = askedOf(model);
    const script = ['set -eu', ...variables(model), ...azCommands(model)].join('\n');
    const workflow = {
        name: `Deploy ${plain(model.projectName)}`,
        on: { push: { branches: ['main'] }, workflow_dispatch: null },
        permissions: { 'id-token': 'write', contents: 'read' },
        concurrency: { group: `slipway-${model.app}`, 'cancel-in-progress': false },
        jobs: {
            deploy: {
                'runs-on': 'ubuntu-latest',
                environment: 'production',
                steps: [
                    { uses: 'actions/checkout@v4' },
                    {
                        uses: 'azure/login@v2',
                        with: {
                            'client-id': '${{ vars.AZURE_CLIENT_ID }}',
                            'tenant-id': '${{ vars.AZURE_TENANT_ID }}',
                            'subscription-id': model.subscriptionId,
                        },
                    },
                    {
                        name: 'Build, push and deploy',
                        shell: 'sh',
                        ...(secrets.length === 0
                            ? {}
                            : { env: Object.fromEntries(secrets.map((name) => [shellName(name), `\${{ secrets.${shellName(name)} }}`])) }),
                        run: plain(script),
                    },
                ],
            },
        },
    };
    return `${head(model, secrets)}${stringify(workflow, { lineWidth: 0, nullStr: '' })}`;
}

function head({ resourceGroup, role }: ExportModel, secrets: readonly string[]): string {
    const lines = [
        'Slipway’s plan as a workflow. It signs in by OIDC: make an app registration with a federated credential for this repository’s',
        'environment "production", and put its ids into the repository’s variables AZURE_CLIENT_ID and AZURE_TENANT_ID.',
        `It needs Contributor on ${resourceGroup}, the right to push to the registry, and (for the first run) the right to assign ${role.title}.`,
        ...(secrets.length === 0 ? [] : [`Secrets to add to the environment: ${secrets.map(shellName).join(', ')}.`]),
    ];
    return `${lines.map((line) => `# ${line}\n`).join('')}\n`;
}

/** GitHub would evaluate what looks like its expressions, wherever it stands. */
function plain(text: string): string {
    return text.replaceAll('${{', "${{ '${{' }}");
}
