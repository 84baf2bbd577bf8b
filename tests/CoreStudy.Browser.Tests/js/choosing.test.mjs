import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, readableOn } from '../../../src/CoreStudy.Web/wwwroot/js/desk/colours.js';
import { codeTree } from '../../../src/CoreStudy.Web/wwwroot/js/desk/codes.js';
import { digitsOf, used } from '../../../src/CoreStudy.Web/wwwroot/js/desk/digits.js';
import { idMaker } from '../../../src/CoreStudy.Web/wwwroot/js/desk/ids.js';
import { commandOf, keyTable, written } from '../../../src/CoreStudy.Web/wwwroot/js/desk/keys.js';
import { codingBeside, uncodedBeside } from '../../../src/CoreStudy.Web/wwwroot/js/desk/moves.js';
import { pointedAt } from '../../../src/CoreStudy.Web/wwwroot/js/desk/place.js';
import { rank } from '../../../src/CoreStudy.Web/wwwroot/js/desk/ranking.js';

const code = (id, name, more = {}) => ({ id, name, parentId: null, colour: '#336699', state: 'Active', ...more });

test('A name that begins with the words comes before a synonym, and that before a definition', () => {
    const codes = [code('d', 'Other', { definition: 'about hope' }), code('s', 'Optimism', { synonyms: 'hopeful, bright' }), code('n', 'Hope'), code('r', 'Hopeless', { state: 'Retired' })];
    assert.deepEqual(rank(codes, 'hope', []).map(c => c.id), ['n', 's', 'd']);
});

test('A shortcut finds its code before any name', () => {
    const codes = [code('n', 'Trust in staff'), code('s', 'Training content', { shortcut: 'TR' }), code('x', 'Travel', { shortcut: 'T2' })];
    assert.deepEqual(rank(codes, 'tr', []).map(c => c.id), ['s', 'x', 'n']);
});

test('Accents and case do not matter, and every word must be found', () => {
    assert.deepEqual(rank([code('a', 'Café talk'), code('b', 'Small talk')], 'CAFE talk', []).map(c => c.id), ['a']);
});

test('A recent code keeps its digit while others are used', () => {
    let recent = { slots: [], order: [] };
    for (const id of ['a', 'b', 'c', 'a', 'b']) recent = used(recent, id, []);
    assert.deepEqual([...digitsOf([], recent.slots)], [[1, 'a'], [2, 'b'], [3, 'c']]);
    for (const id of ['d', 'e', 'f', 'g', 'h', 'i', 'j']) recent = used(recent, id, []);
    assert.equal(digitsOf([], recent.slots).get(3), 'j', 'the one unused for longest gives way');
    assert.equal(digitsOf([], recent.slots).get(1), 'a');
});

test('A pinned code stands under its digit and nowhere else', () => {
    const recent = used({ slots: ['a', 'b'], order: ['a', 'b'] }, 'a', []);
    assert.deepEqual([...digitsOf([{ digit: 2, codeId: 'a' }], recent.slots)], [[2, 'a']]);
});

test('Ids sort in the order they were made, even within a millisecond and when the clock goes back', () => {
    let now = 1_000_000;
    const newId = idMaker(() => now);
    const ids = Array.from({ length: 5000 }, (_, i) => { if (i === 3000) now -= 50; return newId(); });
    assert.deepEqual([...ids].sort(), ids);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every(id => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
});

test('Every colour can be made to stand out from light and dark', () => {
    for (const colour of ['#ffff00', '#000000', '#ffffff', '#2f7ebc', 'nonsense']) {
        assert.ok(contrast(readableOn(colour, '#ffffff', 3.2), '#ffffff') >= 3.2);
        assert.ok(contrast(readableOn(colour, '#1b2123', 4), '#1b2123') >= 4);
    }
});

test('No key does two things', () => {
    const keys = keyTable.flatMap(row => row.keys);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(commandOf({ key: '?', shiftKey: true, ctrlKey: false, metaKey: false, altKey: false }), 'keys');
    assert.equal(written({ key: 'Z', shiftKey: true, ctrlKey: true, metaKey: false, altKey: false }), 'Ctrl+Shift+Z');
    assert.equal(commandOf({ key: 'z', shiftKey: false, ctrlKey: false, metaKey: true, altKey: false }), 'undo');
});

test('The tree shows a code below its parent, and the parent of what is found', () => {
    const tree = codeTree([code('a', 'A'), code('b', 'B', { parentId: 'a' }), code('c', 'C')]);
    assert.deepEqual(tree.rows(c => c.name === 'B').map(r => [r.code.id, r.level]), [['a', 1], ['b', 2]]);
    assert.deepEqual(tree.rows(() => true, id => id === 'a').map(r => r.code.id), ['a', 'c']);
    tree.propose(code('p', 'P'));
    tree.replace([code('p', 'P')]);
    assert.deepEqual(tree.all.map(c => c.id), ['p']);
});

test('Next and previous coding go by the text, from a coding or from a place', () => {
    const all = [{ id: 'a', start: 1 }, { id: 'b', start: 5 }, { id: 'c', start: 9 }];
    assert.equal(codingBeside(all, 'a', 0, 1, () => true).id, 'b');
    assert.equal(codingBeside(all, null, 5, -1, () => true).id, 'a');
    assert.equal(codingBeside(all, 'c', 0, 1, () => true), null);
    assert.equal(codingBeside(all, 'a', 0, 1, c => c.id === 'c').id, 'c');
});

test('The next uncoded turn passes over the interviewer', () => {
    assert.equal(uncodedBeside(0, 1, 5, t => t === 1, t => t === 2), 3);
    assert.equal(uncodedBeside(3, 1, 5, () => true, () => false), null);
});

test('An address points to a turn or to a coding', () => {
    assert.deepEqual(pointedAt('?t=12', ''), { turn: 12, coding: null });
    assert.deepEqual(pointedAt('', '#turn-7'), { turn: 7, coding: null });
    assert.equal(pointedAt('', '#coding-01a20707-7999-78a6-93e8-dee04bbe2c9d').coding, '01a20707-7999-78a6-93e8-dee04bbe2c9d');
    assert.equal(pointedAt('?t=x', '#nothing').turn, null);
});
