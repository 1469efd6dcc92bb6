import type { CommandRow } from '../command';

/** Every command of package.json, held against it by a test. The module is loaded when the command first runs. */
export const commands: Readonly<Record<string, CommandRow>> = {
    'slipway.deploy': {
        progress: 'Slipway: Deploy',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "deploy" */ './deploy/deploy'),
    },
    'slipway.plan.show': { trust: 'required', again: 'allowed', load: () => import(/* webpackChunkName: "deploy" */ './deploy/showPlan') },
    'slipway.containerize': {
        progress: 'Slipway: Containerize',
        trust: 'notNeeded',
        again: 'refused',
        load: () => import(/* webpackChunkName: "containerize" */ './containerize/containerize'),
    },
    'slipway.image.build': {
        progress: 'Slipway: Build Image',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "image" */ './image/build'),
    },
    'slipway.image.rehearse': {
        progress: 'Slipway: Rehearse Locally',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "image" */ './image/rehearse'),
    },
    'slipway.image.push': {
        progress: 'Slipway: Push to Azure Container Registry',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "image" */ './image/push'),
    },
    'slipway.image.run': {
        progress: 'Slipway: Run Image',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/run'),
    },
    'slipway.image.openInBrowser': {
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/openInBrowser'),
    },
    'slipway.image.stop': {
        progress: 'Slipway: Stop Container',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/stop'),
    },
    'slipway.image.logs': {
        progress: 'Slipway: Show Container Log',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/logs'),
    },
    'slipway.image.shell': {
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/openShell'),
    },
    'slipway.image.inspect': {
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/inspect'),
    },
    'slipway.image.remove': {
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/remove'),
    },
    'slipway.image.tag': {
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/tag'),
    },
    'slipway.image.pull': {
        progress: 'Slipway: Pull Image',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "image" */ './image/pull'),
    },
    'slipway.deployment.open': {
        trust: 'notNeeded',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "deployment" */ './deployment/open'),
    },
    'slipway.deployment.copyUrl': {
        trust: 'notNeeded',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "deployment" */ './deployment/copyUrl'),
    },
    'slipway.deployment.showLogs': {
        progress: 'Slipway: Show Deployment Logs',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "deployment" */ './deployment/showLogs'),
    },
    'slipway.ssh.openTerminal': {
        progress: 'Slipway: Open SSH Terminal',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "ssh" */ './ssh/openTerminal'),
    },
    'slipway.ssh.diagnose': {
        progress: 'Slipway: Diagnose Deployment',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "ssh" */ './ssh/diagnose'),
    },
    'slipway.mcp.connect': {
        progress: 'Slipway: Connect MCP Server',
        trust: 'required',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "mcp" */ './mcp/connect'),
    },
    'slipway.azure.registerProvider': {
        progress: 'Slipway: Register Resource Provider',
        trust: 'notNeeded',
        again: 'refused',
        load: () => import(/* webpackChunkName: "azure" */ './azure/registerProvider'),
    },
    'slipway.azure.signIn': {
        progress: 'Slipway: Sign In to Azure',
        trust: 'notNeeded',
        again: 'refused',
        load: () => import(/* webpackChunkName: "azure" */ './azure/signIn'),
    },
    'slipway.engine.checkSetup': {
        progress: 'Slipway: Check My Setup',
        trust: 'notNeeded',
        again: 'refused',
        load: () => import(/* webpackChunkName: "engine" */ './engine/checkSetup'),
    },
    'slipway.engine.select': {
        progress: 'Slipway: Select Docker Engine',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "engine" */ './engine/select'),
    },
    'slipway.localAzure.start': {
        progress: 'Slipway: Try with a Local Azure',
        trust: 'required',
        again: 'refused',
        load: () => import(/* webpackChunkName: "localAzure" */ './localAzure/start'),
    },
    'slipway.localAzure.stop': {
        trust: 'notNeeded',
        again: 'refused',
        load: () => import(/* webpackChunkName: "localAzure" */ './localAzure/stop'),
    },
    'slipway.tree.refresh': { trust: 'notNeeded', again: 'allowed', load: () => import(/* webpackChunkName: "small" */ './tree/refresh') },
    'slipway.output.show': { trust: 'notNeeded', again: 'allowed', load: () => import(/* webpackChunkName: "small" */ './output/show') },
    'slipway.telemetry.show': {
        trust: 'notNeeded',
        again: 'allowed',
        load: () => import(/* webpackChunkName: "small" */ './telemetry/show'),
    },
};
