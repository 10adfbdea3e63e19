/** What somebody types into a form, kept apart from the record, so that a redraw loses none of it. */

/**
 * @typedef {string | boolean | string[]} Value
 * @typedef {{name: string, value: Value, when: {name: string, value: string} | null}} Field
 */

/**
 * The values of a form: those of its record until somebody changes one. Another form (by number) begins anew.
 */
export class Drafts {
  constructor() {
    /** @type {number | null} */
    this.number = null;
    this.kind = "";
    /** @type {Map<string, Value>} */
    this.typed = new Map();
  }

  /**
   * The form on the screen is this one.
   * @param {{number: number, kind: string} | null} form
   */
  on(form) {
    const number = form === null ? null : form.number;
    if (number === this.number) return;
    this.number = number;
    this.kind = form?.kind ?? "";
    this.typed.clear();
  }

  /**
   * @param {Field} field
   * @returns {Value}
   */
  value(field) {
    return this.typed.get(`${this.kind}/${field.name}`) ?? field.value;
  }

  /**
   * @param {string} name
   * @param {Value} value
   */
  type(name, value) {
    this.typed.set(`${this.kind}/${name}`, value);
  }

  /**
   * Whether a field is on the screen.
   * @param {Field} field
   * @param {Field[]} fields
   */
  shown(field, fields) {
    const when = field.when;
    const other = when && fields.find((each) => each.name === when.name);
    return !when || (other !== null && other !== undefined && this.value(other) === when.value);
  }

  /**
   * What is on the screen, by name of the field.
   * @param {Field[]} fields
   * @returns {Record<string, Value>}
   */
  values(fields) {
    return Object.fromEntries(fields.filter((field) => this.shown(field, fields)).map((field) => [field.name, this.value(field)]));
  }
}
