// @ts-check
import { openDesk } from '../../js/settling/desk.js';

/** @param {HTMLElement} root */
export function attach(root) {
    return openDesk(root);
}
