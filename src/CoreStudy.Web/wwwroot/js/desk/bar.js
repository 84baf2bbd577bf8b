// @ts-check
import { el, button } from './dom.js';

/**
 * The desk's top line: whether all is saved, who is here, undo and redo.
 * @param {{bar: HTMLElement, run: (command: string, argument?: any) => void, look: ReturnType<typeof import('./look.js').lookOf>}} by
 */
export function barOf({ bar, run, look }) {
    const state = button('', () => run('state'), { class: 'save-state', 'data-state': 'saved' });
    const people = el('ul', { class: 'people', 'aria-label': 'Here now' });
    const undo = button('↶', () => run('undo'), { class: 'icon', 'aria-label': 'Undo', title: 'Undo (Ctrl + Z)' });
    const redo = button('↷', () => run('redo'), { class: 'icon', 'aria-label': 'Redo', title: 'Redo (Ctrl + Shift + Z)' });
    const display = button('Aa', () => run('settings'), { class: 'icon', 'aria-label': 'Display', title: 'Display', 'aria-expanded': 'false', id: 'desk-display' });
    bar.append(state, people, undo, redo, display,
        button('☕', () => run('pause'), { class: 'icon', 'aria-label': 'Take a pause', title: 'Take a pause: hides the words (B)' }),
        button('?', () => run('keys'), { class: 'icon', 'aria-label': 'Keys', title: 'Keys (?)' }));

    return { saved, presence, steps, display };

    /** @param {import('./queue.js').QueueState} queue @param {number} refused */
    function saved(queue, refused) {
        const { waiting, trouble } = queue;
        const [kind, sign, words] = waiting > 0 && trouble === 'signedOut' ? ['signedout', '⏸', `${waiting} waiting, signed out`]
            : waiting > 0 && trouble === 'offline' ? ['offline', '⏸', `${waiting} waiting, no connection`]
                : waiting > 0 && trouble === 'forbidden' ? ['refused', '✕', `${waiting} not accepted`]
                    : refused > 0 ? ['refused', '✕', `${refused} refused – show`]
                        : waiting > 0 ? ['saving', '◌', `Saving ${waiting}`] : ['saved', '✓', 'All saved'];
        if (state.dataset.words === words) return;
        state.dataset.words = words;
        state.dataset.state = kind;
        state.replaceChildren(el('span', { 'aria-hidden': 'true', text: sign }), el('span', { class: 'save-words', text: words }));
    }

    /** @param {{memberId: string, name: string, initials: string, turn: number}[]} list */
    function presence(list) {
        people.replaceChildren(...list.slice(0, 8).map(person => el('li', {},
            button(person.initials, () => run('go', person.turn), {
                class: `avatar ${look.coderClass(person.memberId)}`, 'aria-label': `${person.name}, at turn ${person.turn + 1}: go there`, title: `${person.name}, at turn ${person.turn + 1}`,
            }))), ...(list.length > 8 ? [el('li', { class: 'more-people', text: `+${list.length - 8}` })] : []));
        people.hidden = list.length === 0;
    }

    /** @param {boolean} canUndo @param {boolean} canRedo */
    function steps(canUndo, canRedo) {
        undo.disabled = !canUndo;
        redo.disabled = !canRedo;
    }
}
