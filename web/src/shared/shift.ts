// Charts that never age: every date in them moves by the days between the day they were made for and today.
import { timeOf } from './fhir.ts';

const kDate = /^\d{4}-\d{2}-\d{2}(?=$|T)/;
const kDay = 86_400_000;

const moved = (text: string, days: number): string => {
  const day = new Date(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) + days * kDay);
  return day.toISOString().slice(0, 10) + text.slice(10);
};

export const daysBetween = (from: string, to: string): number => Math.round((timeOf(to) - timeOf(from)) / kDay);

/** A copy in which every text that is a date, or begins with one and a time, is moved. */
export function shiftDates<T>(value: T, days: number): T {
  if (typeof value === 'string') return (kDate.test(value) ? moved(value, days) : value) as T;
  if (Array.isArray(value)) return value.map((item) => shiftDates(item as unknown, days)) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shiftDates(member as unknown, days)])) as T;
  }
  return value;
}

/** A copy in which the patient has another id, wherever it is named. */
export function renamePatient<T>(value: T, from: string, to: string): T {
  if (value === `Patient/${from}`) return `Patient/${to}` as T;
  if (Array.isArray(value)) return value.map((item) => renamePatient(item as unknown, from, to)) as T;
  if (typeof value === 'object' && value !== null) {
    const copy = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamePatient(member as unknown, from, to)]));
    if (copy['resourceType'] === 'Patient' && copy['id'] === from) copy['id'] = to;
    return copy as T;
  }
  return value;
}
