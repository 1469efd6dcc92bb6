import { createHash, randomUUID } from 'node:crypto';
import { armRefusal } from '../arm/armRefusal';
import { operationUrl } from '../arm/operationUrl';
import { empty, json, type Answer } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, listField, mergePatch, objectField, textField, truthField, type JsonObject } from '../json';
import type { Identities } from '../managedIdentity/identities';
import { systemData } from '../resources/resourceList';
import { RunnerRefusal } from '../runner/runner';
import { retryAfter, type World } from '../world';
import { BlobStore } from './blobStore';
import { buildRun, type BuildSurroundings } from './buildRun';
import { importImage } from './importImage';
import type { Registries } from './registriesProvider';
import type { Registry } from './registry';
import { registryRefusal } from './registryRefusal';
import { isOver, type RunStatus, type TaskRun } from './taskRun';

/** A registry with this tag belongs to a subscription that ACR Tasks refuses, as free ones are. */
const refusedTag = 'localAzureTasks';
const linkMs = 3_600_000;

export interface Tasks {
    readonly routes: readonly Route[];
    readonly blobs: BlobStore;
    close(): Promise<void>;
}

/** What a stored task's build was based on is known to nobody here: only in open mode does one run, and as a placeholder. */
const placeholderBase: JsonObject = {
    type: 'Runtime',
    registry: 'registry.hub.docker.com',
    repository: 'library/placeholder',
    tag: 'latest',
    digest: `sha256:${createHash('sha256').update('placeholder').digest('hex')}`,
};

interface StoredTaskRun {
    readonly name: string;
    readonly location: string | undefined;
    readonly createdMs: number;
    readonly request: JsonObject;
    readonly run: TaskRun;
}

