import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPace, leftInWords, sizeInWords } from '../../../src/CoreStudy.Web/wwwroot/js/recordings/pace.js';
import { createUpload, Cut, FirstPart, marksOf, Part } from '../../../src/CoreStudy.Web/wwwroot/js/recordings/upload.js';

const Chunk = 65_536;

/** A server that keeps whole chunks, as ours does, and on which cuts can be planned: how many bytes of which sending arrive. */
function keeper(size, { cuts = {}, received = 0, answers = {} } = {}) {
    const kept = { received, sendings: [], stopped: false, finished: false, asked: 0 };
    const server = {
        begin: async () => answers.begin ?? { status: 200, id: 'one', received: kept.received },
        ask: async () => { kept.asked++; return { status: 200, received: kept.received }; },
        send: async (id, at, part, sent, signal) => {
            const number = kept.sendings.push({ at, size: part.size }) - 1;
            if (answers[number]) return answers[number];
            if (at !== kept.received) return { status: 409, received: kept.received };
            const arrives = cuts[number] ?? part.size;
            sent(arrives);
            const end = at + arrives;
            kept.received = end === size ? size : Math.floor(end / Chunk) * Chunk;
            if (signal.aborted || arrives < part.size) throw new Cut();
            return { status: 200, received: kept.received };
        },
        finish: async () => { kept.finished = true; return answers.finish ?? { status: 200 }; },
        stop: async () => { kept.stopped = true; return { status: 204 }; },
    };
    return { kept, server };
}

/** Runs an upload until it is over, or held. */
function upload(size, server) {
    const told = [];
    let ended;
    const over = new Promise(done => { ended = done; });
    const one = createUpload({ file: new Blob([new Uint8Array(size)]), server, tell: state => { told.push(state); if (['done', 'failed', 'cancelled', 'paused'].includes(state.step)) ended(state); }, wait: async () => { } });
    return { one, told, over };
}

test('A file goes in by parts, the first of them small', async () => {
    const size = FirstPart + Part + 100;
    const { kept, server } = keeper(size);
    const { one, over } = upload(size, server);

    one.start();

    assert.equal((await over).step, 'done');
    assert.deepEqual(kept.sendings, [{ at: 0, size: FirstPart }, { at: FirstPart, size: Part }, { at: FirstPart + Part, size: 100 }]);
    assert.ok(kept.finished);
});

test('After a cut it asks how far it is and goes on there', async () => {
    const size = FirstPart + 3 * Part;
    const { kept, server } = keeper(size, { cuts: { 1: 3 * Chunk + 500, 3: 0 } });
    const { one, told, over } = upload(size, server);

    one.start();

    assert.equal((await over).step, 'done');
    assert.equal(kept.sendings[2].at, FirstPart + 3 * Chunk);
    assert.equal(kept.asked, 2);
    assert.ok(!told.some(s => s.step === 'failed'));
});

test('The same file goes on after a reload', async () => {
    const size = 5 * FirstPart;
    const { kept, server } = keeper(size, { received: 2 * FirstPart });
    const { one, told, over } = upload(size, server);

    one.start();

    assert.equal((await over).step, 'done');
    assert.equal(kept.sendings[0].at, 2 * FirstPart);
    assert.ok(told.at(-1).resumed);
});

test('What the server refuses is told in its words, and not tried again', async () => {
    const { kept, server } = keeper(FirstPart * 2, { answers: { 0: { status: 422, why: 'This is no recording.' } } });
    const { one, over } = upload(FirstPart * 2, server);

    one.start();
    const end = await over;

    assert.deepEqual([end.step, end.why, kept.sendings.length], ['failed', 'This is no recording.', 1]);
});

test('A full disk pauses it, and it can go on', async () => {
    const size = FirstPart + 100;
    const { kept, server } = keeper(size, { answers: { 1: { status: 507, received: FirstPart, why: 'The disk is full.' } } });
    const { one, told, over } = upload(size, server);
    one.start();
    assert.deepEqual((await over).why, 'The disk is full.');

    one.start();
    while (told.at(-1).step !== 'done') await new Promise(done => setTimeout(done));

    assert.deepEqual(kept.sendings.map(s => s.at), [0, FirstPart, FirstPart]);
});

test('Another window that sends the same file is waited for', async () => {
    const { kept, server } = keeper(FirstPart, { answers: { 0: { status: 423, received: 0, why: 'In another window.' } } });
    const { one, told, over } = upload(FirstPart, server);

    one.start();

    assert.equal((await over).step, 'done');
    assert.ok(told.some(s => s.step === 'waiting' && s.why === 'In another window.'));
    assert.equal(kept.sendings.length, 2);
});

test('Cancelling tells the server to destroy what has arrived', async () => {
    const { kept, server } = keeper(FirstPart * 2);
    const { one, over } = upload(FirstPart * 2, { ...server, send: (id, at, part, sent, signal) => new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Cut()))) });
    one.start();
    await new Promise(done => setTimeout(done, 20));

    await one.cancel();

    assert.equal((await over).step, 'cancelled');
    assert.ok(kept.stopped);
    assert.ok(!kept.finished);
});

test('A pause keeps what has arrived', async () => {
    const size = FirstPart * 2;
    const { kept, server } = keeper(size);
    let held = true;
    const { one, told } = upload(size, { ...server, send: (id, at, part, sent, signal) => held ? new Promise((_, fail) => signal.addEventListener('abort', () => { kept.received = 2 * Chunk; fail(new Cut()); })) : server.send(id, at, part, sent, signal) });
    one.start();
    await new Promise(done => setTimeout(done, 20));
    await one.pause();
    assert.deepEqual([told.at(-1).step, told.at(-1).sent], ['paused', 2 * Chunk]);

    held = false;
    one.start();
    while (told.at(-1).step !== 'done') await new Promise(done => setTimeout(done));

    assert.equal(kept.sendings[0].at, 2 * Chunk);
});

test('The marks of a file are those of its two ends', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    const changed = bytes.slice();
    changed[100_000] ^= 1;

    assert.deepEqual(await marksOf(new Blob([bytes])), await marksOf(new Blob([changed])));
    changed[199_999] ^= 1;
    assert.notEqual((await marksOf(new Blob([bytes]))).tail, (await marksOf(new Blob([changed]))).tail);
    assert.match((await marksOf(new Blob([bytes]))).head, /^[0-9a-f]{64}$/);
});

test('The time left follows how fast it was of late', () => {
    const pace = createPace(10_000);
    assert.equal(pace.left(1000), null);

    for (let s = 0; s <= 60; s++) pace.add(s < 30 ? s * 100 : 3000 + (s - 30) * 1000, s * 1000);

    assert.equal(pace.left(10_000), 10_000);
});

test('Times and sizes are said in words', () => {
    assert.deepEqual([null, 4000, 33_000, 61_000, 300_000, 3_590_000, 7_500_000].map(leftInWords), ['', 'a few seconds left', 'about 40 seconds left', 'about a minute left', 'about 5 minutes left', 'about 1 h 0 min left', 'about 2 h 5 min left']);
    assert.deepEqual([10, 2048, 5 << 20, 1.5 * 2 ** 30].map(sizeInWords), ['1 KB', '2 KB', '5.0 MB', '1.5 GB']);
});
