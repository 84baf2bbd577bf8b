import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelOf, moveBorder, pieces, shortened, step } from '../../../src/CoreStudy.Web/wwwroot/js/settling/model.js';
import { chance } from './random.mjs';

const words = 'I waited for weeks.\nAnd then?\nA friend came.';
const turns = [{ number: 0, start: 0, end: 19 }, { number: 1, start: 20, end: 29 }, { number: 2, start: 30, end: 44 }];

const deskOf = () => modelOf({
    words, turns, title: '', contentNote: '', round: '', maySettle: true, maySignOff: true, lane: null,
    codes: [{ id: 'w', name: 'Waiting' }, { id: 'c', name: 'Company' }],
    codings: [{ id: 'a1', lane: 0, code: 'w', start: 2, end: 12 }, { id: 'b1', lane: 1, code: 'w', start: 2, end: 25 }, { id: 'a2', lane: 0, code: 'c', start: 30, end: 43 }],
    changes: {
        revision: 1, textRevision: 0, state: 'open', signedOffBy: '', signedOffAt: null, lanes: [{ name: 'Coder 1' }, { name: 'Coder 2' }], remarks: [], settled: [],
        differences: [{ id: 'd0', number: 0, kind: 'extent', codings: ['a1', 'b1'], decision: null, revision: 0 }, { id: 'd1', number: 1, kind: 'presence', codings: ['a2'], decision: null, revision: 0 }],
    },
});

test('a difference is where its codings are, in the turns that they touch', () => {
    const model = deskOf();
    const place = model.placeOf(model.differences[0]);
    assert.deepEqual(place, { start: 2, end: 25 });
    assert.deepEqual(model.turnsOf(place), [0, 1]);
    assert.deepEqual(model.inLane(model.differences[0], 1).map(c => c.id), ['b1']);
});

test('what changed is taken in, and tells which turns to draw again', () => {
    const model = deskOf();
    const decided = { ...model.differences[1], decision: 'takeAll', revision: 2 };
    const settled = { id: 's', code: 'c', start: 30, end: 43, how: 'taken', difference: 'd1', isRemoved: false };
    const base = { textRevision: 0, state: 'open', signedOffBy: '', signedOffAt: null, lanes: [], remarks: [] };

    const changed = model.take({ ...base, revision: 2, differences: [decided], settled: [settled] });
    assert.deepEqual([...changed.turns], [2]);
    assert.equal(model.stateOf(model.differences[1]), 'settled');
    assert.equal(model.settledIn[2].length, 1);

    model.take({ ...base, revision: 3, differences: [], settled: [{ ...settled, isRemoved: true }] });
    assert.equal(model.settledIn[2].length, 0);
});

test('an answer that comes late changes nothing', () => {
    const model = deskOf();
    model.take({ revision: 0, textRevision: 0, state: 'signedOff', signedOffBy: '', signedOffAt: null, lanes: [], remarks: [], settled: [], differences: [] });
    assert.equal(model.state, 'open');
});

test('the next that fits lies in the order of the text, both ways', () => {
    const all = [0, 1, 2, 3].map(number => ({ number }));
    assert.equal(step(all, 0, 1, d => d.number % 2 === 1)?.number, 1);
    assert.equal(step(all, 3, -1, d => d.number % 2 === 0)?.number, 2);
    assert.equal(step(all, 3, 1, () => true), null);
});

test('a border moves by words, within the text, and never past the other', () => {
    assert.deepEqual(moveBorder(words, { start: 2, end: 12 }, 'end', 1), { start: 2, end: 19 });
    assert.deepEqual(moveBorder(words, { start: 2, end: 12 }, 'start', -1), { start: 0, end: 12 });
    assert.deepEqual(moveBorder(words, { start: 0, end: 1 }, 'end', -1), { start: 0, end: 1 });
    assert.deepEqual(moveBorder(words, { start: 9, end: 12 }, 'start', 1), { start: 9, end: 12 });
});

test('a text that is cut at all borders is whole again when put together', () => {
    const random = chance(5).below;
    for (let i = 0; i < 500; i++) {
        const places = Array.from({ length: random(6) }, () => { const start = random(60); return { start, end: start + 1 + random(20) }; });
        const cut = pieces({ start: 10, end: 50 }, places);
        assert.equal(cut[0].start, 10);
        assert.equal(cut.at(-1)?.end, 50);
        cut.slice(1).forEach((piece, at) => assert.equal(piece.start, cut[at].end));
        for (const piece of cut) for (const place of places) assert.equal(piece.of.includes(place), place.start <= piece.start && place.end >= piece.end);
    }
});

test('long words are shortened in their middle', () => {
    assert.equal(shortened('short', 20), 'short');
    assert.ok(shortened('x'.repeat(500), 80).length <= 80);
});
