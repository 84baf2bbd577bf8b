import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, stagger } from '../../../src/CoreStudy.Web/wwwroot/js/desk/lanes.js';
import { chance } from './random.mjs';

const reaches = (seed, count) => {
    const { below } = chance(seed);
    return Array.from({ length: count }, (_, i) => {
        const top = below(400);
        return { id: `r${i}`, top, bottom: top + 10 + below(200), weight: below(1000) };
    });
};

test('Brackets of one lane never touch, and each is placed or counted', () => {
    for (let seed = 0; seed < 300; seed++) {
        const all = reaches(seed, 1 + seed % 40);
        const { placed, left } = pack(all, 4, 3);
        assert.equal(placed.size + left.length, all.length);
        for (const a of all) {
            for (const b of all) {
                if (a === b || placed.get(a.id) === undefined || placed.get(a.id) !== placed.get(b.id)) continue;
                assert.ok(a.bottom + 3 <= b.top || b.bottom + 3 <= a.top, `seed ${seed}`);
            }
        }
        assert.ok([...placed.values()].every(lane => lane >= 0 && lane < 4));
    }
});

test('The lightest stands innermost', () => {
    const { placed } = pack([{ id: 'long', top: 0, bottom: 100, weight: 90 }, { id: 'short', top: 10, bottom: 30, weight: 5 }], 4);
    assert.deepEqual([placed.get('short'), placed.get('long')], [0, 1]);
});

test('Labels never cover each other nor leave the turn', () => {
    for (let seed = 0; seed < 300; seed++) {
        const all = reaches(seed, 1 + seed % 30);
        const floor = 40 + seed % 300;
        const { placed, left } = stagger(all, 19, floor);
        assert.equal(placed.size + left.length, all.length);
        const tops = [...placed.values()].sort((a, b) => a - b);
        assert.ok(tops.every((top, i) => top >= 0 && top + 19 <= floor && (i === 0 || top - tops[i - 1] >= 19)), `seed ${seed}`);
        if (left.length > 0) assert.ok(tops.length * 19 + 19 <= floor || placed.size === 0, `seed ${seed}: no room for the count`);
    }
});