/** ACR Tasks: uploads, runs and their logs, stored tasks; and imports. */
export function createTasks(
    world: World,
    registries: Registries,
    identities: Identities,
    around: Pick<BuildSurroundings, 'engine'> & { readonly refreshToken: (registry: Registry) => string | undefined },
): Tasks {
    const blobs = new BlobStore();
    const runs: TaskRun[] = [];
    const tasks = new Map<
        string,
        { readonly name: string; readonly createdMs: number; body: JsonObject; identity: JsonObject | undefined }
    >();
    const taskRuns = new Map<string, StoredTaskRun>();
    const working = new Set<Promise<void>>();
    const imports = new Map<string, readonly string[]>();
    const polled = new Set<string>();

    function allowed(exchange: Exchange): Registry {
        const registry = registries.get(exchange);
        if (registry.tags?.[refusedTag]?.toLowerCase() === 'notallowed') {
            throw registryRefusal(
                400,
                'TasksOperationsNotAllowed',
                `ACR Tasks requests for the registry ${registry.name} and ${param(exchange, 'subscription')} are not permitted. Please file an Azure support request at http://aka.ms/azuresupport for assistance.`,
                'request',
            );
        }
        return registry;
    }

    function upload(exchange: Exchange): Answer {
        allowed(exchange);
        const now = world.nowMs();
        const relativePath = `source/${new Date(now).toISOString().slice(0, 13).replace(/[-T]/g, '')}00/${randomUUID().replaceAll('-', '')}.tar.gz`;
        return json(200, { uploadUrl: blobs.uploadUrl(relativePath, now + linkMs), relativePath });
    }

    const taskRunKey = (exchange: Exchange) => `${registries.get(exchange).id}/taskRuns/${param(exchange, 'taskRun')}`.toLowerCase();

    function putTaskRun(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const known = taskRuns.has(taskRunKey(exchange));
        const request = objectField(body, 'properties', 'runRequest') ?? {};
        const made = {
            name: param(exchange, 'taskRun'),
            location: textField(body, 'location'),
            createdMs: world.nowMs(),
            request,
            run: begin(exchange, request),
        };
        taskRuns.set(taskRunKey(exchange), made);
        return json(known ? 200 : 201, renderTaskRun(made));
    }

    function findTaskRun(exchange: Exchange): StoredTaskRun {
        const found = taskRuns.get(taskRunKey(exchange));
        if (found?.run.registry !== registries.get(exchange)) {
            throw registryRefusal(404, 'TaskRunNotFound', `The task run '${param(exchange, 'taskRun')}' was not found.`);
        }
        return found;
    }

    function renderTaskRun(made: StoredTaskRun): JsonObject {
        const { run } = made;
        return {
            type: 'Microsoft.ContainerRegistry/registries/taskRuns',
            properties: {
                provisioningState: !isOver(run) ? 'Running' : run.status === 'Succeeded' ? 'Succeeded' : 'Failed',
                runRequest: {
                    isPushEnabled: true,
                    noCache: false,
                    ...Object.fromEntries(Object.entries(made.request).filter(([name]) => name !== 'credentials')),
                },
                runResult: render(run),
            },
            location: made.location ?? run.registry.location,
            id: `${run.registry.id}/taskRuns/${made.name}`,
            name: made.name,
            systemData: systemData(world, { createdMs: made.createdMs, changedMs: made.createdMs }),
        };
    }

    function schedule(exchange: Exchange): Answer {
        return json(200, render(begin(exchange, objectBody(exchange))));
    }

    function begin(exchange: Exchange, asked: JsonObject): TaskRun {
        const registry = allowed(exchange);
        const type = textField(asked, 'type') ?? '';
        if (!/^(DockerBuildRequest|TaskRunRequest)$/i.test(type)) {
            throw registryRefusal(400, 'BadRequest', `The run request type '${type}' is not one that the local Azure runs.`, 'type');
        }
        const taskId = textField(asked, 'taskId');
        const task = taskId === undefined ? undefined : tasks.get(taskId.toLowerCase());
        if (/^TaskRunRequest$/i.test(type) && task === undefined) {
            throw registryRefusal(404, 'TaskNotFound', `The task '${taskId ?? ''}' was not found.`, 'taskId');
        }
        const request = task === undefined ? asked : (objectField(task.body, 'properties', 'step') ?? {});
        const now = world.nowMs();
        const run: TaskRun = {
            id: `c${
                createHash('sha256')
                    .update(registry.id)
                    .digest('hex')
                    .replace(/[^a-f]/g, '')
                    .slice(0, 1) || 'a'
            }${runs.filter((one) => one.registry === registry).length + 1}`,
            registry,
            request,
            task: task?.name,
            createdMs: now,
            startedMs: undefined,
            finishedMs: undefined,
            changedMs: now,
            status: 'Queued',
            archived: truthField(asked, 'isArchiveEnabled') ?? false,
            error: undefined,
            outputImages: [],
            log: Buffer.alloc(0),
            cancel: new AbortController(),
        };
        const source = textField(asked, 'sourceLocation') ?? '';
        const archive = blobs.uploaded(source);
        if (task === undefined && archive === undefined && world.mode === 'strict') {
            throw registryRefusal(400, 'SourceNotFound', `The source location '${source}' holds no uploaded archive.`, 'sourceLocation');
        }
        runs.push(run);
        const work = perform(run, archive).finally(() => working.delete(work));
        working.add(work);
        return run;
    }

    async function perform(run: TaskRun, archive: Buffer | undefined): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, 1_000 * world.timeScale));
        if (isOver(run)) {
            return;
        }
        run.startedMs = world.nowMs();
        run.status = 'Running';
        try {
            if (archive !== undefined) {
                await buildRun({ engine: around.engine, pushToken: () => around.refreshToken(run.registry), say }, run, archive);
            } else if (world.mode === 'open') {
                placeholder(run);
            } else {
                throw new Error('The local Azure builds uploaded archives only.');
            }
            end(run, 'Succeeded');
        } catch (error) {
            if (run.cancel.signal.aborted) {
                end(run, 'Canceled');
                return;
            }
            run.error = error instanceof Error ? error.message : String(error);
            say(
                run,
                `${run.error}\nRun ID: ${run.id} failed after ${Math.round((world.nowMs() - run.createdMs) / 1000)}s. Error: ${run.error}\n`,
            );
            end(run, error instanceof RunnerRefusal ? 'Error' : 'Failed');
        }
    }

    /** What a recording built cannot be built here. */
    function placeholder(run: TaskRun): void {
        say(run, 'A placeholder stands for this run.\n');
        for (const name of (listField(run.request, 'imageNames') ?? []).filter((one) => typeof one === 'string')) {
            const [repository = '', tag = 'latest'] = name.split(':');
            run.outputImages.push({
                registry: run.registry.loginServer,
                repository,
                tag,
                digest: `sha256:${createHash('sha256').update(name).digest('hex')}`,
            });
        }
    }

    function say(run: TaskRun, text: string): void {
        run.log = Buffer.concat([run.log, Buffer.from(text)]);
    }

    function end(run: TaskRun, status: RunStatus): void {
        if (status === 'Succeeded') {
            say(run, `Run ID: ${run.id} was successful after ${Math.round((world.nowMs() - run.createdMs) / 1000)}s\n`);
        }
        run.status = status;
        run.finishedMs = world.nowMs();
        run.changedMs = run.finishedMs;
    }

    function find(exchange: Exchange): TaskRun {
        const registry = registries.get(exchange);
        const id = param(exchange, 'run').toLowerCase();
        const own = runs.filter((run) => run.registry === registry);
        // A recording names runs by its own registry's letter.
        const found = own.find((run) => run.id === id) ?? (world.mode === 'open' ? own[Number(/\d+$/.exec(id)?.[0]) - 1] : undefined);
        if (found === undefined) {
            throw registryRefusal(404, 'RunNotFound', `The run '${id}' was not found.`);
        }
        return found;
    }

    function render(run: TaskRun): JsonObject {
        const at = (ms: number) => new Date(ms).toISOString().replace('Z', '0000+00:00');
        return {
            type: 'Microsoft.ContainerRegistry/registries/runs',
            properties: {
                runId: run.id,
                status: run.status,
                lastUpdatedTime: at(run.changedMs),
                provisioningState: 'Succeeded',
                isArchiveEnabled: run.archived,
                ...(run.startedMs === undefined
                    ? {}
                    : {
                          runType: run.task === undefined ? 'QuickBuild' : 'QuickRun',
                          createTime: at(run.createdMs),
                          startTime: at(run.startedMs),
                          platform: { os: 'linux', architecture: 'amd64' },
                          agentConfiguration: { cpu: 2 },
                      }),
                ...(run.task === undefined ? {} : { task: run.task }),
                ...(run.finishedMs === undefined ? {} : { finishTime: at(run.finishedMs) }),
                ...(run.outputImages.length === 0 ? {} : { outputImages: run.outputImages }),
                ...(run.error === undefined ? {} : { runErrorMessage: run.error }),
            },
            id: `${run.registry.id}/runs/${run.id}`,
            name: run.id,
            systemData: systemData(world, { createdMs: run.createdMs, changedMs: run.changedMs }),
        };
    }

    function logUrl(exchange: Exchange): Answer {
        const run = find(exchange);
        const path = `${run.registry.name.toLowerCase()}/logs/${run.id}/rawtext.log`;
        const words: Partial<Record<RunStatus, string>> = { Succeeded: 'successful', Failed: 'failed', Canceled: 'canceled' };
        const blob = {
            content: () => run.log,
            metadata: (): Record<string, string> => (isOver(run) ? { Complete: words[run.status] ?? run.status.toLowerCase() } : {}),
        };
        return json(200, { logLink: blobs.readUrl(path, blob, world.nowMs() + linkMs) });
    }

    function cancel(exchange: Exchange): Answer {
        const run = find(exchange);
        if (!isOver(run)) {
            run.cancel.abort();
            say(run, 'The run was canceled.\n');
            end(run, 'Canceled');
        }
        return empty(200);
    }

    function list(exchange: Exchange): Answer {
        const registry = registries.get(exchange);
        const wanted = /TaskName eq '([^']*)'/i.exec(query(exchange, '$filter') ?? '')?.[1]?.toLowerCase();
        const top = Number(query(exchange, '$top') ?? 100);
        const found = runs.filter((run) => run.registry === registry && (wanted === undefined || run.task?.toLowerCase() === wanted));
        return json(200, { value: found.reverse().slice(0, top).map(render) });
    }

    const taskKey = (exchange: Exchange) => `${registries.get(exchange).id}/tasks/${param(exchange, 'task')}`.toLowerCase();

    function writeTask(exchange: Exchange, how: 'put' | 'patch'): Answer {
        allowed(exchange);
        const key = taskKey(exchange);
        const before = tasks.get(key);
        if (before === undefined && how === 'patch') {
            throw registryRefusal(404, 'TaskNotFound', `The task '${param(exchange, 'task')}' was not found.`);
        }
        const asked = objectBody(exchange);
        const task = {
            name: param(exchange, 'task'),
            createdMs: before?.createdMs ?? world.nowMs(),
            body: how === 'put' ? asked : (mergePatch(before?.body ?? {}, asked) as JsonObject),
            identity: identities.assign(field(asked, 'identity'), before?.identity),
        };
        tasks.set(key, task);
        return json(200, renderTask(exchange, 'shown'));
    }

    function renderTask(exchange: Exchange, secrets: 'shown' | 'whole', key = taskKey(exchange)): JsonObject {
        const task = tasks.get(key);
        if (task === undefined) {
            throw registryRefusal(404, 'TaskNotFound', `The task '${param(exchange, 'task')}' was not found.`);
        }
        const registry = registries.get(exchange);
        const custom = objectField(task.body, 'properties', 'credentials', 'customRegistries');
        const properties = Object.fromEntries(
            Object.entries(objectField(task.body, 'properties') ?? {}).filter(([name]) => name.toLowerCase() !== 'credentials'),
        );
        const step = objectField(properties, 'step');
        const ran = runs.some((run) => run.registry === registry && run.task === task.name && run.status === 'Succeeded');
        if (step !== undefined && ran && /^docker$/i.test(textField(step, 'type') ?? '')) {
            properties.step = { ...step, baseImageDependencies: [placeholderBase] };
        }
        return {
            type: 'Microsoft.ContainerRegistry/registries/tasks',
            ...(task.identity === undefined ? {} : { identity: task.identity }),
            properties: {
                ...properties,
                provisioningState: 'Succeeded',
                creationDate: new Date(task.createdMs).toISOString(),
                ...(custom === undefined
                    ? {}
                    : {
                          credentials: {
                              customRegistries:
                                  secrets === 'whole' ? custom : Object.fromEntries(Object.keys(custom).map((name) => [name, null])),
                          },
                      }),
            },
            id: `${registry.id}/tasks/${task.name}`,
            name: task.name,
            location: registry.location,
            systemData: systemData(world, { createdMs: task.createdMs, changedMs: world.nowMs() }),
        };
    }

    function beginImport(exchange: Exchange): Answer {
        const registry = registries.get(exchange);
        const asked = objectBody(exchange);
        const targets = (listField(asked, 'targetTags') ?? []).filter((one) => typeof one === 'string');
        const source = textField(asked, 'source', 'sourceImage') ?? '';
        if (source === '') {
            throw registryRefusal(400, 'InvalidParameters', 'The source image of the import is missing.', 'sourceImage');
        }
        const operation = world.operations.start(10_000, async () => {
            if (world.mode === 'strict') {
                await importImage(around.engine, registry, asked, targets.length === 0 ? [source] : targets, around.refreshToken);
            }
        });
        imports.set(operation.id, targets.length === 0 ? [source] : targets);
        const path = `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.ContainerRegistry/locations/${registry.location.replace(/\s/g, '').toUpperCase()}/operationResults/registries-${operation.id}`;
        return empty(202, { location: operationUrl(path, query(exchange, 'api-version') ?? '', operation.startedMs) });
    }

    async function importResult(exchange: Exchange): Promise<Answer> {
        const operation = await world.operations.poll(param(exchange, 'operation').replace(/^[a-z]+-(?=[0-9a-f]{8}-)/i, ''));
        if (operation === undefined) {
            throw registryRefusal(404, 'OperationNotFound', 'The operation was not found.');
        }
        const targets = imports.get(operation.id);
        if (targets === undefined) {
            // The removal of something that a registry has.
            return operation.state === 'running' ? empty(202, { location: exchange.url.href }) : empty(200);
        }
        // The first poll never finds it done.
        if (operation.state === 'running' || !polled.has(operation.id)) {
            polled.add(operation.id);
            return json(
                202,
                { ...Object.fromEntries(targets.map((target) => [target, 'Pending'])), status: 'Accepted' },
                { location: exchange.url.href, 'retry-after': retryAfter(world, 5) },
            );
        }
        if (operation.error !== undefined) {
            throw armRefusal(400, 'ImportImageFailed', textField(operation.error, 'message') ?? '');
        }
        return json(200, { status: 'Succeeded' });
    }

    const one = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries/{registry}';
    return {
        blobs,
        async close() {
            runs.forEach((run) => run.cancel.abort());
            await Promise.allSettled(working);
        },
        routes: [
            { method: 'POST', path: `${one}/listBuildSourceUploadUrl`, handle: upload },
            { method: 'POST', path: `${one}/scheduleRun`, handle: schedule },
            { method: 'GET', path: `${one}/runs`, handle: list },
            {
                method: 'GET',
                path: `${one}/runs/{run}`,
                handle: async (exchange) => {
                    if (world.mode === 'open') {
                        await Promise.allSettled(working);
                    }
                    return json(200, render(find(exchange)));
                },
            },
            { method: 'PUT', path: `${one}/taskRuns/{taskRun}`, handle: putTaskRun },
            { method: 'GET', path: `${one}/taskRuns/{taskRun}`, handle: (exchange) => json(200, renderTaskRun(findTaskRun(exchange))) },
            {
                method: 'POST',
                path: `${one}/taskRuns/{taskRun}/listDetails`,
                handle: (exchange) => json(200, renderTaskRun(findTaskRun(exchange))),
            },
            {
                method: 'DELETE',
                path: `${one}/taskRuns/{taskRun}`,
                handle: (exchange) => empty(taskRuns.delete(taskRunKey(exchange)) ? 200 : 204),
            },
            {
                method: 'GET',
                path: `${one}/taskRuns`,
                handle: (exchange) => {
                    const registry = registries.get(exchange);
                    return json(200, { value: [...taskRuns.values()].filter((one) => one.run.registry === registry).map(renderTaskRun) });
                },
            },
            {
                method: 'PATCH',
                path: `${one}/runs/{run}`,
                handle: (exchange) => {
                    const run = find(exchange);
                    run.archived = truthField(objectBody(exchange), 'isArchiveEnabled') ?? run.archived;
                    run.changedMs = world.nowMs();
                    return json(200, render(run));
                },
            },
            { method: 'POST', path: `${one}/runs/{run}/listLogSasUrl`, handle: logUrl },
            { method: 'POST', path: `${one}/runs/{run}/cancel`, handle: cancel },
            { method: 'PUT', path: `${one}/tasks/{task}`, handle: (exchange) => writeTask(exchange, 'put') },
            { method: 'PATCH', path: `${one}/tasks/{task}`, handle: (exchange) => writeTask(exchange, 'patch') },
            { method: 'GET', path: `${one}/tasks/{task}`, handle: (exchange) => json(200, renderTask(exchange, 'shown')) },
            { method: 'POST', path: `${one}/tasks/{task}/listDetails`, handle: (exchange) => json(200, renderTask(exchange, 'whole')) },
            {
                method: 'DELETE',
                path: `${one}/tasks/{task}`,
                handle: (exchange) => empty(tasks.delete(taskKey(exchange)) ? 200 : 204),
            },
            {
                method: 'GET',
                path: `${one}/tasks`,
                handle: (exchange) => {
                    const prefix = `${registries.get(exchange).id}/tasks/`.toLowerCase();
                    const keys = [...tasks.keys()].filter((key) => key.startsWith(prefix));
                    return json(200, { value: keys.map((key) => renderTask(exchange, 'shown', key)) });
                },
            },
            { method: 'POST', path: `${one}/importImage`, handle: beginImport },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.ContainerRegistry/locations/{location}/operationResults/{operation}',
                handle: importResult,
            },
        ],
    };
}
