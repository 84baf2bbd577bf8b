import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codingStore } from '../../../src/CoreStudy.Web/wwwroot/js/desk/store.js';
import { chance } from './random.mjs';

const turns = [{ start: 0, end: 100 }, { start: 101, end: 200 }, { start: 201, end: 300 }];
const rows = (revision, codings, after) => ({ revision, after, codeIds: ['k1', 'k2'], memberIds: ['me', 'you'], codings, comments: [], memos: [] });
const apply = (id, start, end, codingId = `c-${id}`) => ({ id, kind: 'Apply', codingId, codeId: 'k1', start, end });

test('An act shows at once as waiting, and as saved when it is kept', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(1, []));

    store.add(apply('a1', 10, 20));
    assert.equal(store.coding('c-a1').state, 'waiting');
    assert.deepEqual(store.ofTurn(0).map(c => c.id), ['c-a1']);

    store.settle([apply('a1', 10, 20)], rows(2, [['c-a1', 0, 0, 10, 20, 0]]));
    assert.equal(store.coding('c-a1').state, 'saved');
    assert.deepEqual(store.countOf('k1'), { all: 1, mine: 1 });
});

test('When the text is revised, codings come anew and what waits is carried along', () => {
    const places = turns.map(turn => ({ ...turn }));
    const store = codingStore(places, 'me');
    store.load(rows(1, [['x', 0, 1, 110, 120, 0], ['gone', 0, 1, 130, 140, 0]]));
    store.merge(rows(2, [['gone', 0, 1, 130, 140, 2]], 1));
    const waiting = { ...apply('a1', 50, 60), textRevision: 0 };
    store.add(waiting);
    const by = segment => ({ start: segment.start + 5, end: segment.end + 5 });

    const touched = store.revise(
        () => { places[0].end += 5; for (const turn of places.slice(1)) [turn.start, turn.end] = [turn.start + 5, turn.end + 5]; },
        by, act => ({ ...act, ...by(act) }), rows(3, [['x', 0, 1, 115, 125, 0]]));

    assert.deepEqual([store.coding('x').start, store.coding('c-a1').start, waiting.start], [115, 55, 50]);
    assert.deepEqual([store.ofTurn(0).map(c => c.id), store.ofTurn(1).map(c => c.id)], [['c-a1'], ['x']]);
    assert.deepEqual(store.countOf('k1'), { all: 2, mine: 1 });
    assert.deepEqual([store.lastKnown('gone').start, store.revision], [135, 3]);
    assert.ok(touched.turns.has(0) && touched.turns.has(1));
});

test('An act that waits is brought from where it was done each time, not from where it was shown', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(1, []));
    const done = { ...apply('a1', 50, 60), textRevision: 3 };
    store.add({ ...done, start: 70, end: 80 }, done);
    const brought = [];

    for (const at of [2, 3]) store.revise(() => {}, segment => segment, act => { brought.push(act); return { ...act, start: 10 * at, end: 90 }; }, rows(at, []));

    assert.deepEqual(brought, [done, done]);
    assert.equal(store.coding('c-a1').start, 30);
});

test('A refused act leaves what was there before', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(1, [['x', 0, 0, 10, 20, 0]]));
    const resize = { id: 'a2', kind: 'Resize', codingId: 'x', start: 10, end: 150 };

    store.add(resize);
    assert.equal(store.ofTurn(1).length, 1);
    store.settle([resize], null);

    assert.deepEqual([store.coding('x').end, store.ofTurn(1).length, store.coding('x').state], [20, 0, 'saved']);
});

test('News about a thing with an unanswered act does not take the act away', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(1, [['x', 0, 0, 10, 20, 0]]));
    store.add({ id: 'a3', kind: 'Recode', codingId: 'x', codeId: 'k2' });

    store.merge(rows(2, [['x', 0, 0, 10, 30, 0]], 1));

    assert.deepEqual([store.coding('x').codeId, store.coding('x').end], ['k2', 30]);
});

test('Old news does not undo the answer to a later act', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(1, [['x', 0, 0, 10, 20, 0]]));
    const recode = { id: 'a4', kind: 'Recode', codingId: 'x', codeId: 'k2' };
    store.add(recode);
    store.settle([recode], rows(5, [['x', 1, 0, 10, 20, 0]]));

    store.merge(rows(4, [['x', 0, 0, 10, 20, 0]], 1));
    assert.equal(store.coding('x').codeId, 'k2');
    store.merge(rows(6, [['x', 0, 0, 10, 20, 0]], 4));
    assert.equal(store.coding('x').codeId, 'k1');
});

test('A gap is noticed, and the same news twice changes nothing', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(3, []));
    assert.equal(store.merge(rows(6, [], 5)), null);
    store.merge(rows(4, [['y', 0, 1, 5, 9, 0]], 3));
    const again = store.merge(rows(4, [['y', 0, 1, 5, 9, 0]], 3));
    assert.equal(again.turns.size, 0);
    assert.equal(store.revision, 4);
});

test('A removed coding comes back with Restore', () => {
    const store = codingStore(turns, 'me');
    store.load(rows(1, [['x', 0, 0, 10, 20, 0]]));
    store.add({ id: 'r1', kind: 'Remove', codingId: 'x' });
    assert.equal(store.coding('x'), undefined);
    store.add({ id: 'r2', kind: 'Restore', codingId: 'x' });
    assert.equal(store.coding('x').start, 10);
});

test('After any run of acts, news and refusals, turns and counts agree with the codings', () => {
    for (let seed = 0; seed < 200; seed++) {
        const { below, pick } = chance(seed);
        const store = codingStore(turns, 'me');
        store.load(rows(1, []));
        const open = [];
        for (let step = 0; step < 60; step++) {
            const kind = pick(['apply', 'resize', 'remove', 'settle', 'refuse', 'news']);
            const ids = [...store.all()].filter(c => c.memberId === 'me').map(c => c.id);
            const start = below(290);
            let act = null;
            if (kind === 'apply') act = apply(`${seed}-${step}`, start, start + 1 + below(60));
            else if (kind === 'resize' && ids.length) act = { id: `${seed}-${step}`, kind: 'Resize', codingId: pick(ids), start, end: start + 1 + below(60) };
            else if (kind === 'remove' && ids.length) act = { id: `${seed}-${step}`, kind: 'Remove', codingId: pick(ids) };
            else if (kind === 'settle' && open.length) {
                const done = open.shift();
                store.settle([done], rows(step, [[done.codingId, 0, 0, done.start ?? 1, done.end ?? 5, done.kind === 'Remove' ? 2 : 0]]));
            } else if (kind === 'refuse' && open.length) store.settle([open.shift()], null);
            else store.merge(rows(store.revision + 1, [[`o${below(9)}`, below(2), 1, start, start + 1 + below(60), pick([0, 1, 2])]], store.revision));
            if (act) { store.add(act); open.push(act); }
        }

        const all = [...store.all()];
        turns.forEach((turn, i) => {
            const [first, last] = [turn.start, turns[i + 1]?.start ?? Infinity];
            const wanted = all.filter(c => c.start < last && c.end > first && store.turnsOf(c)[0] <= i && store.turnsOf(c)[1] >= i).map(c => c.id).sort();
            assert.deepEqual(store.ofTurn(i).map(c => c.id).sort(), wanted, `seed ${seed}`);
        });
        assert.equal(['k1', 'k2'].reduce((sum, k) => sum + store.countOf(k).all, 0), all.length, `seed ${seed}`);
    }
});
