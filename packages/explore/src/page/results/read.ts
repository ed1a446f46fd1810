/**
 * A file of results beside the page.
 *
 * @throws Error in words for a person.
 */
export async function readJson<T>(file: string): Promise<T> {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} is not there (${response.status})`);
  return response.json();
}
