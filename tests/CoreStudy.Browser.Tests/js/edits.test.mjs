import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { movesOf, trailOf, trailsOf } from '../../../src/CoreStudy.Web/wwwroot/js/desk/edits.js';

/** Written by the server's rules, see TextMoveVectorsTests; both sides must agree on every one. */
const cases = JSON.parse(readFileSync(new URL('edits.json', import.meta.url), 'utf8'));

test('Every anchor goes where the server says', () => {
    assert.ok(cases.length >= 200);
    for (const [at, { moves, anchors }] of cases.entries()) {
        const { carry } = movesOf(moves);
        for (const [start, end, toStart, toEnd] of anchors) {
            assert.deepEqual(carry({ start, end }), { start: toStart, end: toEnd }, `case ${at}, anchor ${start}-${end}`);
        }
    }
});

test('A trail carries through the revisions it knows, one after the other', () => {
    const trails = trailsOf();
    trails.learn([{ number: 3, moves: [{ start: 0, end: 4, length: 8 }] }, { number: 2, moves: [{ start: 10, end: 10, length: 5 }] }]);

    assert.ok(trails.knows(1, 3));
    assert.ok(!trails.knows(0, 3));
    assert.deepEqual(trails.carry({ start: 10, end: 12 }, 1, 3), { start: 19, end: 21 });
    assert.deepEqual(trails.carry({ start: 10, end: 12 }, 2, 3), { start: 14, end: 16 });
    assert.deepEqual(trails.carry({ start: 10, end: 12 }, 3, 3), { start: 10, end: 12 });
});

test('A place goes the way that the server says also where changes were taken back', () => {
    const trails = JSON.parse(readFileSync(new URL('trails.json', import.meta.url), 'utf8'));
    assert.ok(trails.length >= 150);
    for (const [at, { steps, anchors }] of trails.entries()) {
        const { carry } = trailOf(steps);
        for (const [start, end, toStart, toEnd] of anchors) {
            assert.deepEqual(carry({ start, end }), { start: toStart, end: toEnd }, `trail ${at}, anchor ${start}-${end}`);
        }
    }
});

test('A veil moves nothing', () => {
    const { carry } = movesOf([{ start: 2, end: 9, length: 7, veil: true }]);
    assert.deepEqual(carry({ start: 4, end: 6 }), { start: 4, end: 6 });
});
