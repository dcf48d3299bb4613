/** All of the desk's words in German. */
export { de as chat } from "../../chat/languages/de.ts";
export { de as shell } from "../shell_languages/de.ts";
export { de as core } from "./de.ts";
