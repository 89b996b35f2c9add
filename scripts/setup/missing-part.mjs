/** A part that a stage needs and that could not be had; the message says what to install. */
export class MissingPart extends Error {}
