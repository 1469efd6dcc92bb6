import { parseArguments, usage } from './parseArguments';
import { startLocalAzure } from './startLocalAzure';

async function main(): Promise<void> {
    const args = parseArguments(process.argv.slice(2));
    if (args === undefined) {
        process.stderr.write(`${usage}\n`);
        process.exit(2);
    }
    const azure = await startLocalAzure(args, (line) => process.stderr.write(`local Azure: ${line}\n`));
    let ending = false;
    const end = () => {
        if (!ending) {
            ending = true;
            azure.close().then(
                () => process.exit(0),
                (error: unknown) => {
                    process.stderr.write(`local Azure: ${error instanceof Error ? error.message : String(error)}\n`);
                    process.exit(1);
                },
            );
        }
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
    process.on('SIGHUP', end);
    // Only as a child with a channel: a parent that dies without a word takes its local Azure along.
    process.on('disconnect', end);
    process.stdout.write(
        `${JSON.stringify({ url: azure.url, key: azure.key, subscriptionId: azure.subscriptionId, tenantId: azure.tenantId })}\n`,
    );
}

main().catch((error: unknown) => {
    process.stderr.write(`local Azure: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
});
