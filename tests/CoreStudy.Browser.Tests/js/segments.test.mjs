import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, density, union, same } from '../../../src/CoreStudy.Web/wwwroot/js/desk/segments.js';
import { chance } from './random.mjs';

test('Cutting never loses, doubles or reorders a character, and each piece names exactly the codings over it', () => {
    for (let seed = 0; seed < 400; seed++) {
        const { below } = chance(seed);
        const [start, end] = [below(20), 40 + below(40)];
        const codings = Array.from({ length: below(25) }, (_, i) => {
            const from = below(90);
            return { id: `c${i}`, start: from, end: from + 1 + below(30) };
        });

        const pieces = cut(start, end, codings);

        for (let at = start; at < end; at++) {
            const over = codings.filter(c => c.start <= at && at < c.end).map(c => c.id).sort();
            const holding = pieces.filter(p => p.start <= at && at < p.end);
            assert.ok(holding.length <= 1, `seed ${seed}: two pieces at ${at}`);
            assert.deepEqual(holding.flatMap(p => p.codings.map(c => c.id)).sort(), over, `seed ${seed} at ${at}`);
        }
        assert.ok(pieces.every((p, i) => p.start >= start && p.end <= end && p.start < p.end && (i === 0 || pieces[i - 1].end <= p.start)));
    }
});

test('The shortest coding lies on top', () => {
    const [piece] = cut(0, 10, [{ id: 'long', start: 0, end: 10 }, { id: 'short', start: 0, end: 4 }]);
    assert.deepEqual(piece.codings.map(c => c.id), ['short', 'long']);
});

test('Density counts the codings over each slice', () => {
    assert.deepEqual([...density([{ start: 0, end: 10 }, { start: 5, end: 20 }], 20, 4)], [1, 2, 1, 1]);
    assert.deepEqual([...density([{ start: 19, end: 20 }], 20, 4)], [0, 0, 0, 1]);
});

test('A union reaches over both', () => {
    assert.ok(same(union({ start: 3, end: 5 }, { start: 9, end: 12 }), { start: 3, end: 12 }));
});
