// node scripts/engine.mjs [start | stop | status]: finds a Docker engine, or starts one that stays until it is stopped.
import { findEngine } from './engine/findEngine.mjs';
import { joinEngine, leaveEngine, staying } from './engine/engineUsers.mjs';
import { ensureEngine } from './engine/ensureEngine.mjs';
import { ownEngine } from './engine/ownEngine.mjs';
import { stopEngine } from './engine/stopEngine.mjs';

const [what = 'status'] = process.argv.slice(2);
if (what === 'start') {
    const engine = await ensureEngine();
    if (!engine.dial) {
        console.error(engine.problem);
        process.exit(1);
    }
    if (engine.isOwn) {
        joinEngine(staying);
    }
    console.log(`${engine.address}${engine.isOwn ? ' (started by these scripts)' : ''}`);
} else if (what === 'stop') {
    if (ownEngine() && !leaveEngine(staying)) {
        console.error('Another script uses the engine.');
        process.exit(1);
    }
    await stopEngine();
} else if (what === 'status') {
    const engine = await findEngine();
    console.log(engine.dial ? `${engine.address}${ownEngine() ? ' (started by these scripts)' : ''}` : `none: ${engine.problem}`);
} else {
    console.error('usage: node scripts/engine.mjs [start | stop | status]');
    process.exit(2);
}
