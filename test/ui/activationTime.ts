// Prints the milliseconds that VS Code measured for the activation of the packed extension on a folder with an app.
import { openUiStage } from './uiStage';

void main();

async function main(): Promise<void> {
    const stage = await openUiStage({ files: { 'requirements.txt': 'Flask==3.1.2\n' } });
    try {
        await stage.workbench.activated();
        process.stdout.write(String(await stage.workbench.activationMs()));
    } finally {
        await stage.close();
    }
}
