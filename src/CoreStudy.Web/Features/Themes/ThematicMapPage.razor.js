// @ts-check
/**
 * The hands on the thematic map. A node is dragged, or moved by arrow keys while it has the keyboard, by larger steps with Shift; what hangs on it
 * follows at once, and it is kept when it is let go. Enter or Space chooses a node, L begins a link from it, Escape leaves the link.
 * @param {HTMLElement} sheet @param {{ invokeMethodAsync(name: string, ...args: unknown[]): Promise<unknown> }} component
 */
export function attach(sheet, component) {
    const width = 1600;
    const height = 1000;
    const nodeAt = (/** @type {EventTarget | null} */ from) => from instanceof Element ? /** @type {SVGGElement | null} */ (from.closest('[data-node]')) : null;
    const find = (/** @type {string | undefined} */ key) => /** @type {SVGGElement | null} */ (sheet.querySelector(`[data-node="${key}"]`));
    const placeOf = (/** @type {SVGGElement} */ node) => ({ x: Number(node.dataset.x), y: Number(node.dataset.y), r: Number(node.dataset.radius) });

    /** Puts what hangs on a node where it belongs. @param {SVGGElement} node */
    const follow = node => {
        const key = node.dataset.node;
        for (const line of /** @type {NodeListOf<SVGLineElement>} */ (sheet.querySelectorAll(`line[data-from="${key}"], line[data-to="${key}"]`))) {
            const [one, other] = [find(line.dataset.from), find(line.dataset.to)];
            if (!one || !other) continue;
            const [a, b] = [placeOf(one), placeOf(other)];
            const length = Math.max(1, Math.hypot(b.x - a.x, b.y - a.y));
            const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
            const ends = { x1: a.x + ux * (a.r + 3), y1: a.y + uy * (a.r + 3), x2: b.x - ux * (b.r + 5), y2: b.y - uy * (b.r + 5) };
            for (const [name, value] of Object.entries(ends)) line.setAttribute(name, value.toFixed(1));
            const label = sheet.querySelector(`[data-label-of="${line.dataset.link}"]`);
            label?.setAttribute('transform', `translate(${((ends.x1 + ends.x2) / 2).toFixed(1)} ${((ends.y1 + ends.y2) / 2).toFixed(1)})`);
        }
    };

    /** @param {SVGGElement} node @param {number} x @param {number} y */
    const put = (node, x, y) => {
        node.dataset.x = String(Math.round(Math.min(width, Math.max(0, x))));
        node.dataset.y = String(Math.round(Math.min(height, Math.max(0, y))));
        node.setAttribute('transform', `translate(${node.dataset.x} ${node.dataset.y})`);
        follow(node);
    };

    const keep = (/** @type {SVGGElement} */ node) => component.invokeMethodAsync('MoveNodeAsync', node.dataset.node, Number(node.dataset.x), Number(node.dataset.y));

    /** @type {{ node: SVGGElement, dx: number, dy: number, moved: boolean, pointer: number } | null} */
    let held = null;

    /** A point of the screen on the sheet. @param {PointerEvent} event */
    const onSheet = event => {
        const svg = /** @type {SVGSVGElement} */ (sheet.querySelector('svg.map'));
        return new DOMPoint(event.clientX, event.clientY).matrixTransform(/** @type {DOMMatrix} */ (svg.getScreenCTM()).inverse());
    };

    /** @param {PointerEvent} event */
    const onDown = event => {
        const node = nodeAt(event.target);
        if (!node || event.button !== 0) return;
        const at = onSheet(event);
        const { x, y } = placeOf(node);
        held = { node, dx: x - at.x, dy: y - at.y, moved: false, pointer: event.pointerId };
    };

    /** @param {PointerEvent} event */
    const onMove = event => {
        if (!held || event.pointerId !== held.pointer) return;
        const at = onSheet(event);
        const { x, y } = placeOf(held.node);
        if (!held.moved && Math.hypot(at.x + held.dx - x, at.y + held.dy - y) < 5) return;
        if (!held.moved) held.node.setPointerCapture(held.pointer);
        held.moved = true;
        held.node.classList.add('held');
        put(held.node, at.x + held.dx, at.y + held.dy);
    };

    const onUp = () => {
        if (!held) return;
        const { node, moved } = held;
        held = null;
        node.classList.remove('held');
        if (!moved) return;
        justDragged = true;
        setTimeout(() => { justDragged = false; });
        keep(node);
    };

    let justDragged = false;

    /** A drag ends with a click, which chooses nothing. @param {MouseEvent} event */
    const onClick = event => {
        if (!justDragged) return;
        event.stopPropagation();
        event.preventDefault();
    };

    /** @type {SVGGElement | null} */
    let stepped = null;

    /** @param {KeyboardEvent} event */
    const onKeyDown = event => {
        if (event.key === 'Escape') component.invokeMethodAsync('LeaveLink');
        const node = nodeAt(event.target);
        if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
        const step = event.shiftKey ? 50 : 10;
        const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
        if (by) {
            const { x, y } = placeOf(node);
            put(node, x + by[0], y + by[1]);
            stepped = node;
        } else if (event.key === 'Enter' || event.key === ' ') component.invokeMethodAsync('ChooseNodeAsync', node.dataset.node);
        else if (event.key.toLowerCase() === 'l') component.invokeMethodAsync('BeginLink', node.dataset.node);
        else return;
        event.preventDefault();
    };

    const onKeyUp = () => {
        if (!stepped) return;
        const node = stepped;
        stepped = null;
        keep(node);
    };

    const leave = new AbortController();
    const { signal } = leave;
    sheet.addEventListener('pointerdown', onDown, { signal });
    sheet.addEventListener('pointermove', onMove, { signal });
    sheet.addEventListener('pointerup', onUp, { signal });
    sheet.addEventListener('pointercancel', onUp, { signal });
    sheet.addEventListener('click', onClick, { signal, capture: true });
    sheet.addEventListener('keydown', onKeyDown, { signal });
    sheet.addEventListener('keyup', onKeyUp, { signal });
    sheet.addEventListener('focusout', onKeyUp, { signal });
    return { detach: () => leave.abort() };
}
