import type { InputError } from '@mcover/core';

/** Where something stands in a file; lines and columns count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** The call or the input is wrong: the command ends with exit code 2 and this message, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A message with its place, in one line. */
export function at(place: Place, message: string): string {
  return `${place.file}:${place.line}:${place.column}: ${inOneLine(message)}`;
}

/** An error of the input with the place that brought it about before its own words; others stay what they are. */
export function blamedOn(place: Place, pointer: string, error: unknown): unknown {
  return error instanceof UsageError ? new UsageError(at(place, `${pointer}: ${error.message}`)) : error;
}

/** What steers a terminal, ends a line, or turns the direction of writing. */
const steering = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** A message in one line that steers no terminal: what it quotes of a file may hold anything. */
export function inOneLine(message: string): string {
  return message.replace(steering, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1);
    return escaped === character ? codeUnit(character) : escaped;
  });
}

/** A character as JSON may write any. */
export function codeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The system's code of an error (`ENOENT`, …), or nothing. */
export function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

/** Whether the system has refused a call about a file, which its message names. */
export function isDiskError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** Whether an error is about an input, in whichever copy of the library it was made. */
export function isInputError(error: unknown): error is InputError {
  return error instanceof Error && error.name === 'InputError' && 'path' in error;
}

/** Whether a device has failed; told by its name, since the package of devices may not be installed. */
export function isDeviceError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'DeviceError';
}

/** What a record says of an exception, which code of the caller's may have thrown: of a message of megabytes its beginning. */
export function failureOf(error: unknown): { kind: string; message: string } {
  const kind = error instanceof Error ? String(error.name) : 'Error';
  return { kind: beginning(kind, 100), message: beginning(messageOf(error), 2000) };
}

/** The first characters of a text, and a sign that there are more. */
export function beginning(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
