// @ts-check
/**
 * The one table of what keys do: the desk obeys it, and the sheet behind `?` shows it.
 * @typedef {{command: string, keys: string[], does: string, group: string, needsCoding?: boolean, needsSound?: boolean}} KeyRow
 * @type {KeyRow[]}
 */
export const keyTable = [
    { group: 'Move', command: 'turn.next', keys: ['ArrowDown', 'j'], does: 'Next turn' },
    { group: 'Move', command: 'turn.previous', keys: ['ArrowUp', 'k'], does: 'Previous turn' },
    { group: 'Move', command: 'sentence.next', keys: ['ArrowRight'], does: 'Select the next sentence' },
    { group: 'Move', command: 'sentence.previous', keys: ['ArrowLeft'], does: 'Select the sentence before' },
    { group: 'Move', command: 'word.next', keys: ['Ctrl+ArrowRight', 'l'], does: 'Select the next word' },
    { group: 'Move', command: 'word.previous', keys: ['Ctrl+ArrowLeft', 'h'], does: 'Select the word before' },
    { group: 'Move', command: 'turn.start', keys: ['Home'], does: 'Start of the turn' },
    { group: 'Move', command: 'turn.end', keys: ['End'], does: 'End of the turn' },
    { group: 'Move', command: 'text.start', keys: ['Ctrl+Home'], does: 'First turn' },
    { group: 'Move', command: 'text.end', keys: ['Ctrl+End'], does: 'Last turn' },
    { group: 'Move', command: 'coding.next', keys: [']'], does: 'Next coding' },
    { group: 'Move', command: 'coding.previous', keys: ['['], does: 'Previous coding' },
    { group: 'Move', command: 'uncoded.next', keys: ['n'], does: 'Next turn you have not coded' },
    { group: 'Move', command: 'uncoded.previous', keys: ['Shift+N'], does: 'Previous turn you have not coded' },
    { group: 'Move', command: 'unsure.next', keys: ['w'], does: 'Next “not sure”' },
    { group: 'Move', command: 'unsure.previous', keys: ['Shift+W'], does: 'Previous “not sure”' },
    { group: 'Select', command: 'extend.sentence.next', keys: ['Shift+ArrowRight'], does: 'Extend by a sentence' },
    { group: 'Select', command: 'extend.sentence.previous', keys: ['Shift+ArrowLeft'], does: 'Shrink, or extend backwards, by a sentence' },
    { group: 'Select', command: 'extend.word.next', keys: ['Ctrl+Shift+ArrowRight', 'Shift+L'], does: 'Extend by a word' },
    { group: 'Select', command: 'extend.word.previous', keys: ['Ctrl+Shift+ArrowLeft', 'Shift+H'], does: 'Shrink, or extend backwards, by a word' },
    { group: 'Select', command: 'extend.turn.next', keys: ['Shift+ArrowDown', 'Shift+J'], does: 'Extend by a turn' },
    { group: 'Select', command: 'extend.turn.previous', keys: ['Shift+ArrowUp', 'Shift+K'], does: 'Extend by a turn, backwards' },
    { group: 'Select', command: 'extend.start', keys: ['Shift+Home'], does: 'Extend to the start of the turn' },
    { group: 'Select', command: 'extend.end', keys: ['Shift+End'], does: 'Extend to the end of the turn' },
    { group: 'Select', command: 'select.sentence', keys: ['s'], does: 'Select the sentence' },
    { group: 'Select', command: 'select.turn', keys: ['t'], does: 'Select the turn' },
    { group: 'Select', command: 'select.grow', keys: ['g'], does: 'Grow: word, sentence, turn' },
    { group: 'Select', command: 'select.shrink', keys: ['Shift+G'], does: 'Shrink again' },
    { group: 'Select', command: 'dismiss', keys: ['Escape'], does: 'Let go of the selection, close what is open' },
    { group: 'Code', command: 'pick', keys: ['Space'], does: 'Choose a code for the selection (for the sentence, if there is none)' },
    { group: 'Code', command: 'open', keys: ['Enter'], does: 'List the codings here; with a selection, choose a code' },
    { group: 'Code', command: 'digit', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'Code with a pinned or recent code' },
    { group: 'Code', command: 'repeat', keys: ['r'], does: 'Code with the last code again' },
    { group: 'Code', command: 'invivo', keys: ['v'], does: 'Make a code named by these very words' },
    { group: 'Code', command: 'memo', keys: ['m'], does: 'Write a memo on the passage' },
    { group: 'Code', command: 'flag', keys: ['!'], does: 'This may identify somebody: hide it until an admin has looked' },
    { group: 'Code', command: 'undo', keys: ['Ctrl+z'], does: 'Undo what you did last' },
    { group: 'Code', command: 'redo', keys: ['Ctrl+Shift+Z', 'Ctrl+y'], does: 'Do it again' },
    { group: 'The coding you are at', command: 'coding.cycle', keys: ['o'], does: 'The next of the codings that overlap here' },
    { group: 'The coding you are at', command: 'coding.recode', keys: ['e'], does: 'Change its code' },
    { group: 'The coding you are at', command: 'coding.remove', keys: ['x', 'Delete'], does: 'Remove it' },
    { group: 'The coding you are at', command: 'coding.comment', keys: ['c'], does: 'Comment on it' },
    { group: 'The coding you are at', command: 'coding.doubt', keys: ['q'], does: 'Mark it “not sure”, with a question' },
    { group: 'The coding you are at', command: 'coding.end.later', keys: ['Alt+ArrowRight'], does: 'Its end one word later' },
    { group: 'The coding you are at', command: 'coding.end.earlier', keys: ['Alt+ArrowLeft'], does: 'Its end one word earlier' },
    { group: 'The coding you are at', command: 'coding.start.later', keys: ['Alt+Shift+ArrowRight'], does: 'Its start one word later' },
    { group: 'The coding you are at', command: 'coding.start.earlier', keys: ['Alt+Shift+ArrowLeft'], does: 'Its start one word earlier' },
    { group: 'The coding you are at', command: 'coding.grow', keys: ['Alt+ArrowUp'], does: 'Grow it to the sentence, then to the turn' },
    { group: 'Listen', command: 'sound.toggle', keys: ['p'], does: 'Play the recording, or pause it', needsSound: true },
    { group: 'Listen', command: 'sound.here', keys: ['u'], does: 'Hear this turn', needsSound: true },
    { group: 'Listen', command: 'sound.back', keys: [','], does: 'Back 5 seconds', needsSound: true },
    { group: 'Listen', command: 'sound.on', keys: ['.'], does: 'On 5 seconds', needsSound: true },
    { group: 'Listen', command: 'sound.slower', keys: ['<'], does: 'Slower', needsSound: true },
    { group: 'Listen', command: 'sound.faster', keys: ['>'], does: 'Faster', needsSound: true },
    { group: 'The desk', command: 'focus.code', keys: ['f'], does: 'Show only the code you are at; again: all' },
    { group: 'The desk', command: 'colour', keys: ['a'], does: 'Colour by code, or by coder' },
    { group: 'The desk', command: 'filter', keys: ['/'], does: 'Find a code in the codebook' },
    { group: 'The desk', command: 'region', keys: ['F6'], does: 'Text, codebook, passage, text …' },
    { group: 'The desk', command: 'pause', keys: ['b'], does: 'Take a break: hide the words' },
    { group: 'The desk', command: 'keys', keys: ['?'], does: 'This sheet' },
];

/** @type {Map<string, string>} */
const commands = new Map(keyTable.flatMap(row => row.keys.map(key => [key, row.command])));

/**
 * A key press as the table writes it, such as `Ctrl+Shift+ArrowLeft` or `?`.
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean}} press
 */
export function written(press) {
    const key = press.key === ' ' ? 'Space' : press.key;
    const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase(); // a sign has its Shift within it
    return (press.ctrlKey || press.metaKey ? 'Ctrl+' : '') + (press.altKey ? 'Alt+' : '') + (press.shiftKey && !isSign ? 'Shift+' : '')
        + (key.length === 1 && press.shiftKey && !isSign ? key.toUpperCase() : key);
}

/** @param {Parameters<typeof written>[0]} press @returns {string | undefined} */
export function commandOf(press) {
    return commands.get(written(press));
}

/** Whether a key is one letter or sign alone, which the person may have switched off. @param {string} key as written */
export function isSingle(key) {
    return key.length === 1 || /^Shift\+.$/.test(key);
}

/** For people. @param {string} key as written */
export function spoken(key) {
    /** @type {Record<string, string>} */
    const names = { ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };
    return key.split('+').map(part => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(' + ');
}
