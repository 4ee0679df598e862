// Moments that are made on the phone, as the server writes them.

// French where the browser does not know Haitian Creole, with the hours that Haitians use.
const LOCALES = { en: ["en-US"], es: ["es-US"], pt: ["pt-BR"], ht: ["ht", "fr"] };
const language = document.documentElement.lang;

export function written(how) {
  const hours = language === "ht" ? { hour12: true } : {};
  return new Intl.DateTimeFormat(LOCALES[language] ?? language, { hour: "numeric", minute: "2-digit", ...hours, ...how });
}
