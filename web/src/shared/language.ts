/** Which language a reader sees: one that they want, that the tenant speaks and that we have. */

/** The first wanted language that is spoken and known; else English, or what is spoken and known. */
export function pickLanguage(wanted: readonly string[], spoken: readonly string[], known: readonly string[]): string {
  const languageOf = (locale: string) => locale.toLowerCase().split(/[-_]/)[0] ?? "";
  const offered = (spoken.length ? spoken : known).map(languageOf);
  const isThere = (language: string) => known.includes(language) && offered.includes(language);
  return wanted.map(languageOf).find(isThere) ?? offered.find((language) => known.includes(language)) ?? "en";
}

/** The language in the region of the reader's own, so that times look as they are used to. */
export function regionOf(language: string, wanted: readonly string[]): string {
  return wanted.find((locale) => locale.toLowerCase().split("-")[0] === language) ?? language;
}
