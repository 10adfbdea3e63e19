/**
 * What anywidget hands to a leaf, as far as leaves use it.
 * @typedef {{
 *   get(name: string): any,
 *   on(event: string, handler: (...args: any[]) => void): void,
 *   off(event: string, handler: (...args: any[]) => void): void,
 *   send(content: object, callbacks?: unknown, buffers?: ArrayBuffer[]): void,
 *   widget_manager?: any,
 * }} Model
 */

/**
 * Tells Python what the user did; `detail` says on what.
 * @typedef {(gesture: string, detail?: object) => void} Send
 */

/**
 * One drawing of a leaf: its record, its element, and the way back.
 * @template R
 * @typedef {{record: R, el: HTMLElement, send: Send}} Scene
 */

export {};
