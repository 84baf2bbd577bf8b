import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actQueue, mostActs } from '../../../src/CoreStudy.Web/wwwroot/js/desk/queue.js';
import { idMaker } from '../../../src/CoreStudy.Web/wwwroot/js/desk/ids.js';

/** What a browser keeps, shared by the tabs of a test. */
function keepOf(entries = new Map(), room = Infinity) {
    return {
        entries,
        get length() { return entries.size; },
        key: i => [...entries.keys()][i] ?? null,
        getItem: key => entries.get(key) ?? null,
        setItem: (key, value) => { if (entries.size >= room) throw new Error('full'); entries.set(key, value); },
        removeItem: key => entries.delete(key),
    };
}

/** A server that does each act once, in a list, and can be told to fail. */
function serverOf() {
    const server = { done: [], batches: [], answers: [], refuse: new Set() };
    server.send = async acts => {
        server.batches.push(acts.length);
        const answer = server.answers.shift();
        if (answer?.before) for (const act of acts) if (!server.done.includes(act.id)) server.done.push(act.id);
        if (answer) return answer;
        for (const act of acts) if (!server.done.includes(act.id) && !server.refuse.has(act.id)) server.done.push(act.id);
        return { status: 200, results: acts.map(a => (server.refuse.has(a.id) ? { id: a.id, kept: false, why: 'No.' } : { id: a.id, kept: true })), changes: null };
    };
    return server;
}

function lockOf() {
    let last = Promise.resolve();
    return (_, work) => { last = last.then(work, work); return last; };
}

function queueOf({ keep = keepOf(), server = serverOf(), lock = lockOf(), share = () => {} } = {}) {
    const log = { settled: [], states: [], pauses: [], keep, server };
    const queue = actQueue({
        key: 'q', keep, send: server.send, lock, chance: () => 0.5, share,
        wait: ms => { log.pauses.push(ms); return { promise: new Promise(resolve => setImmediate(resolve)), end: () => {} }; },
        onState: state => log.states.push(state),
        onSettled: (acts, results) => log.settled.push(...results),
    });
    return { queue, log };
}

const newId = idMaker();
const act = (extra = {}) => ({ id: newId(), kind: 'Apply', ...extra });
const idle = async queue => { while (queue.state().waiting > 0) await new Promise(resolve => setImmediate(resolve)); };

test('Acts are sent in the order they were done, and leave nothing behind', async () => {
    const { queue, log } = queueOf();
    const acts = Array.from({ length: 50 }, () => act());
    for (const one of acts) queue.add(one);
    await idle(queue);
    assert.deepEqual(log.server.done, acts.map(a => a.id));
    assert.equal(log.keep.entries.size, 0);
});

test('What a closed page left is sent by the next one', async () => {
    const keep = keepOf();
    const first = queueOf({ keep, server: { send: () => new Promise(() => {}) } });
    const acts = [act(), act(), act()];
    for (const one of acts) first.queue.add(one);

    const second = queueOf({ keep });
    assert.deepEqual(second.queue.load().map(a => a.id), acts.map(a => a.id));
    await idle(second.queue);
    assert.deepEqual(second.log.server.done, acts.map(a => a.id));
});

test('No answer, a broken server and a sign-out keep every act, and each is done once', async () => {
    const server = serverOf();
    server.answers = [{ status: 0, before: true }, { status: 500 }, { status: 401 }, { status: 403, why: 'Not now.' }, { status: 429 }];
    const { queue, log } = queueOf({ server });
    const one = act();
    queue.add(one);
    await idle(queue);
    assert.deepEqual(server.done, [one.id]);
    assert.deepEqual([...new Set(log.states.map(s => s.trouble))], [null, 'offline', 'signedOut', 'forbidden']);
    assert.equal(queue.state().trouble, null);
});

test('Each wait is longer, up to half a minute', async () => {
    const server = serverOf();
    server.answers = Array.from({ length: 10 }, () => ({ status: 0 }));
    const { queue, log } = queueOf({ server });
    queue.add(act());
    await idle(queue);
    assert.deepEqual(log.pauses, [...log.pauses].sort((a, b) => a - b));
    assert.ok(log.pauses[0] >= 500 && log.pauses.at(-1) <= 30_000 && log.pauses.at(-1) >= 15_000);
});

test('A long absence is sent in parts', async () => {
    const { queue, log } = queueOf({ server: serverOf() });
    for (let i = 0; i < 450; i++) queue.add(act());
    await idle(queue);
    assert.ok(log.server.batches.every(size => size <= mostActs));
    assert.equal(log.server.done.length, 450);
});

test('One act that cannot be read does not hold up the others', async () => {
    const server = serverOf();
    const acts = Array.from({ length: 9 }, () => act());
    const plain = server.send;
    server.send = async list => (list.some(a => a.id === acts[4].id) ? { status: 400, why: 'Unreadable.' } : plain(list));
    const { queue, log } = queueOf({ server });
    for (const one of acts) queue.add(one);
    await idle(queue);
    assert.deepEqual(server.done, acts.filter((_, i) => i !== 4).map(a => a.id));
    assert.deepEqual(log.settled.filter(r => !r.kept).map(r => [r.id, r.why]), [[acts[4].id, 'Unreadable.']]);
});

test('A refusal is told and the act let go', async () => {
    const server = serverOf();
    const one = act();
    server.refuse.add(one.id);
    const { queue, log } = queueOf({ server });
    queue.add(one);
    await idle(queue);
    assert.deepEqual(log.settled, [{ id: one.id, kept: false, why: 'No.' }]);
    assert.equal(log.keep.entries.size, 0);
});

test('Two tabs send each act once', async () => {
    const keep = keepOf();
    const server = serverOf();
    const sent = [];
    const send = server.send;
    server.send = acts => { sent.push(...acts.map(a => a.id)); return send(acts); };
    const lock = lockOf();
    const tabs = [];
    for (const i of [0, 1]) tabs[i] = queueOf({ keep, server, lock, share: message => setImmediate(() => tabs[1 - i].queue.heard(structuredClone(message))) });
    const acts = Array.from({ length: 40 }, () => act());
    acts.forEach((one, i) => tabs[i % 2].queue.add(one));
    await Promise.all(tabs.map(tab => idle(tab.queue)));
    assert.deepEqual([...sent].sort(), acts.map(a => a.id).sort());
});

test('When the browser has no room, the act is still sent and the person is warned', async () => {
    const { queue, log } = queueOf({ keep: keepOf(new Map(), 0) });
    queue.add(act());
    assert.ok(queue.state().unkept);
    await idle(queue);
    assert.equal(log.server.done.length, 1);
});
